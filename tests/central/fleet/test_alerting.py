"""Alarms of the fleet reach whoever looks after it, by a real mail server and a real webhook."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import insert

from sync.central.alarms.kinds import Kind
from sync.central.alarms.listing import acknowledge
from sync.central.alarms.raising import end_alarm, raise_alarm
from sync.central.alerts.standing import list_targets
from sync.central.alerts.targets import Target
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks
from sync.central.fleet.alerting import QUIET_MS, Told, tell_alarms
from sync.central.jobs.lease import Lease, LeaseLost
from tests.central.alerts.receivers import Mails, MailServer, by_mail, written
from tests.central.desk import Desk
from tests.central.world import OTHER_UNIT, UNIT, World

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # which Apprise imports
HERE = "https://central.example"
MINUTE_MS = 60_000
Hook = tuple[str, list[dict[str, Any]]]


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; the statements are told on each engine in test_alerting_engines."""
    return sqlite_url


class Fleet:
    """Kiosks of two units, and alarms of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.desk = Desk(world)

    def more(self, number: int, unit: str) -> list[str]:
        names = [f"{unit[:8]}-{place}" for place in range(number)]
        with reading(self.world.engine) as connection:
            row = connection.execute(kiosks.select().where(kiosks.c.kiosk == self.desk.kiosk)).one()
        rows = [
            {**row._asdict(), "kiosk": name, "unit": unit, "public_key": f"{name:0>64}", "counter": None}
            for name in names
        ]
        with writing(self.world.engine) as connection:
            connection.execute(insert(kiosks), rows)
        return names

    def alarm(self, kind: Kind = Kind.SILENT, *some: str) -> None:
        with writing(self.world.engine) as connection:
            for kiosk in some or (self.desk.kiosk,):
                raise_alarm(connection, kind, kiosk, self.world.clock.wall_ms())

    def end(self) -> None:
        open_now = self.world.query("SELECT alarm_no FROM alarms WHERE ended_ms IS NULL")
        with writing(self.world.engine) as connection:
            for (number,) in open_now:
                end_alarm(connection, number, self.world.clock.wall_ms())

    def later(self, ms: int = QUIET_MS) -> None:
        self.world.clock.now_ms += ms

    def tell(self, *targets: Target) -> Told:
        world = self.world
        return tell_alarms(world.clock, targets, HERE, lambda: writing(world.engine), lambda: None)


@pytest.fixture
def fleet(world: World) -> Fleet:
    return Fleet(world)


def test_it_staff_hear_of_an_alarm_once_and_once_that_it_is_over(
    fleet: Fleet, mail_server: MailServer, mails: Mails, hook: Hook
) -> None:
    everywhere = Target(by_mail(mail_server, "cntt@tinh.example"), about="fleet")
    elsewhere = Target(hook[0], OTHER_UNIT, "en", about="fleet")
    of_cases = Target(hook[0])
    fleet.alarm()
    assert fleet.tell(everywhere, elsewhere, of_cases) == Told(1, 0, 0)
    ((to, message),) = mails.came
    assert to == ["cntt@tinh.example"]
    assert message["Subject"] == "Hài Lòng: cảnh báo về máy"
    assert "Cảnh báo mới (1): Trong giờ làm việc, máy không có tín hiệu" in written(message)
    assert "Phường An Bình: 1" in written(message)
    assert f"{HERE}/fleet/alarms" in written(message)
    fleet.later()
    fleet.alarm()
    assert fleet.tell(everywhere, elsewhere) == Told(0, 0, 0), "seen again, it is the same alarm"
    fleet.end()
    assert fleet.tell(everywhere, elsewhere) == Told(1, 0, 0)
    assert "Đã hết (1): Trong giờ" in written(mails.came[-1][1])
    fleet.later()
    assert fleet.tell(everywhere, elsewhere) == Told(0, 0, 0)
    fleet.alarm()
    assert fleet.tell(everywhere) == Told(1, 0, 0), "another silence is another alarm"
    assert hook[1] == [], "another unit's kiosk, and no case"


def test_hundreds_that_fall_silent_together_are_one_line_that_names_few_units(
    fleet: Fleet, hook: Hook
) -> None:
    target = Target(hook[0], None, "en", about="fleet")
    fleet.alarm(Kind.SILENT, *fleet.more(300, UNIT), *fleet.more(200, OTHER_UNIT))
    assert fleet.tell(target) == Told(1, 0, 0)
    (told,) = hook[1]
    assert told["message"].count("\n") == 1
    assert told["message"].startswith("New (500): The kiosk has shown no sign of life")
    assert "Phường An Bình (en): 300; Xã Hương Mai (en): 200" in told["message"]
    fleet.alarm(Kind.FORKED)
    fleet.later(MINUTE_MS)
    assert fleet.tell(target) == Told(0, 0, 0), "not so soon again"
    fleet.later()
    assert fleet.tell(target) == Told(1, 0, 0)
    assert hook[1][-1]["message"].startswith("New (1): What the kiosk sends does not continue")


def test_a_target_hears_only_of_its_kinds_and_of_nothing_that_was_over_or_seen_before(
    fleet: Fleet, hook: Hook
) -> None:
    fleet.alarm(Kind.SILENT)
    fleet.end()
    fleet.later()
    forks = Target(hook[0], UNIT, "en", about="fleet", kinds=("forked", "clone"))
    assert fleet.tell(forks) == Told(0, 0, 0)
    fleet.alarm(Kind.REWOUND)
    fleet.alarm(Kind.CLONE)
    with writing(fleet.world.engine) as connection:
        acknowledge(connection, fleet.world.identity, fleet.world.clock, 3, "Trần Văn Minh")
    assert fleet.tell(forks) == Told(0, 0, 0)
    fleet.alarm(Kind.FORKED)
    assert fleet.tell(forks) == Told(1, 0, 0)
    assert "Minh" not in hook[1][0]["message"]
    assert hook[1][0]["message"].startswith("New (1): What the kiosk sends")


def test_a_server_that_is_away_is_tried_ever_more_rarely_and_then_told_all_that_came_and_went(
    fleet: Fleet, mail_server: MailServer, mails: Mails
) -> None:
    away = Target("json://127.0.0.1:9/?cto=1&rto=1&retry=0", about="fleet")
    there = Target(by_mail(mail_server, "cntt@tinh.example"), about="fleet")
    fleet.alarm()
    assert fleet.tell(away, there) == Told(1, 1, 0)
    waited = []
    for _ in range(4):
        minutes = 0
        while fleet.tell(away) == Told(0, 0, 1):
            fleet.later(MINUTE_MS)
            minutes += 1
        waited.append(minutes)
    assert waited == [1, 2, 4, 8]
    with reading(fleet.world.engine) as connection:
        lines = list_targets(connection, [away, there])
    assert [(one.failed, one.told_ms is None) for one in lines] == [(5, True), (0, False)]
    fleet.end()
    fleet.world.execute(f"UPDATE notices SET target = '{there.name}-before' WHERE about LIKE 'alarm %'")
    fleet.later(64 * MINUTE_MS)
    assert fleet.tell(there) == Told(1, 0, 0)
    assert "Đã xảy ra và đã hết (1): Trong giờ" in written(mails.came[-1][1])


def test_of_several_processes_only_the_one_with_the_lease_remembers_what_it_sent(
    fleet: Fleet, hook: Hook
) -> None:
    """Who lost the lease while sending leaves no trace: the next one sends again, at least once in all."""
    world, target = fleet.world, Target(hook[0], about="fleet")
    first, second = Lease(world.engine, "first"), Lease(world.engine, "second")
    assert first.take()
    fleet.alarm()
    taken = 0

    @contextmanager
    def until_taken() -> Iterator[Any]:
        nonlocal taken
        taken += 1
        if taken == 2:
            first.give_back()
            assert second.take()
        with first.writing() as connection:
            yield connection

    with pytest.raises(LeaseLost):
        tell_alarms(world.clock, [target], HERE, until_taken, lambda: None)
    assert tell_alarms(world.clock, [target], HERE, second.writing, lambda: None) == Told(1, 0, 0)
    assert tell_alarms(world.clock, [target], HERE, second.writing, lambda: None) == Told(0, 0, 0)
    assert len(hook[1]) == 2
