"""The one place where a transaction is run again."""

from collections.abc import Callable
from typing import Final, TypeVar

from psycopg.errors import DeadlockDetected, SerializationFailure
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from sync.central.database.engine import writing

T = TypeVar("T")

_TIMES: Final = 4


def write(engine: Engine, work: Callable[[Connection], T]) -> T:
    """What `work` returns, done in a writing transaction; again where the database let another go first.

    Of transactions that wait for each other in a circle PostgreSQL ends one: nothing of it was done, and the
    other is through by then. `work` may run several times and only the last counts, so it changes nothing
    but the database. A connection that broke is no such case: nobody knows what was committed.
    """
    for _ in range(_TIMES - 1):
        try:
            return _write_once(engine, work)
        except DBAPIError as error:
            if not isinstance(error.orig, DeadlockDetected | SerializationFailure):
                raise
    return _write_once(engine, work)


def _write_once(engine: Engine, work: Callable[[Connection], T]) -> T:
    with writing(engine) as connection:
        return work(connection)
