"""Figures after corrections are those of the ledgers: whatever comes late, again, or in another order."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.central.attribution.office import Proposal
from sync.central.attribution.refusal import AttributionRefused
from sync.central.attribution.states import Who
from sync.central.database.engine import reading, writing
from sync.central.database.tables import server
from sync.central.figures.attribution import corrections_at
from sync.central.figures.rederive import bring_up
from sync.central.keys.acting_person import mark_of
from sync.central.keys.published import known_keys
from sync.central.retention.times import coarsen
from sync.contract.attribution import CORRECTED
from tests.central.attribution.shift import (
    HOA,
    MAI,
    MINH,
    MINUTE_MS,
    a_shift,
    approved,
    by_official,
    corrected,
    naively,
    office,
    own_lines,
    proposed,
    rows_of_offers,
    with_colleague,
)
from tests.central.desk import Desk
from tests.central.world import COLLEAGUE, COUNTER, DAY_MS, OFFICIAL, OTHER_UNIT, UNIT, World

HOUR_MS = 60 * MINUTE_MS


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; one story of all this is told on each engine in test_correcting_engines.py."""
    return sqlite_url


@pytest.fixture
def shift(world: World, desk: Desk) -> list[int]:
    """Five ratings of an official, a minute apart, delivered; hours have gone by since."""
    with_colleague(world)
    moments = a_shift(world, desk, [5, 4, 3, 2, 1])
    desk.deliver()
    world.clock.now_ms += 2 * HOUR_MS
    return moments


def test_ratings_of_a_stretch_of_time_count_for_the_other_and_no_line_changes(
    world: World, desk: Desk, shift: list[int]
) -> None:
    before = world.query("SELECT seq, raw, hash FROM lines ORDER BY ledger_no, seq")[: len(desk.lines)]
    corrected(world, Proposal(desk.kiosk, shift[1], shift[3], OFFICIAL, COLLEAGUE))
    assert by_official(world) == {OFFICIAL: [5, 2, 1], COLLEAGUE: [4, 3]}
    months = world.query("SELECT official, score, n FROM official_months ORDER BY score")
    assert months == [
        (OFFICIAL, 1, 1), (OFFICIAL, 2, 1), (COLLEAGUE, 3, 1), (COLLEAGUE, 4, 1), (OFFICIAL, 5, 1)
    ]  # fmt: skip
    assert world.query("SELECT sum(n) FROM unit_days") == [(5,)]
    assert world.verify().differences == []
    assert set(before) <= set(world.query("SELECT seq, raw, hash FROM lines"))
    [line] = own_lines(world, CORRECTED)
    assert (line["since"], line["until"], line["named"], line["official"]) == (
        shift[1], shift[3], OFFICIAL, COLLEAGUE
    )  # fmt: skip
    assert (line["proposed_by"], line["approved_by"]) == (
        mark_of(world.identity, MINH.name),
        mark_of(world.identity, MAI.name),
    )
    assert "nhầm" not in str(own_lines(world, CORRECTED))
    assert len(world.query("SELECT DISTINCT rating FROM feed_touched")) == 5


def test_what_comes_late_from_that_time_follows_too(world: World, desk: Desk, shift: list[int]) -> None:
    corrected(world, Proposal(desk.kiosk, shift[0], shift[0] + HOUR_MS, OFFICIAL, None))
    assert by_official(world) == {None: [5, 4, 3, 2, 1]}
    held = len(desk.lines)
    world.clock.now_ms -= 2 * HOUR_MS
    a_shift(world, desk, [2])
    world.clock.now_ms += 2 * HOUR_MS
    desk.deliver(held + 1)
    assert by_official(world) == {None: [5, 4, 3, 2, 1, 2]}
    assert world.verify().differences == []


def test_a_rating_follows_once_its_date_is_known(world: World, desk: Desk) -> None:
    with_colleague(world)
    desk.open()
    desk.rate(4)
    desk.append("call.made", {"counter": COUNTER, "official": OFFICIAL, "via": "call"})
    desk.deliver()
    now_ms = world.clock.now_ms
    world.clock.now_ms += HOUR_MS
    corrected(world, Proposal(desk.kiosk, now_ms - HOUR_MS, now_ms + HOUR_MS, OFFICIAL, COLLEAGUE))
    assert by_official(world) == {OFFICIAL: [4]}
    world.clock.now_ms -= HOUR_MS
    desk.anchor()
    desk.deliver(4)
    assert by_official(world) == {COLLEAGUE: [4]}
    assert rows_of_offers(world) == [(OFFICIAL, COLLEAGUE)]
    assert world.verify().differences == []


