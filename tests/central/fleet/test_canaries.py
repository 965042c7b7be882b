import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.central.database.engine import writing
from sync.central.figures.rederive import bring_up
from sync.central.figures.time import day_at
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.canaries import Canary, find_canary, give_canary, list_canaries, plan_canary
from sync.central.keys.published import known_keys
from sync.contract.token import receipt_code
from tests.central.desk import Desk
from tests.central.world import DAY_MS, World

COUNTED = "SELECT score, n FROM unit_days ORDER BY score"


@pytest.fixture
def opened(desk: Desk) -> Desk:
    desk.open()
    desk.anchor()
    return desk


def plan(world: World, desk: Desk, day: str | None = None) -> Canary:
    with writing(world.engine) as connection:
        when = day or day_at(world.clock.now_ms)
        return plan_canary(connection, world.identity, world.clock, desk.kiosk, when, "Lê Thị Mai")


def give(world: World, canary: Canary, code: str) -> Canary:
    with writing(world.engine) as connection:
        return give_canary(connection, world.identity, world.clock, canary.canary, code, "Lê Thị Mai")


def found(world: World, canary: Canary) -> Canary:
    with writing(world.engine) as connection:
        return find_canary(connection, canary.canary)


def rate_later(desk: Desk, score: int) -> str:
    """A rating a minute later; its receipt code."""
    desk.world.clock.now_ms += 60_000
    desk.up += 60_000
    desk.rate(score)
    rating: str = json.loads(desk.lines[-1])["body"]["rating"]
    return receipt_code(rating)


def own_kinds(world: World) -> list[str]:
    rows = world.query("SELECT raw FROM lines JOIN ledgers USING (ledger_no) JOIN server USING (ledger)")
    kinds = [json.loads(bytes(raw))["kind"] for (raw,) in rows]
    return [kind for kind in kinds if kind.startswith("canary.")]


def test_a_planned_rating_is_counted_until_its_code_is_brought_and_never_afterwards(
    opened: Desk, world: World
) -> None:
    planned = plan(world, opened)
    assert planned.state(world.clock.now_ms) == "planned"
    code = rate_later(opened, 1)
    opened.rate(5)
    opened.deliver()
    assert world.query(COUNTED) == [(1, 1), (5, 1)]
    proven = give(world, planned, code.lower().replace("-", " "))
    assert proven.proven_ms == world.clock.now_ms
    assert proven.state(world.clock.now_ms + 9 * DAY_MS) == "proven"
    assert world.query(COUNTED) == [(5, 1)]
    assert world.query("SELECT n FROM official_months") == [(1,)]
    assert own_kinds(world) == ["canary.planned", "canary.given", "canary.revealed"]
    assert world.verify().differences == []


def test_a_code_that_comes_before_its_line_waits_for_it(opened: Desk, world: World) -> None:
    planned = plan(world, opened)
    code = rate_later(opened, 1)
    assert give(world, planned, code).state(world.clock.now_ms) == "given"
    opened.deliver()
    assert found(world, planned).state(world.clock.now_ms) == "proven"
    assert world.query(COUNTED) == []
    assert world.verify().differences == []


def test_what_was_rated_before_the_plan_cannot_be_taken_out_by_it(opened: Desk, world: World) -> None:
    inconvenient = rate_later(opened, 1)
    opened.deliver()
    world.clock.now_ms += 60_000
    planned = plan(world, opened)
    assert give(world, planned, inconvenient).proven_ms is None
    assert world.query(COUNTED) == [(1, 1)]


@pytest.mark.parametrize("score", [2, 5])
def test_a_plan_takes_out_nothing_but_a_1(opened: Desk, world: World, score: int) -> None:
    planned = plan(world, opened)
    code = rate_later(opened, score)
    opened.deliver()
    assert give(world, planned, code).proven_ms is None
    assert world.query(COUNTED) == [(score, 1)]


