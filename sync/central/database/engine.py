"""Opening a database, and the two kinds of transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sync.central.database.failover import CONNECT, committed, survive_failover

_WRITES: Final = "hailong_writes"
_WAIT_SECONDS: Final = 30


class BadDatabaseUrl(Exception):
    """A database address of no kind we know."""


def open_engine(url: str) -> Engine:
    """An engine for `sqlite:///<file>` or `postgresql+psycopg://…`; nothing is connected yet.

    Its errors name no values: what citizens said, and tokens, belong in no log.

    Raises:
        BadDatabaseUrl: another kind of address.
    """
    try:
        kind = make_url(url).drivername
    except ArgumentError as error:
        raise BadDatabaseUrl("expected sqlite:///<file> or postgresql+psycopg://…") from error
    if kind == "postgresql+psycopg":
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=CONNECT)
        survive_failover(engine)
        return engine
    if kind != "sqlite":
        raise BadDatabaseUrl(f"expected sqlite:///<file> or postgresql+psycopg://…, not {kind}")
    engine = create_engine(url, connect_args={"timeout": _WAIT_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that will write; on SQLite the only one, from its first moment.

    Raises:
        Unreplicated: it is committed, perhaps on one machine only.
    """
    with engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection
        committed(connection)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that reads one single moment of the database."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not where the driver guesses
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
