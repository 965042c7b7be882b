"""PostgreSQL leaves in the middle of things, comes back elsewhere, or cannot promise what it committed."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.failover import Unreplicated, is_elsewhere
from sync.central.database.limits import Limits
from sync.central.database.replication import doubts
from sync.contract.problems import Code
from tests.central.desk import Desk, refusal
from tests.central.postgres import PostgresServer
from tests.central.world import World


@pytest.fixture
def url(postgres: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    name = postgres.create(migrated_postgres)
    yield postgres.url(name)
    postgres.drop(name)


@contextmanager
def waiting_for_nobody(postgres: PostgresServer) -> Iterator[psycopg.Connection]:
    """Commits wait for a second machine that is not there."""
    address = postgres.url("postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        admin.execute("SELECT pg_reload_conf()")
        try:
            until(lambda: told(admin, "SHOW synchronous_standby_names") == "nobody")
            yield admin
        finally:
            admin.execute("ALTER SYSTEM RESET synchronous_standby_names")
            admin.execute("SELECT pg_reload_conf()")
            until(lambda: told(admin, "SHOW synchronous_standby_names") == "")


def told(admin: psycopg.Connection, sql: str) -> object:
    row = admin.execute(sql.encode()).fetchone()
    return None if row is None else row[0]


def until(done: object) -> None:
    ends = time.monotonic() + 30
    while not done():  # type: ignore[operator]
        assert time.monotonic() < ends, "PostgreSQL does not come to it"
        time.sleep(0.02)


def cut_waits(admin: psycopg.Connection) -> threading.Thread:
    """Cancels, as an operator might, the first commit that waits for its second machine."""
    waits = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    thread = threading.Thread(target=lambda: until(lambda: told(admin, waits)))
    thread.start()
    return thread


def test_a_commit_that_may_be_on_one_machine_only_is_no_commit_to_rely_on(
    engine: Engine, postgres: PostgresServer
) -> None:
    with waiting_for_nobody(postgres) as admin:
        cutting = cut_waits(admin)
        with pytest.raises(Unreplicated), writing(engine) as connection:
            connection.exec_driver_sql("INSERT INTO refused VALUES (1, '', '', '', '', 0)")
        cutting.join()
    with writing(engine) as connection:  # it is there, and whoever comes again finds it
        assert connection.exec_driver_sql("SELECT count(*) FROM refused").scalar() == 1


def test_no_receipt_is_given_for_lines_that_may_be_on_one_machine_only(
    desk: Desk, world: World, postgres: PostgresServer
) -> None:
    desk.open()
    desk.rate(5)
    with waiting_for_nobody(postgres) as admin:
        cutting = cut_waits(admin)
        answer = desk.send(desk.segment())
        cutting.join()
    refusal(answer, Code.BUSY)
    assert int(answer.headers["Retry-After"]) <= 15
    assert desk.deliver().held == 2
    assert world.query("SELECT score, n FROM unit_days") == [(5, 1)]
    assert world.verify().differences == []


def test_a_connection_that_leads_to_a_standby_is_never_used_again(engine: Engine) -> None:
    with reading(engine) as connection:
        before = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with pytest.raises(DBAPIError) as lost, reading(engine) as connection:
        connection.exec_driver_sql("INSERT INTO refused VALUES (1, '', '', '', '', 0)")
    assert lost.value.connection_invalidated
    assert is_elsewhere(lost.value)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar() != before


def test_connections_that_died_while_nobody_used_them_are_noticed_before_they_are_used(
    desk: Desk, world: World
) -> None:
    desk.open()
    desk.deliver()
    killing = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    other = open_engine(world.engine.url.render_as_string(hide_password=False))
    with reading(other) as connection:
        connection.exec_driver_sql(f"{killing} AND datname = current_database()")
    other.dispose()
    desk.rate(4)
    assert desk.deliver().held == 2


def test_a_server_that_dies_within_a_transaction_leaves_nothing_half_done(engine: Engine) -> None:
    dying = "SELECT pg_terminate_backend(pg_backend_pid()) FROM taken"
    taking = "WITH taken AS (INSERT INTO refused VALUES (1, '', '', '', '', 0) RETURNING 1)"
    with pytest.raises(DBAPIError) as lost, writing(engine) as connection:
        connection.exec_driver_sql(f"{taking} {dying}")
    assert lost.value.connection_invalidated
    with writing(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM refused").scalar() == 0


def test_nothing_is_prepared_that_the_next_transaction_might_find_on_another_machine(url: str) -> None:
    engine = open_engine(url, Limits(prepares=False))
    with reading(engine) as connection:
        for _ in range(8):
            connection.exec_driver_sql("SELECT count(*) FROM units")
        assert connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements").scalar() == 0
    engine.dispose()


def test_whether_a_second_machine_has_what_is_committed_can_be_asked(
    engine: Engine, postgres: PostgresServer
) -> None:
    with waiting_for_nobody(postgres), reading(engine) as connection:
        assert [doubt.split(" ")[0] for doubt in doubts(connection)] == ["fsync"]  # off in tests
    with reading(engine) as connection:
        assert "no commit waits for a second machine" in doubts(connection)[0]
        connection.exec_driver_sql("SET LOCAL synchronous_commit = local")
        assert "synchronous_commit is local" in doubts(connection)[1]


def test_an_error_of_our_own_is_none_of_the_databases(world: World, desk: Desk) -> None:
    world.execute("DROP TABLE needs_attention")
    desk.open()
    desk.rate(9)
    assert int(desk.send(desk.segment()).headers["Retry-After"]) == 60