def test_a_plan_takes_out_one_rating_of_its_own_kiosk_and_no_second(opened: Desk, world: World) -> None:
    other = Desk(world)
    other.open()
    other.anchor()
    planned = plan(world, opened)
    strange, first, second = rate_later(other, 1), rate_later(opened, 1), rate_later(opened, 1)
    other.deliver()
    opened.deliver()
    assert give(world, planned, strange).proven_ms is None
    assert give(world, planned, first).proven_ms is not None
    with pytest.raises(KioskRefused, match="proven already"):
        give(world, planned, second)
    assert world.query(COUNTED) == [(1, 2)]
    assert world.verify().differences == []


def test_a_proof_that_comes_after_its_day_is_late_and_still_no_citizens(opened: Desk, world: World) -> None:
    planned = plan(world, opened)
    code = rate_later(opened, 1)
    opened.deliver()
    world.clock.now_ms += DAY_MS
    assert found(world, planned).state(world.clock.now_ms) == "missing"
    assert give(world, planned, code).state(world.clock.now_ms) == "late"
    assert world.query(COUNTED) == []


def test_a_rating_of_unknown_date_proves_nothing_until_it_is_dated(desk: Desk, world: World) -> None:
    desk.open()
    planned = plan(world, desk)
    code = rate_later(desk, 1)
    desk.deliver()
    assert give(world, planned, code).proven_ms is None
    desk.anchor()
    desk.deliver(3)
    assert found(world, planned).proven_ms is not None
    assert world.verify().differences == []


def test_a_kiosk_reveals_nothing_by_itself(opened: Desk, world: World) -> None:
    opened.rate(1)
    opened.append("canary.revealed", {"of": 3})
    opened.deliver()
    assert world.query(COUNTED) == [(1, 1)]
    assert world.query("SELECT seq, reason FROM needs_attention") == [(4, "unplanned")]


def test_plans_are_for_enrolled_kiosks_and_days_to_come_one_a_day(opened: Desk, world: World) -> None:
    planned = plan(world, opened)
    today = day_at(world.clock.now_ms)
    for day in (today, "2026-11-22", "20261124", "2027-11-24", "never"):
        with pytest.raises(KioskRefused):
            plan(world, opened, day)
    ahead = plan(world, opened, "2026-11-24")
    with pytest.raises(KioskRefused, match="is planned for 2026-11-24"):
        give(world, ahead, "0000-0000-0000")
    with pytest.raises(KioskRefused, match="expected a receipt code"):
        give(world, planned, "hello")
    world.execute("UPDATE kiosks SET state = 'retired'")
    with pytest.raises(KioskRefused, match="no enrolled kiosk"):
        plan(world, opened, "2026-11-26")
    with writing(world.engine) as connection:
        assert [one.day for one in list_canaries(connection, opened.kiosk)] == [
            "2026-11-24",
            "2026-11-23",
        ]


STEPS = st.permutations(["plan", "rate", "deliver", "give", "deliver again", "five", "reread"])


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_in_any_order_a_rating_is_taken_out_where_its_plan_came_before_and_its_code_after(
    world: World, order: list[str]
) -> None:
    kiosk, planned, code, sent = Desk(world), None, None, 1
    kiosk.open()
    kiosk.anchor()
    for step in [*order, "deliver"]:
        match step:
            case "plan":
                world.clock.now_ms += 600_000
                kiosk.up += 600_000
                planned = plan(world, kiosk)
            case "rate":
                code = rate_later(kiosk, 1)
            case "five":
                kiosk.rate(5)
            case "give" if planned is not None and code is not None:
                give(world, planned, code)
            case "deliver" | "deliver again" if len(kiosk.lines) >= sent:
                kiosk.deliver(sent)
                sent = len(kiosk.lines) + 1
            case "reread":
                world.execute("UPDATE server SET figures = NULL")
                with writing(world.engine) as connection:
                    bring_up(connection, world.identity.server_id, known_keys(connection, world.identity))
    proven = order.index("plan") < order.index("rate") < order.index("give")
    mine = f"SELECT score, status FROM ratings WHERE kiosk = '{kiosk.kiosk}' ORDER BY score"
    assert world.query(mine) == [(1, "canary" if proven else "counted"), (5, "counted")]
    assert world.verify().differences == []
