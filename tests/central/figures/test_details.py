import uuid
from typing import Any

import pytest

from sync.contract.questionnaire import LEVELS
from tests.central.desk import Desk
from tests.central.world import QUESTIONS, World, asked, named, small_province

ANSWERS = "SELECT seq, question, choice FROM answers ORDER BY seq, question, choice"
COUNTS = "SELECT question, choice, n FROM unit_answers ORDER BY question, choice"
ATTENTION = "SELECT seq, reason, detail FROM needs_attention ORDER BY seq"


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.open()
    return desk


def detail(desk: Desk, of: int, answers: dict[str, str] | None = None, *reasons: str, **other: Any) -> int:
    return desk.append("rating.detailed", {"of": of, "answers": answers or {}, "reasons": reasons} | other)


def load_version_2(world: World) -> None:
    """The next version has four levels and asks something else."""
    province = small_province()
    (questionnaire,) = province["questionnaires"]
    score, *_ = questionnaire["questions"]
    score["choices"] = [choice for choice in score["choices"] if choice["score"] in LEVELS[1]]
    questionnaire |= {"version": 2, "questions": [score, asked("quick", "choice", "yes", "no")]}
    world.load(province)


def test_answers_and_reasons_are_counted_by_question_with_how_many_answered_it(
    opened: Desk, world: World
) -> None:
    for answers, reasons in (
        ({"polite": "yes"}, ["waiting", "attitude"]),
        ({"polite": "no"}, ["waiting"]),
        ({"polite": "yes"}, []),
        ({}, ["attitude"]),
    ):
        detail(opened, opened.rate(4), answers, *reasons)
    opened.rate(5)
    opened.deliver()
    assert world.query(COUNTS) == [
        ("improve", "*", 3),
        ("improve", "attitude", 2),
        ("improve", "waiting", 2),
        ("polite", "*", 3),
        ("polite", "no", 1),
        ("polite", "yes", 2),
    ]
    assert world.query("SELECT DISTINCT questionnaire FROM unit_answers") == [(f"{QUESTIONS}/1",)]
    assert world.query(ATTENTION) == []
    assert world.verify().differences == []


def test_answers_may_come_in_a_later_delivery_and_a_rating_may_change_after_them(
    opened: Desk, world: World
) -> None:
    opened.rate(4)
    opened.deliver()
    detail(opened, 2, {"polite": "yes"})
    opened.deliver(3)
    opened.append("rating.changed", {"of": 2, "score": 1})
    opened.deliver(4)
    assert world.query(COUNTS) == [("polite", "*", 1), ("polite", "yes", 1)]
    assert world.query("SELECT score, detail FROM ratings") == [(1, 3)]
    assert world.verify().differences == []


@pytest.mark.parametrize("other", [{"practice": True}, {"score": 5, "via": "call"}])
def test_answers_count_where_their_rating_counts(opened: Desk, world: World, other: dict[str, Any]) -> None:
    detail(opened, opened.rate(**({"score": 4} | other)), {"polite": "yes"})
    opened.deliver()
    counted = 0 if "practice" in other else 1
    assert world.query("SELECT count(*) FROM unit_answers WHERE choice = '*'") == [(counted,)]
    opened.append("rating.withdrawn", {"of": 2})
    opened.deliver(4)
    assert world.query(COUNTS) == []
    assert world.query(ANSWERS) == [(2, "polite", "yes")]
    assert world.verify().differences == []


