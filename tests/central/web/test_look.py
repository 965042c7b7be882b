import hashlib
import re

from sync.central.web.look import load_look
from tests.central.web.province import Province
from tests.central.web.reader import ask


def test_a_file_of_the_look_may_be_kept_for_good_since_its_address_names_its_content(
    province: Province,
) -> None:
    for name, media_type in (
        ("style.css", "text/css"),
        ("mark.svg", "image/svg+xml"),
        ("BeVietnamPro-Medium.ttf", "font/ttf"),
    ):
        address = load_look().address(name)
        answer = ask(province.application(), address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
        assert "immutable" in answer.headers["cache-control"]
        assert address.split("/")[2] == hashlib.sha256(answer.content).hexdigest()[:16]
        assert answer.headers["content-encoding"] == "gzip"
        plain = ask(province.application(), address, {"Accept-Encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.content == answer.content


def test_another_digest_or_name_is_not_found_and_not_kept(province: Province) -> None:
    for path in ("/look/0000000000000000/style.css", "/look/0000000000000000/../../cli.py", "/look/x/y"):
        answer = ask(province.application(), path)
        assert answer.status_code == 404
        assert "immutable" not in answer.headers.get("cache-control", "")


def test_the_style_sheet_uses_only_tokens_that_exist_and_loads_every_font_of_ours() -> None:
    look = load_look()
    sheet = look.contents[look.address("style.css")].decode()
    defined = set(re.findall(r"(--hl-[\w-]+):", sheet))
    assert set(re.findall(r"var\((--hl-[\w-]+)", sheet)) <= defined
    for weight in (400, 500, 600, 700):
        assert f"font-weight: {weight}; font-display" in sheet
    assert set(re.findall(r'url\("([^"]+)"\)', sheet)) <= set(look.contents)


def test_the_rules_repeat_no_colour_of_the_tokens() -> None:
    look = load_look()
    rules = look.contents[look.address("style.css")].decode().rpartition("@font-face")[2]
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", rules)
