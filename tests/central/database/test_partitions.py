import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.partitions import Month, make_months, month_of
from sync.central.database.tables import ratings
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.postgres import PostgresServer
from tests.central.world import DAY_MS, START_MS, World

NOVEMBER = Month(2026, 11)
PARTITIONS = (
    "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'ratings'::regclass ORDER BY 1"
)


@pytest.fixture
def postgresql(postgres: PostgresServer, migrated_postgres: str) -> Iterator[Engine]:
    with postgres.database(migrated_postgres) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def partitions(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.execute(text(PARTITIONS)).scalars())


def test_a_month_begins_at_midnight_of_the_desk() -> None:
    first_ms = NOVEMBER.begins_ms
    assert month_of(first_ms) == NOVEMBER
    assert month_of(first_ms - 1) == Month(2026, 10)
    assert Month(2026, 12).after == Month(2027, 1)
    assert month_of(Month(2026, 12).after.begins_ms - 1) == Month(2026, 12)


def test_a_month_and_the_next_are_made_once_and_remembered_once_they_are_there(postgresql: Engine) -> None:
    for _ in range(3):
        with writing(postgresql) as connection:
            make_months(connection, [START_MS, START_MS + DAY_MS])
    assert partitions(postgresql) == ["ratings_2026_11", "ratings_2026_12"]


def test_months_that_were_made_in_a_transaction_that_failed_are_made_again(postgresql: Engine) -> None:
    def make_and_fail() -> None:
        with writing(postgresql) as connection:
            make_months(connection, [START_MS])
            raise RuntimeError("cut")

    with pytest.raises(RuntimeError):
        make_and_fail()
    assert partitions(postgresql) == []
    with writing(postgresql) as connection:
        make_months(connection, [START_MS])
    assert partitions(postgresql) == ["ratings_2026_11", "ratings_2026_12"]


def test_many_who_make_the_same_months_at_once_make_each_once(postgresql: Engine) -> None:
    together, failures = threading.Barrier(4, timeout=30), []

    def make() -> None:
        try:
            with writing(postgresql) as connection:
                together.wait()
                make_months(connection, [START_MS])
        except Exception as error:  # noqa: BLE001  # told below, in the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert partitions(postgresql) == ["ratings_2026_11", "ratings_2026_12"]


def test_making_a_month_waits_for_nobody_who_writes_ratings(postgresql: Engine) -> None:
    with writing(postgresql) as connection:
        make_months(connection, [START_MS])
    with writing(postgresql) as busy:
        busy.execute(text("LOCK TABLE ratings, ledgers IN ROW EXCLUSIVE MODE"))
        with writing(postgresql) as connection:
            connection.execute(text("SET LOCAL lock_timeout = '5s'"))
            make_months(connection, [START_MS + 400 * DAY_MS])
    assert partitions(postgresql)[2:] == ["ratings_2027_12", "ratings_2028_01"]


@pytest.fixture
def postgresql_world(postgresql: Engine, tmp_path: Path, door: Door) -> Iterator[World]:
    made = World(postgresql, tmp_path / "province", door)
    yield made
    made.state.end()


def test_ratings_stand_in_the_month_in_which_they_were_received(postgresql_world: World) -> None:
    world, desk = postgresql_world, Desk(postgresql_world)
    desk.open()
    desk.rate(5)
    desk.deliver()
    world.clock.now_ms += 40 * DAY_MS
    desk.append("rating.changed", {"of": 2, "score": 1})
    desk.rate(4)
    desk.deliver(3)
    rows = world.query("SELECT tableoid::regclass::text, seq, score FROM ratings ORDER BY seq")
    assert rows == [("ratings_2026_11", 2, 1), ("ratings_2027_01", 4, 4)]
    assert world.verify().differences == []


def test_a_month_can_be_detached_and_attached_again(postgresql_world: World) -> None:
    world, desk = postgresql_world, Desk(postgresql_world)
    desk.open()
    desk.rate(5)
    desk.deliver()
    world.execute("ALTER TABLE ratings DETACH PARTITION ratings_2026_11")
    assert world.query("SELECT count(*) FROM ratings") == [(0,)]
    bounds = f"FROM ({NOVEMBER.begins_ms}) TO ({NOVEMBER.after.begins_ms})"
    world.execute(f"ALTER TABLE ratings ATTACH PARTITION ratings_2026_11 FOR VALUES {bounds}")
    assert world.verify().differences == []


def test_a_rating_of_a_month_without_partition_stands_nowhere_else(postgresql: Engine) -> None:
    columns = ("ledger_no", "seq", "received_ms", "up", "score")
    texts = ("rating", "kiosk", "unit", "status", "via", "questionnaire", "day", "month")
    row = dict.fromkeys(columns, 1) | dict.fromkeys(texts, "")
    with pytest.raises(IntegrityError, match="no partition"), writing(postgresql) as connection:
        connection.execute(ratings.insert().values(row))