@pytest.mark.parametrize(
    ("answers", "reasons", "told"),
    [
        ({"polite": "yes", "haste": "no"}, [], "haste: no question whose answer stands in a line"),
        ({"polite": "perhaps"}, ["waiting"], "polite: perhaps is none of its choices"),
        ({"harassed": "yes"}, [], "harassed: no question whose answer stands in a line"),
        ({"satisfied": "s5"}, [], "satisfied: no question whose answer stands in a line"),
        ({"improve": "waiting"}, [], "improve: no question whose answer stands in a line"),
        ({}, ["waiting", "weather"], "reasons: weather is none of them"),
        ({}, ["waiting", "waiting"], "reasons: one stands there twice"),
    ],
)
def test_answers_that_were_not_offered_need_attention_and_none_of_the_line_counts(
    opened: Desk, world: World, answers: dict[str, str], reasons: list[str], told: str
) -> None:
    opened.rate(4)
    detail(opened, 2, answers, *reasons)
    opened.rate(5)
    assert opened.deliver().held == 4
    assert world.query(ATTENTION) == [(3, "unknown_answer", told)]
    assert world.query(ANSWERS) == []
    assert world.query("SELECT score, n FROM unit_days ORDER BY score") == [(4, 1), (5, 1)]
    assert world.verify().differences == []


def test_a_rating_has_one_detail_and_it_must_be_of_this_ledger(opened: Desk, world: World) -> None:
    opened.rate(4)
    detail(opened, 2, {"polite": "yes"})
    opened.deliver()
    detail(opened, 2, {"polite": "no"})
    detail(opened, 1)
    detail(opened, 99)
    detail(opened, 0)
    opened.append("rating.detailed", {"of": 2, "answers": {"Not a name": "x"}})
    opened.deliver(4)
    assert [row[:2] for row in world.query(ATTENTION)] == [
        (4, "repeated"),
        (5, "bad_reference"),
        (6, "bad_reference"),
        (7, "bad_body"),
        (8, "bad_body"),
    ]
    assert world.query(ANSWERS) == [(2, "polite", "yes")]
    assert world.verify().differences == []


def test_ratings_are_judged_by_the_version_they_name(opened: Desk, world: World) -> None:
    load_version_2(world)
    second: dict[str, Any] = {"questionnaire": {"id": QUESTIONS, "version": 2}}
    detail(opened, opened.rate(3), {"polite": "yes"})
    detail(opened, opened.rate(4, **second), {"quick": "yes"})
    opened.rate(3, **second)
    detail(opened, opened.rate(5, **second), {"polite": "yes"})
    opened.append("rating.changed", {"of": 4, "score": 3})
    opened.deliver()
    assert [row[:2] for row in world.query(ATTENTION)] == [
        (6, "unknown_score"),
        (8, "unknown_answer"),
        (9, "unknown_score"),
    ]
    assert world.query(ANSWERS) == [(2, "polite", "yes"), (4, "quick", "yes")]
    assert world.query("SELECT score, n FROM unit_days ORDER BY score") == [(3, 1), (4, 1), (5, 1)]
    assert world.verify().differences == []


def test_a_version_nobody_published_waits_until_somebody_does(opened: Desk, world: World) -> None:
    given = opened.rate(4, questionnaire={"id": QUESTIONS, "version": 2})
    detail(opened, given, {"quick": "no"})
    opened.deliver()
    assert world.query(ATTENTION) == [
        (seq, "unknown_questionnaire", f"{QUESTIONS}/2") for seq in (given, given + 1)
    ]
    assert world.query("SELECT count(*) FROM unit_days") == [(0,)]
    load_version_2(world)
    assert world.query(ATTENTION) == []
    assert world.query(COUNTS) == [("quick", "*", 1), ("quick", "no", 1)]
    assert world.query("SELECT score, n FROM unit_days") == [(4, 1)]
    assert world.verify().differences == []


def test_an_official_who_becomes_known_brings_the_answers_with_them(opened: Desk, world: World) -> None:
    stranger = str(uuid.uuid4())
    detail(opened, opened.rate(4, official=stranger), {"polite": "yes"})
    opened.append("call.made", {"counter": stranger, "via": "call"})
    opened.deliver()
    assert world.query(COUNTS) == []
    province = small_province()
    official = {"official": stranger, "unit": province["units"][0]["unit"], "name": "Trần Văn Bình"}
    province["officials"].append(official | {"title": named("Chuyên viên")})
    world.load(province)
    assert world.query(COUNTS) == [("polite", "*", 1), ("polite", "yes", 1)]
    assert [row[:2] for row in world.query(ATTENTION)] == [(4, "unknown_counter")]
    assert world.verify().differences == []
