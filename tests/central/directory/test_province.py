import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.central.directory.province import read_province
from sync.central.directory.refusal import ProvinceRefused
from tests.central.world import (
    COUNTER,
    JPEG,
    OTHER_COUNTER,
    OTHER_UNIT,
    PIN,
    STAFF,
    UNIT,
    small_province,
    write_province,
)


def member(**other: str) -> dict[str, str]:
    return {"staff": STAFF, "unit": UNIT, "name": "Lê Văn Cường", "pin": PIN} | other


Edit = Callable[[dict[str, Any]], object]

BREACHES: list[tuple[Edit, str]] = [
    (lambda p: p.pop("units"), "missing required field `units`"),
    (lambda p: p.update(units=[]), r"\$\.units"),
    (lambda p: p.update(unknown=1), "unknown field `unknown`"),
    (lambda p: p["units"][0].update(unit="X"), r"\$\.units\[0\]\.unit"),
    (lambda p: p["units"][0]["name"].update(vi=" "), r"\$\.units\[0\]\.name\.vi"),
    (lambda p: p["units"][0]["name"].pop("en"), r"missing required field `en` - at `\$\.units\[0\]\.name"),
    (lambda p: p["units"].append(p["units"][0]), r"units\[2\]\.unit: .* stands there twice"),
    (lambda p: p["units"][0].update(parent=COUNTER), r"units\[0\]: .* is not among the other units"),
    (lambda p: p["units"][0].update(predecessors=[UNIT]), r"units\[0\]: .* is not among the other units"),
    (
        lambda p: p["units"][0].update(parent=OTHER_UNIT) or p["units"][1].update(parent=UNIT),
        r"units\[0\]\.parent: the unit would stand below itself",
    ),
    (
        lambda p: p["units"][0].update(since="2026-01-01", until="2025-12-31"),
        r"units\[0\]\.until: the unit ends before it begins",
    ),
    (lambda p: p["units"][0].update(since="1/1/2026"), r"\$\.units\[0\]\.since"),
    (lambda p: p["counters"][0].update(number=-1), r"\$\.counters\[0\]\.number"),
    (lambda p: p["counters"][0].update(unit=OTHER_COUNTER), r"counters\[0\]\.unit: .* not among the units"),
    (lambda p: p["officials"][0].update(unit=OTHER_COUNTER), r"officials\[0\]\.unit: .* not among the units"),
    (lambda p: p["officials"][0].update(counters=[OTHER_COUNTER]), r"officials\[0\]\.counters\[0\]"),
    (lambda p: p["officials"][0].update(name="a\nb"), r"\$\.officials\[0\]\.name"),
    (lambda p: p["officials"][0].update(titel={}), "unknown field `titel`"),
    (
        lambda p: p["officials"][0].update(photo="../secret.jpg"),
        r"photo \.\./secret\.jpg: expected a path inside",
    ),
    (lambda p: p["officials"][0].update(photo="/etc/passwd"), "photo /etc/passwd: expected a path inside"),
    (lambda p: p["officials"][0].update(photo="photos/none.jpg"), r"photo photos/none\.jpg: cannot be read"),
    (lambda p: p["officials"][0].update(photo="a\0.jpg"), "photo a\0\\.jpg: cannot be read"),
    (lambda p: p["officials"][0].update(photo="province.json"), r"photo province\.json: not a JPEG"),
    (
        lambda p: p["questionnaires"][0]["questions"][0]["choices"].pop(),
        r"questionnaires\[0\]: satisfied: levels",
    ),
    (
        lambda p: p["questionnaires"].append(p["questionnaires"][0]),
        r"questionnaires\[1\]\.id: .* stands there twice",
    ),
    (lambda p: p["officials"][0].update(pin="482913"), r"officials\[0\]: pin: expected an argon2id hash"),
    (lambda p: p["officials"][0].update(badge="x"), r"\$\.officials\[0\]\.badge"),
    (lambda p: p.update(staff=[member(pin="")]), r"staff\[0\]: pin: expected an argon2id hash"),
    (
        lambda p: p.update(staff=[member(pin=PIN.replace("m=32768", "m=65537"))]),
        r"staff\[0\]: pin: a kiosk checks .* at most m=65536",
    ),
    (lambda p: p.update(staff=[member(unit=COUNTER)]), r"staff\[0\]\.unit: .* not among the units"),
    (lambda p: p.update(staff=[member(name="")]), r"\$\.staff\[0\]\.name"),
    (lambda p: p.update(staff=[member(), member()]), r"staff\[1\]\.staff: .* stands there twice"),
    (lambda p: p["policies"].update(hours=[]), r"\$\.policies\.hours"),
    (lambda p: p["policies"].update(hours={"mo": []}), "policies: hours: unknown 'mo'"),
    (
        lambda p: p["policies"].update(hours={"mon": ["7:30-11:30"]}),
        "policies: hours: mon: '7:30-11:30' is no span like 07:30-11:30",
    ),
    (
        lambda p: p["policies"].update(hours={"days": {"2026-02-30": []}}),
        "policies: hours: days: '2026-02-30' is no date",
    ),
    (lambda p: p["policies"].update(tone_style="new"), r"\$\.policies\.tone_style"),
    (lambda p: p["policies"].update(calls={COUNTER: "secret"}), r"\$\.policies\.calls"),
    (
        lambda p: p["policies"].update(calls={UNIT: "ab" * 32}),
        r"policies\.calls: .* is not among the counters",
    ),
    (lambda p: p["policies"].update(keep_days=0), r"\$\.policies\.keep_days"),
    (lambda p: p["policies"].update(languages=["tiếng Việt"]), r"\$\.policies\.languages"),
]


