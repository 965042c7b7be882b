"""Writing rows, and locks: what SQLite and PostgreSQL say differently, said once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, LargeBinary, Row, Select, Table, Text, bindparam, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from sync.central.database.among import among
from sync.central.database.engine import BARE
from sync.central.database.tables import units

AT_A_TIME: Final = 1_000
"""How many rows are fetched, or named in a statement, where there may be any number of them."""

_EVERYTHING: Final = 0x4841494C4F4E47  # "HAILONG"
_AUDIT: Final = 0x4155444954  # "AUDIT"
_CLOSING: Final = _EVERYTHING + 1
_FEED: Final = _EVERYTHING + 2
_ADMINISTRATORS: Final = _EVERYTHING + 3

_LOCKED_UNITS: Final = (
    select(units.c.unit)
    .where(among(units.c.unit, bindparam("units")))
    .order_by(units.c.unit)
    .with_for_update(key_share=True)
)


def in_pieces(connection: Connection, rows: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """The rows of a statement that finds any number of them, of which few are in memory at a time."""
    with connection.execute(rows, execution_options={"yield_per": AT_A_TIME}) as found:
        for piece in found.partitions():
            yield from piece


def bare(connection: Connection, rows: Select[*tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement that finds some thousands at most, as the driver gives them.

    A row that knows names takes as long as its reading does.
    """
    with connection.execute(rows, execution_options={BARE: True}) as found:
        assert found.cursor is not None  # noqa: S101 - for types
        while piece := found.cursor.fetchmany(AT_A_TIME):
            yield from piece


def append(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows whose keys nobody can have taken: the caller holds the lock under which they are numbered.

    A key that is there all the same is an error, so that no other row of that key is ever passed over. On
    PostgreSQL the rows are copied straight into the table.
    """
    if rows and connection.dialect.name == "postgresql":
        _copy(connection, table, columns, rows)
    elif rows:
        places = ", ".join("?" * len(columns))
        names = ", ".join(f'"{name}"' for name in columns)
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', list(rows))  # noqa: S608 - our names


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet; the others stay as they are."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows; where the primary key is there, the given columns take their new values."""
    if not rows:
        return
    statement = _insert(connection, table)
    new = {name: statement.excluded[name] for name in rows[0] if not table.columns[name].primary_key}
    connection.execute(
        statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=new), rows
    )


def add(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert the rows; where the primary key is there, the last column, a number, grows by theirs."""
    if not rows:
        return
    *key, number = table.columns.keys()
    into = f'INSERT INTO "{table.name}" ({", ".join((*key, number))})'
    grown = (
        f'ON CONFLICT ({", ".join(key)}) DO UPDATE SET {number} = "{table.name}".{number} + excluded.{number}'
    )
    if connection.dialect.name == "postgresql":
        columns = ", ".join(f"%s::{_type(table, name)}[]" for name in (*key, number))
        connection.exec_driver_sql(
            f"{into} SELECT * FROM unnest({columns}) {grown}",  # noqa: S608 - our names
            tuple(list(column) for column in zip(*rows, strict=True)),
        )
    else:
        places = ", ".join("?" * len(rows[0]))
        connection.exec_driver_sql(f"{into} VALUES ({places}) {grown}", list(rows))


def lock_units(connection: Connection, unit_ids: Iterable[str]) -> None:
    """Let nobody else derive figures of these units until this transaction ends.

    SQLite needs nothing: it has one writer at a time.
    """
    connection.execute(_LOCKED_UNITS, {"units": list(unit_ids)}).all()


def lock_everything(connection: Connection) -> None:
    """Let one process at a time prepare this database."""
    _lock(connection, _EVERYTHING)


def lock_audit(connection: Connection) -> None:
    """Let one transaction at a time append to the audit log."""
    _lock(connection, _AUDIT)


def lock_closing(connection: Connection) -> None:
    """Let one process at a time close a day; lines come in meanwhile."""
    _lock(connection, _CLOSING)


def lock_feed(connection: Connection) -> None:
    """Let one process at a time make a batch of the feed; what is touched meanwhile waits for the next."""
    _lock(connection, _FEED)


def lock_administrators(connection: Connection) -> None:
    """Let one transaction at a time take an administrator away: taken before any row of theirs."""
    _lock(connection, _ADMINISTRATORS)


def _lock(connection: Connection, key: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _insert(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table)
    return sqlite.insert(table)


def _copy(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - for types
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        Identifier(table.name), SQL(", ").join(map(Identifier, columns))
    )
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types([_type(table, name) for name in columns])
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:  # as SQLAlchemy tells of it wherever the statement is its own
        told = f"COPY {table.name}"
        raise DBAPIError.instance(told, None, error, psycopg.Error, hide_parameters=True) from error


def _type(table: Table, column: str) -> str:
    kind = table.columns[column].type
    if isinstance(kind, Text):
        return "text"
    return "bytea" if isinstance(kind, LargeBinary) else "int8"
