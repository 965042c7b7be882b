"""Other questions reach a kiosk at work between two visits, without a restart; broken ones do not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.office import PROVINCE, UNIT, Office, come_to_faces
from tests.journeys.programs import Citizen, ledger_lines
from tests.journeys.test_staff import PIN, admitted
from tests.kiosk.app.staff import LIGHT, STAFF

Publish = Callable[[list[dict[str, Any]]], int]


def asked(question: str, *choices: str, **when: list[str]) -> dict[str, Any]:
    """A question, asked only `when` earlier ones were answered so."""
    told = [{"choice": choice, "text": {"vi": choice}} for choice in choices]
    return {"question": question, "kind": "choice", "text": {"vi": question}, "choices": told, "when": when}


BRANCHING = [
    asked("on_time", "early", "due", "late"),
    asked("sorry", "yes", "no", on_time=["late"]),
    asked("polite", "yes", "no"),
]
BROKEN = [asked("sorry", "yes", "no", on_time=["late"]), asked("on_time", "early", "due", "late")]


@pytest.fixture
def publish(office: Office, tmp_path: Path) -> Publish:
    """Load the province with three faces and other questions; the command's exit code."""
    folder = tmp_path / "province"
    shutil.copytree(PROVINCE, folder)

    def load(questions: list[dict[str, Any]]) -> int:
        province = json.loads((PROVINCE / "province.json").read_text(encoding="utf-8"))
        province["staff"] = [{"staff": STAFF, "unit": UNIT, "name": "Kỹ thuật", "pin": LIGHT.hash(PIN)}]
        if questions:
            (questionnaire,) = province["questionnaires"]
            score = questionnaire["questions"][0]
            score["choices"] = [choice for choice in score["choices"] if choice["score"] in {2, 4, 5}]
            questionnaire |= {"version": questionnaire["version"] + 1, "questions": [score, *questions]}
        (folder / "province.json").write_text(json.dumps(province), encoding="utf-8")
        return office.central("directory", "load", str(folder)).code

    return load


def fetch(someone: Citizen, said: str) -> None:
    """Staff let the kiosk deliver now, and a directory comes along."""
    admitted(someone)
    someone.touch("deliver")
    someone.read(said)
    someone.touch("back")


def test_other_questions_come_between_two_visits_and_broken_ones_never(
    office: Office, publish: Publish
) -> None:
    assert publish([]) == 0
    with office.serving():
        office.enrol()
        with office.citizen() as someone:
            come_to_faces(someone)
            assert publish(BRANCHING) == 0
            someone.touch("score-3")
            someone.see("criteria")
            someone.touch("skip")
            someone.see("reasons")
            someone.touch("skip")
            someone.touch("finish")
            fetch(someone, "còn chờ 1 dòng")
            come_to_faces(someone)
            someone.touch("score-2")
            someone.touch("choice-late")
            someone.touch("goOn")
            someone.read("sorry")
            someone.touch("choice-yes")
            someone.touch("back")
            someone.touch("choice-early")
            someone.touch("goOn")
            someone.read("polite")
            someone.touch("choice-no")
            assert publish(BROKEN) != 0
            someone.touch("goOn")
            someone.see("thanks")
            someone.touch("finish")
            fetch(someone, "Trung tâm giữ đủ")
            come_to_faces(someone)
            someone.touch("score-5")
            someone.read("on_time")
            assert someone.leave() == 0
    ratings = [line["body"] for line in ledger_lines(office.data) if line["kind"] == "rating.given"]
    versions = [one["questionnaire"]["version"] for one in ratings]
    assert ([one["score"] for one in ratings], versions) == ([3, 2, 5], [3, 4, 4])
    applied = [
        line["body"]["version"] for line in ledger_lines(office.data) if line["kind"] == "directory.applied"
    ]
    assert applied == [1, 2]
    (detailed,) = (line["body"] for line in ledger_lines(office.data) if line["kind"] == "rating.detailed")
    assert detailed["answers"] == {"on_time": "early", "polite": "no"}
    assert office.counted() == (2, [])
