"""What goes into the installers is decided in tables; what nobody decided is refused."""

import json
import sysconfig
from pathlib import Path

import pytest

from build_spec.freezing import works
from build_spec.freezing.comparing import differing_bytes
from build_spec.freezing.crates import named_in
from build_spec.freezing.notices import frozen_as, write_bom, write_notices
from build_spec.freezing.parts import PROGRAMS, kept, modules_left_out, rules
from build_spec.freezing.works import Unaccounted, Work, works_in
from sync.contract.version import RELEASE, SOFTWARE


@pytest.mark.parametrize("program", PROGRAMS)
def test_whatever_is_left_out_has_a_reason(program: str) -> None:
    stated = [*rules(program, "files"), *rules(program, "modules")]
    assert stated
    assert all(len(rule.why.split()) > 1 and rule.what for rule in stated)


def test_a_link_goes_where_its_file_goes() -> None:
    rows = [
        ("libQt6Test.so.6", "PySide6/Qt/lib/libQt6Test.so.6", "SYMLINK"),
        ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
        ("PySide6/Qt/lib/libQt6Test.so.6", "/wheel/libQt6Test.so.6", "BINARY"),
    ]
    assert [row[0] for row in kept(rows, "kiosk")] == ["libQt6Core.so.6"]


def test_neither_program_takes_the_other_along() -> None:
    assert {"sync.central", "sqlalchemy"} <= set(modules_left_out("kiosk"))
    assert {"kiosk", "PySide6"} <= set(modules_left_out("central"))


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return tmp_path / "parts.json"


def test_a_file_that_is_nobodys_fails_the_build(record: Path, tmp_path: Path) -> None:
    stranger = Path(sysconfig.get_path("purelib")) / "stranger.so"
    record.write_text(json.dumps([["stranger.so", str(stranger).replace("site-packages", "elsewhere")]]))
    with pytest.raises(Unaccounted):
        works_in(record, tmp_path / "dist" / "program")


@pytest.mark.parametrize("lack", ["licence", "texts"])
def test_a_work_without_licence_or_text_fails_the_build(
    record: Path, tmp_path: Path, lack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    poor = Work(
        "poor", "1", "library", "" if lack == "licence" else "MIT", () if lack == "texts" else (record,)
    )
    monkeypatch.setattr(works, "_of", lambda _source, _frozen: [poor])
    record.write_text(json.dumps([["poor.so", "/poor.so"]]))
    with pytest.raises(Unaccounted, match="poor 1"):
        works_in(record, tmp_path / "dist" / "program")


def test_every_byte_that_differs_is_counted(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        (folder / "deep").mkdir(parents=True)
        (folder / "deep" / "same").write_bytes(b"same")
        (folder / "link").symlink_to("deep/same")
    assert differing_bytes(one, other) == 0
    (one / "deep" / "file").write_bytes(b"abcd")
    (other / "deep" / "file").write_bytes(b"abXdef")
    (other / "alone").write_bytes(b"123")
    assert differing_bytes(one, other) == 1 + 2 + 3


def test_a_library_without_a_list_is_told_by_what_it_names_itself(tmp_path: Path) -> None:
    library, licence = tmp_path / "some.abi3.so", tmp_path / "LICENSE"
    home = b"/builder/registry/src/some.registry-6f17d22bba15001f"
    library.write_bytes(
        b"\0" + home + b"/serde_json-1.0.117/src/de.rs\0" + home + b"/ash-0.37.3+1.3.251/src/lib.rs"
        b'x from"/npm/d3-array@3.2.4/+esm";' + home + b"/serde_json-1.0.117/src/ser.rs"
    )
    licence.write_text("a licence")
    named = named_in([library])
    assert [(one.type, one.name, one.version) for one in named] == [
        ("cargo", "ash", "0.37.3+1.3.251"),
        ("cargo", "serde_json", "1.0.117"),
        ("npm", "d3-array", "3.2.4"),
    ]
    some = Work("some", "1", "wheel", "MIT", (licence,), named=named)
    write_notices([some], "hailong-central", tmp_path)
    write_bom([some], "hailong-central", tmp_path, 0)
    told = (tmp_path / "notices" / "some-1" / "compiled-in.txt").read_text("utf-8")
    assert "cargo: serde_json 1.0.117\nnpm: d3-array 3.2.4\n" in told
    (component,) = json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))["components"]
    assert "pkg:npm/d3-array@3.2.4" in {inside["purl"] for inside in component["components"]}
    assert frozen_as(tmp_path) == (SOFTWARE, RELEASE)
