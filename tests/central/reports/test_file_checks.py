"""Files that a program signed which wrote them otherwise than this one."""

import hashlib
import json
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.cases.counting import CaseCounts
from sync.central.reports.adding_up import stated_by
from sync.central.reports.facts import Facts, digest_of
from sync.central.reports.file_checks import check_files
from sync.central.reports.files import WRITER, File, build_files
from sync.central.reports.going import signed_message
from sync.central.reports.issue import Issue, State
from sync.central.reports.records import Record
from sync.contract.keys import public_bytes, sign
from tests.central.reports.samples import Numbers, a_province, facts_of, with_cases

FACTS = a_province()
FEW = with_cases(
    facts_of(
        {
            "Xã A": Numbers((1, 3, 5, 60, 40), (1, 3, 5, 60, 40), (0, 1, 1, 8, 7), (0, 0, 1, 9, 8)),
            "Xã B": Numbers((0, 1, 1, 8, 7), (1, 3, 5, 60, 40), (1, 3, 5, 60, 40), (0, 0, 1, 20, 12)),
            "Xã Kém": Numbers((60, 60, 10, 40, 20), (60, 60, 10, 40, 20)),
        }
    ),
    CaseCounts(7, 5, 3, 1, 2, 1, 0, 4.5),
)
"""Units and sampled forms of 10 to 29, and few cases."""
REPORT = FACTS.period.report
KEY = Ed25519PrivateKey.generate()


def signed_before(files: tuple[File, ...], writer: int = WRITER - 1) -> Record:
    """A report as an earlier program left it, with these files."""
    issue = Issue("07", "2026-02-05", "Nguyễn Văn Minh", writer)
    signature = sign(KEY, signed_message(REPORT, digest_of(FACTS), files))
    return Record(REPORT, State.SIGNED, FACTS.period, 1, FACTS, issue, signature, 2, 3, None)


@pytest.fixture(name="annex")
def the_annex() -> dict[str, Any]:
    """As the first writer stated it."""
    stated = stated_by(1, FACTS)
    del stated["below"]
    return stated


def written(annex: dict[str, Any]) -> tuple[File, ...]:
    """Files in other words: the annex lies there otherwise, too."""
    return (
        File("docx", b"other words"),
        File("json", json.dumps(annex).encode()),
        File("pdf", b"and layout"),
    )


def differences(files: tuple[File, ...], *given: File, writer: int = WRITER - 1) -> list[str]:
    record, keys = signed_before(files, writer), (public_bytes(KEY),)
    return [one.text() for one in check_files(record, FACTS, files, keys, given, None)]


@pytest.mark.parametrize(
    ("facts", "digest"),
    [
        (FACTS, "c19b797ff0d550d65467745906751517f92fb407bd2c083b3a52612d24f7b628"),
        (FEW, "d407ee04baa42462c553be15a12093c37cf85b0e37c3ad0b49e845a874012501"),
    ],
)
def test_the_first_writer_is_known_to_have_stated_what_it_did(facts: Facts, digest: str) -> None:
    """The digests are of its own annexes, their members in the order of their names."""
    stated = stated_by(1, facts)
    del stated["below"]
    assert hashlib.sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest() == digest


def test_units_of_ten_on_and_those_to_look_at_may_stand_in_an_annex_of_the_first_writer(
    annex: dict[str, Any],
) -> None:
    assert differences(written(annex)) == []
    assert differences(written(annex | {"look_at": []})) == [
        f'annex: look_at: stored [], derived ["{annex["look_at"][0]}"]'
    ]
    now = json.loads(build_files(FACTS, None, kinds=("json",))[0].raw)
    assert differences(written(now))[0] == (
        'annex: units[14].now.standing: stored "hidden", derived "covering"'
    ), "its own rules hold for each writer"


def test_what_an_earlier_program_signed_still_holds(annex: dict[str, Any]) -> None:
    files = written(annex)
    assert differences(files, *files) == []
    assert len(differences(files, writer=WRITER)) == 3, "this program would have written them otherwise"


def test_an_earlier_annex_may_lack_what_later_ones_state(annex: dict[str, Any]) -> None:
    earlier = {name: value for name, value in annex.items() if name not in ("unmarked", "cases")}
    assert differences(written(earlier)) == []


def test_a_figure_that_does_not_follow_is_named_by_its_place(annex: dict[str, Any]) -> None:
    whole = annex["whole"]
    changed = annex | {"whole": whole | {"n": whole["n"] + 1}, "heads": annex["heads"][1:], "more": [1]}
    found = differences(written(changed))
    assert f"annex: whole.n: stored {whole['n'] + 1}, derived {whole['n']}" in found
    assert [one.split(": ")[1] for one in found] == ["whole.n", "heads", "more"]


def test_a_copy_that_is_not_what_was_signed_is_a_difference(annex: dict[str, Any]) -> None:
    found = differences(written(annex), File("pdf", b"forged"), File("odt", b""))
    assert [one.split(": ")[1] for one in found] == [".pdf", ".odt"]


def test_files_that_changed_after_they_were_signed_are_found(annex: dict[str, Any]) -> None:
    files = written(annex)
    record = signed_before(files)
    swapped = tuple(File("json", b"\xff") if one.kind == "json" else one for one in files)
    found = check_files(record, FACTS, swapped, (public_bytes(KEY),), (), None)
    assert [one.what for one in found] == ["signature", "file"]
    other = msgspec.structs.replace(record, signature=None)
    assert [one.what for one in check_files(other, FACTS, files, (), (), None)] == []
