import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from sync.central.database.engine import open_engine, reading, unhurried, writing
from sync.central.database.limits import Limits
from sync.central.database.migration import migrate, standing
from sync.central.database.ordering import UnfitDatabase
from sync.central.database.retrying import write
from sync.central.database.tables import units
from tests.central.postgres import PostgresServer

TOLD = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
NAMES = ["", "An", "Bình", "an", "bình", "z", "Á", "Đồng", "á", "đồng", "ế", "Ế"]


def said(connection: Connection) -> list[str]:
    return [str(connection.exec_driver_sql(f"SHOW {name}").scalar()) for name in TOLD]


def test_each_transaction_has_its_own_time_outs_and_leaves_none_behind(postgres: PostgresServer) -> None:
    engine = open_engine(postgres.url("postgres"), Limits(connections=1, wait_s=7, statement_s=8, idle_s=9))
    for kind in (reading, writing):
        with kind(engine) as connection:
            assert said(connection) == ["8s", "7s", "9s"]
            unhurried(connection)
            assert said(connection) == ["0", "0", "0"]
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.autocommit = True
        assert driver.execute("SHOW statement_timeout").fetchone() == ("0",)
    engine.dispose()


@pytest.mark.parametrize("prepares", [True, False])
def test_statements_are_prepared_only_where_they_may_be(postgres: PostgresServer, prepares: bool) -> None:
    engine = open_engine(postgres.url("postgres"), Limits(prepares=prepares))
    with reading(engine) as connection:
        for _ in range(10):
            connection.execute(text("SELECT 1"))
        kept = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar_one()
    assert (kept > 0) is prepares
    engine.dispose()


def test_a_statement_that_takes_too_long_is_ended(postgres: PostgresServer) -> None:
    engine = open_engine(postgres.url("postgres"), Limits(statement_s=1))
    with pytest.raises(OperationalError, match="statement timeout"), reading(engine) as connection:
        connection.execute(text("SELECT pg_sleep(60)"))
    engine.dispose()


def test_who_gives_way_in_a_circle_is_run_again(engine: Engine) -> None:
    with writing(engine) as connection:
        for unit in ("a", "b"):
            connection.execute(units.insert().values(unit=unit, name_vi="", name_en="", active=0))
    both, runs = threading.Barrier(2, timeout=30), []

    def touch(first: str, then: str) -> Callable[[Connection], None]:
        times = []

        def work(connection: Connection) -> None:
            times.append(first)
            runs.append(first)
            if engine.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            for place, unit in enumerate((first, then)):
                grown = units.update().where(units.c.unit == unit).values(active=units.c.active + 1)
                connection.execute(grown)
                if place == 0 and len(times) == 1 and engine.dialect.name == "postgresql":
                    both.wait()

        return work

    threads = [threading.Thread(target=write, args=(engine, touch(*way))) for way in (("a", "b"), ("b", "a"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with reading(engine) as connection:
        assert connection.execute(select(units.c.active)).scalars().all() == [2, 2]
    assert len(runs) == (3 if engine.dialect.name == "postgresql" else 2)


def test_any_other_error_is_run_once_only(engine: Engine) -> None:
    runs = []

    def work(connection: Connection) -> None:
        runs.append(1)
        connection.execute(text("SELECT nothing"))

    with pytest.raises(DBAPIError):
        write(engine, work)
    assert runs == [1]


def test_texts_are_ordered_folded_and_compared_alike(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(
            units.insert(), [{"unit": name, "name_vi": name, "name_en": "", "active": 1} for name in NAMES]
        )
    name = units.c.name_vi
    asked = {
        "ordered": (select(name).order_by(name), sorted(NAMES)),
        "between": (select(name).where(name > "Z", name < "á").order_by(name), ["an", "bình", "z", "Á"]),
        "like": (select(name).where(name.like("đ%")), ["đồng"]),
        "ilike": (select(name).where(name.ilike("Đ%")).order_by(name), ["Đồng", "đồng"]),
        "a": (select(name).where(name.like("a%")), ["an"]),
    }
    with reading(engine) as connection:
        for what, (question, answer) in asked.items():
            assert (what, connection.execute(question).scalars().all()) == (what, answer)


@pytest.mark.parametrize("locale", ["LOCALE 'C'", "LOCALE 'C.UTF-8' LOCALE_PROVIDER icu ICU_LOCALE 'vi'"])
def test_a_database_that_orders_or_folds_otherwise_is_refused(postgres: PostgresServer, locale: str) -> None:
    name = postgres.create("template0", locale)
    engine = open_engine(postgres.url(name))
    with pytest.raises(UnfitDatabase, match=r"LOCALE 'C\.UTF-8'"), writing(engine) as connection:
        migrate(connection)
    with reading(engine) as connection:
        assert standing(connection) == "empty"
    engine.dispose()
    postgres.drop(name)


def test_two_who_start_at_once_migrate_once(empty_url: str) -> None:
    engine, together, done = open_engine(empty_url), threading.Barrier(2, timeout=30), []

    def start() -> None:
        together.wait()
        done.append(len(write(engine, migrate)) > 0)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == [False, True]
    engine.dispose()