@pytest.mark.parametrize(("edit", "message"), BREACHES)
def test_a_wrong_province_is_refused_by_the_fields_name(tmp_path: Path, edit: Edit, message: str) -> None:
    province = small_province()
    edit(province)
    with pytest.raises(ProvinceRefused, match=message):
        read_province(write_province(tmp_path, province))


def test_a_folder_without_a_province_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ProvinceRefused, match=r"province\.json: No such file"):
        read_province(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"units":1,"units":2}', b'{"units":1.5}'])
def test_a_file_that_is_no_json_of_ours_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "province.json").write_bytes(content)
    with pytest.raises(ProvinceRefused, match=r"province\.json: "):
        read_province(tmp_path)


def test_words_are_composed_and_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    province = small_province()
    province["units"][0]["name"]["vi"] = "Phu\u031bo\u031b\u0300ng"
    write_province(tmp_path, province)
    text = json.dumps(province | {"texts": {"vi": {"e\u0302": "o\u031b"}}})
    (tmp_path / "province.json").write_bytes(b"\xef\xbb\xbf" + text.encode())
    read = read_province(tmp_path)
    assert read.province.units[0].name.vi == "Ph\u01b0\u1eddng"
    assert read.province.texts == {"vi": {"ê": "ơ"}}
    assert read.photos == {"photos/hoa.jpg": JPEG}


def test_a_photo_through_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.jpg").write_bytes(JPEG)
    folder = write_province(tmp_path / "province", small_province())
    (folder / "photos" / "hoa.jpg").unlink()
    (folder / "photos" / "hoa.jpg").symlink_to(tmp_path / "outside.jpg")
    with pytest.raises(ProvinceRefused, match="expected a path inside"):
        read_province(folder)


def test_a_photo_beyond_256_kib_is_refused(tmp_path: Path) -> None:
    folder = write_province(tmp_path, small_province())
    (folder / "photos" / "hoa.jpg").write_bytes(JPEG + bytes(256 * 1024))
    with pytest.raises(ProvinceRefused, match="larger than 256 KiB"):
        read_province(folder)
