"""Somebody who cannot touch rates with one switch or two, on the real kiosk."""

from pathlib import Path

import pytest

from tests.journeys.office import Office
from tests.journeys.programs import ledger_lines


@pytest.mark.parametrize(("setting", "switches"), [("two", 2), ("one", 1)])
def test_a_whole_visit_by_switches_alone(office: Office, tmp_path: Path, setting: str, switches: int) -> None:
    out = ["--out", str(tmp_path / "supervisors.pem"), "--stdin"]
    assert office.central("keys", "supervisors", *out, typed="only for this test\n").code == 0
    with office.serving():
        office.enrol()
    with office.config.open("a", encoding="utf-8") as config:
        config.write(f'switch = "{setting}"\ndwell_ms = 500\n')
    with office.citizen() as someone:
        for page, name in (
            ("attract", "wholeDesk"),
            ("score", "score-2"),
            ("criteria", "answer-clear-no"),
            ("criteria", "goOn"),
            ("reasons", "choice-waiting"),
            ("reasons", "goOn"),
            ("comment", "key-a"),
            ("comment", "send"),
            ("thanks", "finish"),
        ):
            someone.see(page)
            someone.select(name, switches)
        someone.see("attract")
        assert someone.leave() == 0
    assert office.scores() == [2]
    (detailed,) = (line["body"] for line in ledger_lines(office.data) if line["kind"] == "rating.detailed")
    assert (detailed["answers"], detailed["reasons"]) == ({"clear": "no"}, ["waiting"])
    assert list(detailed["attached"]) == ["comment"]
