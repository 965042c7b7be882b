"""Opening a database, and the two kinds of transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from psycopg.pq import Format
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sync.central.database.failover import KEEPALIVES, committed, survive_failover
from sync.central.database.limits import Limits
from sync.central.database.ordering import order_sqlite

BARE: Final = "hailong_bare"
"""The option of a statement whose rows are taken as the driver gives them."""

_WRITES: Final = "hailong_writes"


class BadDatabaseUrl(Exception):
    """A database address of no kind we know."""


def open_engine(url: str, limits: Limits = Limits()) -> Engine:  # noqa: B008 - frozen
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
        return _open_postgresql(url, limits)
    if kind != "sqlite":
        raise BadDatabaseUrl(f"expected sqlite:///<file> or postgresql+psycopg://…, not {kind}")
    engine = create_engine(
        url,
        connect_args={"timeout": limits.wait_s},
        hide_parameters=True,
        pool_size=limits.connections,
        max_overflow=0,
        pool_timeout=limits.wait_s,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgresql(url: str, limits: Limits) -> Engine:
    """A pooler that hands out another session for each transaction may stand before it.

    So time-outs are a transaction's own, and statements are only prepared where the pooler can do with that.
    """
    connecting: dict[str, Any] = KEEPALIVES | {"connect_timeout": limits.connect_s}
    if not limits.prepares:
        connecting["prepare_threshold"] = None
    engine = create_engine(
        url,
        connect_args=connecting,
        hide_parameters=True,
        pool_size=limits.connections,
        max_overflow=0,
        pool_timeout=limits.wait_s,
        pool_recycle=limits.recycle_s,
        pool_pre_ping=True,
    )
    survive_failover(engine)
    event.listen(engine, "before_cursor_execute", _ask_for_binary)
    told = {
        "statement_timeout": limits.statement_s,
        "lock_timeout": limits.wait_s,
        "idle_in_transaction_session_timeout": limits.idle_s,
    }
    own = ", ".join(f"set_config('{name}', '{seconds}s', true)" for name, seconds in told.items())
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"SELECT {own}"))
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


def unhurried(connection: Connection) -> None:
    """Let this transaction take its time, and wait for others as long as it takes."""
    if connection.dialect.name == "postgresql":
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        told = ", ".join(f"set_config('{name}', '0', true)" for name in names)
        connection.exec_driver_sql(f"SELECT {told}")


def _ask_for_binary(
    _connection: Connection, cursor: Any, _statement: str, _values: Any, context: Any, _many: bool
) -> None:
    """Let what is fetched by the thousand come in binary form: written as text, bytes are twice as long."""
    if context.execution_options.keys() & {"yield_per", BARE}:
        cursor.format = Format.BINARY


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin in _begin_sqlite, not where the driver guesses
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    order_sqlite(connection)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
