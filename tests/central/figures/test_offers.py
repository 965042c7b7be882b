import uuid
from typing import Any

import pytest

from tests.central.desk import Desk
from tests.central.world import COUNTER, OFFICIAL, OTHER_COUNTER, OTHER_UNIT, UNIT, World

COUNTS = "SELECT day, what, n FROM unit_offers ORDER BY day, what"
ATTENTION = "SELECT seq, reason FROM needs_attention ORDER BY seq, reason"


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.open()
    return desk


def call(desk: Desk, **other: Any) -> int:
    return desk.append("call.made", {"counter": COUNTER, "via": "call"} | other)


def invite(desk: Desk, **other: Any) -> int:
    body = {"invitation": str(uuid.uuid4()), "unit": UNIT, "official": None, "counter": COUNTER}
    return desk.append("invitation.made", body | other)


def test_calls_ratings_after_them_and_lapsed_ones_are_counted_apart(opened: Desk, world: World) -> None:
    opened.anchor()
    for rated in (True, True, False):
        made = call(opened, official=OFFICIAL)
        if rated:
            opened.rate(4, via="call")
        else:
            opened.append("call.lapsed", {"of": made})
    opened.rate(5)
    opened.deliver()
    day = "2026-11-23"
    assert world.query(COUNTS) == [(day, "called", 3), (day, "lapsed", 1), (day, "rated", 2)]
    assert world.query(ATTENTION) == []
    assert world.verify().differences == []


def test_an_invitation_is_counted_as_one_and_is_no_rating(opened: Desk, world: World) -> None:
    invite(opened)
    invite(opened, official=OFFICIAL)
    opened.deliver()
    assert world.query(COUNTS) == [("", "invited", 2)]
    assert world.query("SELECT count(*) FROM ratings") == [(0,)]
    assert world.verify().differences == []


def test_a_call_may_lapse_and_be_dated_in_later_deliveries(opened: Desk, world: World) -> None:
    made = call(opened)
    opened.deliver()
    assert world.query(COUNTS) == [("", "called", 1)]
    opened.append("call.lapsed", {"of": made})
    opened.deliver(3)
    assert world.query(COUNTS) == [("", "called", 1), ("", "lapsed", 1)]
    opened.anchor()
    opened.deliver(4)
    assert world.query(COUNTS) == [("2026-11-23", "called", 1), ("2026-11-23", "lapsed", 1)]
    assert world.verify().differences == []


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("call.made", {"counter": OTHER_COUNTER}, "unknown_counter"),
        ("call.made", {"counter": COUNTER, "official": OTHER_UNIT}, "unknown_official"),
        ("call.made", {"counter": None}, "bad_body"),
        ("call.made", {"counter": COUNTER, "via": "fax"}, "bad_body"),
        ("invitation.made", {"invitation": UNIT, "unit": OTHER_UNIT}, "unknown_unit"),
        ("invitation.made", {"invitation": "x", "unit": UNIT}, "bad_body"),
        ("call.lapsed", {"of": 1}, "bad_reference"),
        ("call.lapsed", {"of": 99}, "bad_reference"),
        ("call.lapsed", {}, "bad_body"),
    ],
)
def test_an_offer_that_needs_attention_is_kept_and_not_counted(
    opened: Desk, world: World, kind: str, body: dict[str, Any], reason: str
) -> None:
    opened.append(kind, body)
    assert opened.deliver().held == 2
    assert world.query(ATTENTION) == [(2, reason)]
    assert world.query(COUNTS) == []
    assert world.verify().differences == []


def test_nothing_is_told_twice(opened: Desk, world: World) -> None:
    invitation = str(uuid.uuid4())
    invite(opened, invitation=invitation)
    made = call(opened)
    opened.append("call.lapsed", {"of": made})
    opened.deliver()
    invite(opened, invitation=invitation)
    opened.append("call.lapsed", {"of": made})
    opened.append("call.lapsed", {"of": 2})
    opened.deliver(5)
    assert world.query(ATTENTION) == [(5, "repeated"), (6, "repeated"), (7, "bad_reference")]
    assert world.query(COUNTS) == [("", "called", 1), ("", "invited", 1), ("", "lapsed", 1)]
    assert world.verify().differences == []


@pytest.mark.parametrize("end", ["practice.ended", "kiosk.started", "later", "reboot"])
def test_offers_made_in_practice_do_not_count(opened: Desk, world: World, end: str) -> None:
    opened.append("practice.began", {})
    call(opened)
    opened.deliver()
    invite(opened)
    opened.deliver(4)
    assert world.query(COUNTS) == []
    if end == "later":
        opened.up += 12 * 60_000
    elif end == "reboot":
        opened.reboot()
    else:
        opened.append(end, {})
    call(opened)
    opened.deliver(5)
    assert world.query(COUNTS) == [("", "called", 1)]
    assert world.query("SELECT status FROM offers ORDER BY seq") == [
        ("practice",),
        ("practice",),
        ("counted",),
    ]
    assert world.verify().differences == []
