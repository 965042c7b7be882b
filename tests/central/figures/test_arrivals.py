"""Whatever befell a ledger, a close that reads what is open finds what one finds that reads everything."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sync.central.api.signatures import Sender
from sync.central.api.site import site_of
from sync.central.attribution.office import Proposal
from sync.central.attribution.refusal import AttributionRefused
from sync.central.database.engine import reading, writing
from sync.central.database.tables import ledgers, ratings, server
from sync.central.figures.arrivals import arrived
from sync.central.figures.canaries import take_out
from sync.central.figures.closed_lines import check_open
from sync.central.figures.closings import stored_closings
from sync.central.figures.derive import reread_salvaged
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.open_lines import read_open
from sync.central.figures.opened import Opened
from sync.central.figures.records import Status
from sync.central.figures.rederive import bring_up
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.retiring import revoke_kiosk
from sync.central.ingest.accept import accept
from sync.central.quarantine.waiting import QuarantineRefused
from sync.central.retention.times import coarsen
from sync.contract.desk_time import began_ms, desk_date
from sync.contract.keys import public_bytes
from sync.contract.segment import read_segment
from tests.central.alarms.test_alarms import part
from tests.central.attribution.shift import corrected, with_colleague
from tests.central.desk import Desk
from tests.central.figures.everything import read_everything
from tests.central.figures.test_publishing import Copy, close
from tests.central.phone.phone import Phone
from tests.central.phone.test_any_order import by_phone
from tests.central.quarantine.test_releasing import released, salvage
from tests.central.world import COLLEAGUE, COUNTER, DAY_MS, OFFICIAL, UNIT, World
from tests.soak import examples

HOUR_MS = 3_600_000

WHOM = st.sampled_from([OFFICIAL, None, COLLEAGUE])
AGO = st.integers(1, 90)
"""Which line: so many before the last."""
STEPS = st.one_of(
    st.tuples(st.just("rate"), WHOM, st.integers(1, 35)),
    st.tuples(st.just("rate"), WHOM, st.integers(1, 35)),
    st.tuples(st.just("change"), AGO),
    st.tuples(st.just("withdraw"), AGO),
    st.tuples(st.just("detail"), AGO, st.integers(1, 15)),
    st.tuples(st.just("call"), st.integers(1, 12)),
    st.tuples(st.just("invite")),
    st.tuples(st.just("rate by phone")),
    st.tuples(st.just("reboot")),
    st.tuples(st.just("deliver"), st.integers(1, 60)),
    st.tuples(st.just("correct"), WHOM, WHOM, st.integers(0, 80), st.integers(1, 80)),
    st.tuples(st.just("reveal"), AGO),
    st.tuples(st.just("salvage"), AGO),
    st.tuples(st.sampled_from(["revoke", "release", "learn", "read again", "let times go", "midnight"])),
    st.tuples(st.sampled_from(["back up", "restore"])),
    st.tuples(st.just("server's clock"), st.sampled_from([-3, 3])),
)
DAYS = st.lists(
    st.tuples(st.lists(STEPS, max_size=5), st.booleans(), st.sampled_from([0, 1, 1, 1, 2, 31])), max_size=7
)


class Story:
    """A kiosk and its server, and what befalls them."""

    def __init__(self, world: World) -> None:
        self.world, self.desk = world, Desk(world)
        self.phones: list[Phone] = []
        self.backup: Copy | None = None
        self.desk.open()
        self.desk.anchor()

    def befall(self, step: tuple[Any, ...]) -> None:
        world, desk = self.world, self.desk
        match step:
            case ("rate", whom, times):
                for place in range(times):
                    desk.rate(1 + place % 5, whom, via="call" if place % 3 else "touch")
            case ("change", ago):
                desk.append("rating.changed", {"of": self.line(ago), "score": 1})
            case ("withdraw", ago):
                desk.append("rating.withdrawn", {"of": self.line(ago)})
            case ("detail", ago, times):
                for of in range(self.line(ago), self.line(ago) + times):
                    said = {"of": of, "answers": {"polite": "yes"}, "reasons": ["waiting"]}
                    desk.append("rating.detailed", said)
            case ("call", times):
                for _ in range(times):
                    desk.append("call.made", {"counter": COUNTER, "via": "call"})
            case ("invite",):
                self.phones.append(Phone(desk))
                self.phones[-1].invite()
            case ("rate by phone",) if self.phones:
                by_phone(world, self.phones.pop(), 4)
            case ("reboot",):
                desk.reboot()
                desk.anchor()
            case ("deliver", number):
                self.deliver(number)
            case ("correct", named, official, ago, hours):
                since = world.clock.now_ms - ago * HOUR_MS
                until = min(since + hours * HOUR_MS, world.clock.now_ms)
                with suppress(AttributionRefused):
                    corrected(world, Proposal(desk.kiosk, since, until, named, official))
            case ("reveal", ago):
                self.reveal(self.line(ago))
            case ("salvage", ago):
                line = self.line(ago)
                part(desk, line)
                released(world, salvage(desk, desk.lines[line:]))
            case ("revoke",):
                with suppress(KioskRefused), writing(world.engine) as connection:
                    site = site_of(connection, world.settings)
                    revoke_kiosk(connection, world.identity, world.clock, site, desk.kiosk, "Minh", "mất")
            case ("release",):
                with suppress(QuarantineRefused):
                    released(world, desk.ledger)
            case ("learn",):
                with_colleague(world)
            case ("read again",):
                with writing(world.engine) as connection:
                    connection.execute(server.update().values(figures=0))
                    bring_up(connection, world.identity.server_id, (world.identity.public,))
            case ("let times go",):
                with writing(world.engine) as connection:
                    coarsen(connection, world.clock.now_ms)
            case ("midnight",):
                self.sleep(DAY_MS)
            case ("back up",):
                self.backup = Copy(world)
            case ("restore",) if self.backup is not None:
                self.backup.restore(world)
            case ("server's clock", days):
                world.clock.now_ms += days * DAY_MS

    def closes(self, days: int) -> None:
        """So many days go by, and then somebody asks."""
        self.sleep(days * DAY_MS)
        self.compare()
        close(self.world)
        with reading(self.world.engine) as connection:
            assert list(check_open(connection)) == []

    def sleep(self, ms: int) -> None:
        self.world.clock.now_ms += ms
        self.desk.up += ms

    def line(self, ago: int) -> int:
        return max(2, len(self.desk.lines) - ago)

    def deliver(self, number: int) -> None:
        """The next so many lines, as far as the server takes them."""
        desk, world = self.desk, self.world
        held = dict(world.query("SELECT ledger, held FROM ledgers")).get(desk.ledger, 0)
        if held >= len(desk.lines):
            return
        sender = Sender(desk.kiosk, UNIT, public_bytes(desk.private))
        segment = read_segment(desk.segment(held + 1, held + number))
        with writing(world.engine) as connection:
            accept(connection, world.identity, world.clock, sender, segment)

    def reveal(self, seq: int) -> None:
        """Take a rating out, as what was planned is."""
        mine = select(ratings).join(ledgers, ledgers.c.ledger_no == ratings.c.ledger_no)
        this = (
            ledgers.c.ledger == self.desk.ledger,
            ratings.c.seq == seq,
            ratings.c.status == Status.COUNTED,
        )
        with writing(self.world.engine) as connection:
            row = connection.execute(mine.where(*this)).one_or_none()
            if row is not None:
                take_out(connection, row)

    def compare(self) -> None:
        """Both ways, for each day that is over and not closed yet."""
        today = desk_date(self.world.clock.wall_ms())
        with reading(self.world.engine) as connection:
            due = {
                unit: one
                for unit, one in stored_closings(connection).items()
                if one.closed < str(today - timedelta(days=1))
            }
            opened = Opened(connection, due)
            for unit, last in due.items():
                day, cells = date.fromisoformat(last.closed), last.published.cells
                for until in (day + timedelta(days=2), today):
                    short = arrived(
                        opened.counted.get(unit, {}), opened.arrivals[unit], began_ms(until), cells
                    )
                    assert short == read_everything(connection, unit, began_ms(until), cells)


@settings(
    max_examples=examples(5),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(days=DAYS)
@example(days=[([("rate", None, 12)], True, 1), ([("detail", 11, 12)], True, 1)])
@example(days=[([("midnight",), ("rate", None, 12)], True, 0)])
@example(days=[([("rate", OFFICIAL, 9)], True, 1), ([("correct", OFFICIAL, None, 40, 40)], True, 1)])
@example(days=[([("server's clock", 3), ("rate", None, 12)], True, 1), ([("server's clock", -3)], True, 1)])
@example(days=[([("invite",), ("rate", None, 12)], True, 1), ([("rate by phone",)], True, 1)])
@example(days=[([("rate", COLLEAGUE, 30), ("rate", None, 12)], True, 1), ([("learn",)], True, 1)])
@example(
    days=[
        ([("rate", None, 12)], True, 1),
        ([("revoke",), ("rate", None, 9)], True, 1),
        ([("release",)], True, 1),
    ]
)
def test_what_is_open_is_enough_to_close_a_day(world: World, days: list[tuple[Any, ...]]) -> None:
    close(world)
    story = Story(world)
    for steps, delivers, number in [*days, ([], True, 31)]:
        for step in steps:
            story.befall(step)
        if delivers:
            story.deliver(500)
        story.closes(number)
    story.compare()


def test_salvaged_lines_are_open_once_they_are_read_again_whatever_their_numbers(
    world: World, desk: Desk
) -> None:
    close(world)
    for _ in range(40):
        desk.rate(4, None)
    desk.deliver()
    part(desk, 30)
    for _ in range(12):
        desk.rate(4, None)
    released(world, salvage(desk, desk.lines[30:]))
    world.clock.now_ms += DAY_MS
    close(world)
    assert parts_open(world) == [[(31, 31)]], "of the official, whom nobody else rated"
    with writing(world.engine) as connection:
        knowledge = knowledge_of(connection, UNIT, world.identity.server_id, (world.identity.public,))
        reread_salvaged(connection, desk.kiosk, knowledge)
    assert parts_open(world) == [[(31, 43)]]


@pytest.mark.parametrize(
    "tampering",
    ["DELETE FROM open_lines WHERE last IS NOT NULL", "UPDATE open_lines SET first = 40 WHERE last IS NULL"],
)
def test_verify_names_lines_that_wait_and_that_no_close_would_read(
    world: World, desk: Desk, tampering: str
) -> None:
    close(world)
    for _ in range(9):
        desk.rate(4, None)
    desk.deliver()
    world.clock.now_ms += DAY_MS
    close(world)
    desk.rate(4, None)
    desk.deliver()
    assert world.verify().differences == []
    world.execute(tampering)
    (found,) = world.verify().differences
    assert (found.what, found.derived) == ("lines of closed days", "wait in desk")


def parts_open(world: World) -> list[list[tuple[int, int]]]:
    with reading(world.engine) as connection:
        return [one.parts for one in read_open(connection)]