def test_of_two_that_overlap_the_later_holds_and_one_can_be_corrected_back(
    world: World, desk: Desk, shift: list[int]
) -> None:
    every = (desk.kiosk, shift[0], shift[4] + 1, OFFICIAL)
    corrected(world, Proposal(*every, COLLEAGUE))
    corrected(world, Proposal(desk.kiosk, shift[1], shift[2], OFFICIAL, None))
    assert by_official(world) == {COLLEAGUE: [5, 3, 2, 1], None: [4]}
    corrected(world, Proposal(*every, OFFICIAL))
    assert by_official(world) == {OFFICIAL: [5, 4, 3, 2, 1]}
    assert world.query("SELECT DISTINCT official FROM official_months") == [(OFFICIAL,)]
    assert world.verify().differences == []


def test_figures_are_the_same_read_again_and_after_the_table_was_lost(
    world: World, desk: Desk, shift: list[int]
) -> None:
    corrected(world, Proposal(desk.kiosk, shift[0], shift[2], OFFICIAL, COLLEAGUE))
    found = by_official(world)
    world.execute("DELETE FROM corrections")
    assert {one.what for one in world.verify().differences} == {"correction", "rating official"} | {
        "count in official_months"
    }
    with writing(world.engine) as connection:
        connection.execute(server.update().values(figures=0))
        bring_up(connection, world.identity.server_id, known_keys(connection, world.identity))
    assert by_official(world) == found
    assert world.verify().differences == []


def test_where_times_were_let_go_the_lines_still_tell_them(
    world: World, desk: Desk, shift: list[int]
) -> None:
    world.execute(
        "INSERT INTO retention (policy, days, set_by, set_ms, until_ms) "
        f"VALUES ('times', 2, 'Mai', 0, {world.clock.now_ms + DAY_MS})"
    )
    with writing(world.engine) as connection:
        while coarsen(connection, world.clock.now_ms + DAY_MS):
            pass
    corrected(world, Proposal(desk.kiosk, shift[1], shift[3], OFFICIAL, COLLEAGUE))
    assert by_official(world) == {OFFICIAL: [5, 2, 1], COLLEAGUE: [4, 3]}
    with writing(world.engine) as connection:
        while coarsen(connection, world.clock.now_ms + DAY_MS):
            pass
    assert by_official(world) == {OFFICIAL: [5, 2, 1], COLLEAGUE: [4, 3]}
    assert world.verify().differences == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"official": str(uuid.uuid4())}, "refused_serving"),
        ({"named": str(uuid.uuid4())}, "refused_named"),
        ({"official": OFFICIAL}, "refused_same_official"),
        ({"kiosk": str(uuid.uuid4())}, "refused_kiosk"),
        ({"until_ms": 9_000_000_000_000}, "refused_span"),
        ({"since_ms": 0}, "refused_span"),
    ],
)
def test_a_correction_that_cannot_be_is_not_proposed(
    world: World, desk: Desk, shift: list[int], change: dict[str, Any], word: str
) -> None:
    good = Proposal(desk.kiosk, shift[0], shift[2], OFFICIAL, COLLEAGUE)
    with pytest.raises(AttributionRefused) as refused:
        proposed(world, good._replace(**change))
    assert refused.value.word == word


def test_who_came_to_the_unit_later_cannot_have_been_there(
    world: World, desk: Desk, shift: list[int]
) -> None:
    tomorrow = f"UPDATE moves SET since = '2026-11-24' WHERE official = '{COLLEAGUE}'"
    given = Proposal(desk.kiosk, shift[0], shift[2], OFFICIAL, COLLEAGUE)
    name = proposed(world, given)
    world.execute(tomorrow)
    with pytest.raises(AttributionRefused) as refused:
        approved(world, name)
    assert refused.value.word == "refused_serving"
    assert own_lines(world, CORRECTED) == []


