"""Somebody who cannot touch rates with two switches, or with one, on the real kiosk."""

from pathlib import Path

import pytest

from tests.journeys.office import Office
from tests.journeys.programs import ledger_lines

WAY = (
    ("attract", "wholeDesk"),
    ("score", "score-2"),
    ("criteria", "answer-clear-no"),
    ("criteria", "goOn"),
    ("reasons", "choice-waiting"),
    ("reasons", "goOn"),
    ("comment", "key-a"),
    ("comment", "send"),
    ("thanks", "finish"),
)


@pytest.mark.parametrize("switch", ["two", "one"])
def test_a_whole_visit_by_switches_alone(office: Office, tmp_path: Path, switch: str) -> None:
    out = ["--out", str(tmp_path / "supervisors.pem"), "--stdin"]
    assert office.central("keys", "supervisors", *out, typed="only for this test\n").code == 0
    with office.serving():
        office.enrol()
    with office.citizen(HAILONG_SWITCH=switch, HAILONG_DWELL_MS="500") as someone:
        press = someone.select if switch == "two" else someone.answer
        for page, name in WAY:
            someone.see(page)
            press(name)
        someone.see("attract")
        assert someone.leave() == 0
    assert office.scores() == [2]
    (detailed,) = (line["body"] for line in ledger_lines(office.data) if line["kind"] == "rating.detailed")
    assert (detailed["answers"], detailed["reasons"]) == ({"clear": "no"}, ["waiting"])
    assert list(detailed["attached"]) == ["comment"]
