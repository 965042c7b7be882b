import uuid
from typing import Any

import pytest

from tests.central.desk import Desk
from tests.central.world import (
    COLLEAGUE,
    COUNTER,
    OTHER_COUNTER,
    OTHER_UNIT,
    UNIT,
    World,
    named,
    small_province,
)

COUNTS = "SELECT score, n FROM unit_days ORDER BY score"
ATTENTION = "SELECT seq, reason FROM needs_attention ORDER BY seq, reason"


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.open()
    return desk


def test_a_corrected_rating_counts_as_it_stands(opened: Desk, world: World) -> None:
    opened.rate(1)
    opened.deliver()
    opened.append("rating.changed", {"of": 2, "score": 4})
    opened.append("rating.changed", {"of": 2, "score": 5})
    opened.deliver(3)
    assert world.query(COUNTS) == [(5, 1)]
    assert world.verify().differences == []


def test_a_withdrawn_rating_no_longer_counts(opened: Desk, world: World) -> None:
    opened.rate(1)
    opened.rate(3)
    opened.append("rating.withdrawn", {"of": 2})
    opened.deliver()
    assert world.query(COUNTS) == [(3, 1)]
    assert world.query("SELECT status FROM ratings ORDER BY seq") == [("withdrawn",), ("counted",)]


def test_practice_never_counts(opened: Desk, world: World) -> None:
    opened.rate(5, practice=True)
    opened.rate(1)
    opened.deliver()
    assert world.query(COUNTS) == [(1, 1)]
    assert world.query("SELECT status FROM ratings ORDER BY seq") == [("practice",), ("counted",)]
    assert world.verify().differences == []


def test_a_rating_of_the_whole_desk_counts_for_the_unit_only(opened: Desk, world: World) -> None:
    opened.rate(4, official=None, counter=COUNTER)
    opened.deliver()
    assert world.query(COUNTS) == [(4, 1)]
    assert world.query("SELECT count(*) FROM official_months") == [(0,)]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"score": 9}, "bad_body"),
        ({"score": True}, "bad_body"),
        ({"rating": "no uuid"}, "bad_body"),
        ({"via": "fax"}, "bad_body"),
        ({"official": COLLEAGUE}, "unknown_official"),
        ({"counter": OTHER_COUNTER}, "unknown_counter"),
        ({"unit": OTHER_UNIT}, "unknown_unit"),
    ],
)
def test_a_line_that_needs_attention_is_kept_and_holds_nothing_up(
    opened: Desk, world: World, other: dict[str, Any], reason: str
) -> None:
    opened.rate(**({"score": 3} | other))
    opened.rate(5)
    assert opened.deliver().held == 3
    assert world.query(ATTENTION) == [(2, reason)]
    assert world.query("SELECT unit, score, n FROM unit_days") == [(UNIT, 5, 1)]
    assert world.verify().differences == []


def test_lines_nobody_can_read_are_kept_and_hold_nothing_up(opened: Desk, world: World) -> None:
    opened.append_raw(b"\xff\xfe not text")
    opened.append_raw(b"")
    opened.append_raw(b'{"seq":4,"kind":"x","at":0,"boot":"' + b"{" * 5_000)
    opened.append_raw(b"[" * 200 + b"]" * 200)
    opened.append_raw(opened.lines[0])
    opened.append("a.kind.of.tomorrow", {"n": 1})
    opened.append("rating.changed", {"of": 1, "score": 5})
    opened.append("rating.changed", {"of": 99, "score": 5})
    opened.append("rating.withdrawn", {"of": 10})
    opened.append("rating.changed", {"of": "2"})
    opened.rate(5)
    assert opened.deliver().held == 12
    unreadable = [(seq, "unreadable") for seq in (2, 3, 4, 5)]
    references = [(8, "bad_reference"), (9, "bad_reference"), (10, "bad_reference"), (11, "bad_body")]
    assert world.query(ATTENTION) == [*unreadable, (6, "other_seq"), *references]
    assert world.query(COUNTS) == [(5, 1)]
    assert world.verify().differences == []


def test_a_rating_told_twice_in_one_ledger_counts_once(opened: Desk, world: World) -> None:
    rating = str(uuid.uuid4())
    opened.rate(5, rating=rating)
    opened.deliver()
    opened.rate(5, rating=rating)
    opened.deliver(3)
    opened.rate(5, rating=rating)
    opened.deliver(4)
    assert world.query(COUNTS) == [(5, 1)]
    assert world.query("SELECT seq, reason, detail FROM needs_attention ORDER BY seq") == [
        (3, "repeated", "as line 2"),
        (4, "repeated", "as line 2"),
    ]
    assert world.verify().differences == []


def test_a_rating_of_somebody_unknown_counts_once_the_province_names_them(opened: Desk, world: World) -> None:
    opened.rate(4, official=COLLEAGUE)
    opened.rate(2)
    opened.deliver()
    assert world.query(COUNTS) == [(2, 1)]
    province = small_province()
    province["officials"].append(
        {"official": COLLEAGUE, "unit": UNIT, "name": "Trần Văn Bình", "title": named("Chuyên viên")}
    )
    world.load(province)
    assert world.query(COUNTS) == [(2, 1), (4, 1)]
    assert world.query(ATTENTION) == []
    assert world.verify().differences == []


def test_whoever_left_the_province_is_still_counted(opened: Desk, world: World) -> None:
    province = small_province()
    province["officials"] = []
    world.load(province)
    opened.rate(4)
    opened.deliver()
    assert world.query(COUNTS) == [(4, 1)]
    assert world.verify().differences == []