def test_nobody_decides_on_their_own_proposal_or_on_what_concerns_them(
    world: World, desk: Desk, shift: list[int]
) -> None:
    given = Proposal(desk.kiosk, shift[0], shift[2], OFFICIAL, COLLEAGUE)
    also_colleague = Who("mai", "Lê Thị Mai", frozenset({COLLEAGUE}))
    with pytest.raises(AttributionRefused):
        proposed(world, given, also_colleague)
    name = proposed(world, given)
    for who, word in (
        (MINH, "refused_same"),
        (also_colleague, "refused_concerned"),
        (HOA, "refused_concerned"),
    ):
        with pytest.raises(AttributionRefused) as refused:
            approved(world, name, who)
        assert refused.value.word == word
    with reading(world.engine) as connection:
        assert corrections_at(connection, world.identity.server_id, desk.kiosk) == ()
    approved(world, name)
    with pytest.raises(AttributionRefused):
        approved(world, name)


def test_an_official_contests_and_hears_the_answer(world: World, desk: Desk, shift: list[int]) -> None:
    with writing(world.engine) as connection:
        name = office(connection, world, HOA).contest(
            OFFICIAL, UNIT, shift[0], shift[2], "Anh Bình trực thay"
        )
    given = Proposal(desk.kiosk, shift[0], shift[1], OFFICIAL, COLLEAGUE)
    assert proposed(world, given, contested=name) == name
    with writing(world.engine) as connection:
        office(connection, world, MINH).withdraw(name)
    found = world.query("SELECT state, since_ms, until_ms, kiosk FROM attributions")
    assert found == [("contested", shift[0], shift[2], None)]
    with writing(world.engine) as connection:
        office(connection, world, MINH).refuse(name, "Lịch trực ghi là chị Hoa")
    assert world.query("SELECT state FROM attributions") == [("refused",)]
    assert by_official(world) == {OFFICIAL: [5, 4, 3, 2, 1]}
    said = world.query("SELECT kind, official, text FROM statements ORDER BY said_ms, kind")
    assert ("answer", None, "Lịch trực ghi là chị Hoa") in said
    assert ("contest", OFFICIAL, "Anh Bình trực thay") in said


def test_nobody_contests_for_another_or_in_a_unit_of_others(world: World, shift: list[int]) -> None:
    for official, unit in ((COLLEAGUE, OTHER_UNIT), (OFFICIAL, OTHER_UNIT)):
        with pytest.raises(AttributionRefused), writing(world.engine) as connection:
            office(connection, world, HOA).contest(official, unit, shift[0], shift[2], "không phải tôi")


WHOM = st.sampled_from([OFFICIAL, COLLEAGUE, None])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rate"), st.integers(1, 5), WHOM),
        st.tuples(st.just("correct"), st.integers(0, 8), st.integers(1, 9), WHOM, WHOM),
        st.tuples(st.just("deliver")),
        st.tuples(st.just("reboot")),
        st.tuples(st.just("anchor")),
    ),
    max_size=14,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_of_corrections_gives_what_the_lines_say(
    world: World, steps: list[tuple[Any, ...]]
) -> None:
    with_colleague(world)
    desk, begun, delivered = Desk(world), world.clock.now_ms, 0
    desk.open()
    for step in (*steps, ("deliver",)):
        match step:
            case ("rate", score, whom):
                desk.rate(score, whom)
                desk.up += 6 * MINUTE_MS
                world.clock.now_ms += 6 * MINUTE_MS
            case ("correct", first, length, named, official):
                since_ms = begun + first * 6 * MINUTE_MS
                until_ms = min(since_ms + length * 6 * MINUTE_MS, world.clock.now_ms)
                try:
                    corrected(world, Proposal(desk.kiosk, since_ms, until_ms, named, official))
                except AttributionRefused as refused:
                    assert refused.word in ("refused_same_official", "refused_span")  # noqa: PT017 (either may come)
            case ("reboot",):
                desk.reboot()
            case ("anchor",):
                desk.anchor()
            case _ if delivered < len(desk.lines):
                desk.deliver(delivered + 1)
                delivered = len(desk.lines)
    mine = f"WHERE ledger_no = (SELECT ledger_no FROM ledgers WHERE ledger = '{desk.ledger}')"
    stored = world.query(f"SELECT official, score FROM ratings {mine} ORDER BY seq")
    expected = naively(world, desk)
    assert sorted(map(str, stored)) == sorted(str(one) for one in expected.elements())
    assert world.verify().differences == []
