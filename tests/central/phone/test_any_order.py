"""In whatever order lines of phone and kiosk come, twice, or after a restore: the figures are the same."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers
from sync.central.figures.derive import reread
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.rederive import rederive
from sync.central.phone.asking import Given
from sync.central.phone.rating import Outcome, rate
from sync.central.phone.token import Held
from sync.contract.desk_time import DAY_MS
from sync.contract.rating import QuestionnaireVersion
from sync.contract.token import Purpose
from tests.central.desk import Desk
from tests.central.figures.tables import ROLLUPS
from tests.central.phone.phone import Phone
from tests.central.world import COUNTER, OFFICIAL, QUESTIONS, UNIT, World
from tests.soak import examples

SHARED = [HealthCheck.function_scoped_fixture]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("rate by phone"), st.integers(0, 3), st.integers(1, 5)),
        st.tuples(st.just("deliver"), st.integers(1, 12), st.integers(1, 12)),
        st.tuples(st.just("a week goes by")),
        st.tuples(st.just("reread")),
        st.tuples(st.just("restore")),
    ),
    min_size=2,
    max_size=14,
)


def kiosk(world: World) -> tuple[Desk, list[Phone]]:
    """A ledger with four invitations among other lines; one of them in practice, one twice."""
    desk = Desk(world)
    phones = [Phone(desk) for _ in range(4)]
    desk.open()
    phones[0].invite()
    desk.rate(4)
    phones[1].invite(None)
    desk.anchor()
    phones[0].invite()
    desk.append("rating.changed", {"of": 2, "score": 1})
    desk.append("practice.began", {})
    phones[2].invite()
    desk.append("practice.ended", {})
    phones[3].invite(COUNTER)  # of nobody who is known
    desk.reboot()
    desk.anchor()
    return desk, phones


def by_phone(world: World, phone: Phone, score: int) -> bool:
    """Whether it is taken."""
    held = Held(Purpose.INVITATION, phone.desk.kiosk, phone.desk.ledger, phone.id, UNIT, {})
    said = Given(score, QuestionnaireVersion(QUESTIONS, 1), {"polite": "yes"}, ("waiting",))
    with writing(world.engine) as connection:
        return rate(connection, world.identity, world.clock, held, said) is Outcome.TAKEN


@settings(max_examples=examples(6), deadline=None, suppress_health_check=SHARED)
@given(steps=STEPS)
def test_any_order_gives_the_same_figures(world: World, steps: list[tuple[Any, ...]]) -> None:
    desk, phones = kiosk(world)
    given: dict[int, int] = {}
    late: set[int] = set()
    started_ms = world.clock.now_ms
    for step in [*steps, ("deliver", 1, 12)]:
        match step:
            case ("rate by phone", place, score):
                if by_phone(world, phones[place], score):
                    given[place] = score
                    late |= {place} if world.clock.now_ms > started_ms else set()
            case ("a week goes by",):
                world.clock.now_ms += 7 * DAY_MS + 60_000
            case ("deliver", one, other):
                desk.send(desk.segment(*sorted((one, other))))
            case ("reread",):
                with writing(world.engine) as connection:
                    rederive(connection, UNIT, world.identity.server_id, (world.identity.public,))
            case ("restore",):
                lose(world, desk)
    assert world.verify().differences == []
    expected = {
        (2, given.get(0), OFFICIAL, "late" if 0 in late else "counted"),
        (4, given.get(1), None, "late" if 1 in late else "counted"),
        (9, given.get(2), OFFICIAL, "practice"),
        (11, given.get(3), COUNTER, "attention"),
    }
    with reading(world.engine) as connection:
        stored = connection.exec_driver_sql(
            "SELECT r.seq, r.score, r.official, r.status FROM ratings r JOIN ledgers l "
            f"ON l.ledger_no = r.ledger_no WHERE l.ledger = '{desk.ledger}' AND r.via = 'phone'"
        ).all()
    assert {tuple(row) for row in stored} == {row for row in expected if row[1] is not None}


def lose(world: World, desk: Desk) -> None:
    """The kiosk's ledger as a backup without it leaves it; what phones said is still in the own ledger."""
    held = f"(SELECT ledger_no FROM ledgers WHERE ledger = '{desk.ledger}')"
    for table in ("ratings", "answers", "offers", "receipts", "needs_attention", "signed_heads", "lines"):
        world.execute(f"DELETE FROM {table} WHERE ledger_no IN {held}")
    world.execute(f"DELETE FROM ledgers WHERE ledger = '{desk.ledger}'")
    for table in ROLLUPS:
        world.execute(f"DELETE FROM {table}")
    with writing(world.engine) as connection:
        knowledge = knowledge_of(connection, UNIT, world.identity.server_id, (world.identity.public,))
        others = select(ledgers).where(ledgers.c.kiosk != world.identity.server_id)
        for ledger in connection.execute(others).all():
            reread(connection, ledger, knowledge)
