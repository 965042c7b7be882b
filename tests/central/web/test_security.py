import re

import pytest

from tests.central.web.province import Province, fill
from tests.central.web.reader import ask


@pytest.fixture(name="paths")
def every_page(province: Province) -> list[str]:
    unit = fill(province, heard_ms=0)
    return ["/", "/?lang=en", f"/units/{unit}", "/units/nowhere", "/T/FORGED", "/t/forged?lang=en"]


def test_every_page_allows_nothing_inline_and_nothing_from_elsewhere(
    province: Province, paths: list[str]
) -> None:
    for path in paths:
        answer = ask(province.application(), path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert "unsafe" not in policy
        own = "no-referrer" if path.lower().startswith("/t/") else "same-origin"  # a token stands there
        assert answer.headers["referrer-policy"] == own
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in answer.headers


def test_no_page_holds_a_script_an_inline_style_or_a_foreign_address(
    province: Province, paths: list[str]
) -> None:
    for path in paths:
        page = ask(province.application(), path).text
        assert "<script" not in page
        assert not re.search(r"""\s(style|on\w+)=["']""", page)
        assert "//" not in page


def test_a_page_says_its_language_and_that_it_depends_on_the_reader(province: Province) -> None:
    answer = ask(province.application(), "/", {"Accept-Language": "en"})
    assert answer.headers["content-language"] == "en"
    assert "Accept-Language" in answer.headers["vary"]
    assert '<html lang="en">' in answer.text
    assert '<html lang="vi">' in ask(province.application(), "/").text
