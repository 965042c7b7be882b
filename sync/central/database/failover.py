"""A PostgreSQL that moves to another machine: old connections are thrown away, no doubtful commit counts.

Where somebody cancels a commit's wait for its second machine, PostgreSQL calls that a success.
"""

from typing import Any, Final

from psycopg import Connection as Psycopg
from psycopg.errors import Diagnostic, Error, OperationalError
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

KEEPALIVES: Final = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # ms: a machine that lost its power says nothing
}
"""How soon psycopg notices that nobody is there any more."""

_ELSEWHERE: Final = frozenset({"0A000", "25006", "57P01", "57P02", "57P03", "57P05"})
"""Cannot write since it follows another; writes nothing; going down, crashed, not up yet; cut as idle."""

_UNREPLICATED: Final = "hailong_unreplicated"


class Unreplicated(Exception):
    """Committed here, and nobody can say whether the second machine has it: no receipt may be given."""


def survive_failover(engine: Engine) -> None:
    """Throw every connection away as soon as one shows that its server is no leader any more."""
    event.listen(engine, "handle_error", _judge)
    event.listen(engine, "connect", _listen)


def committed(connection: Connection) -> None:
    """Look at the commit that just returned.

    Raises:
        Unreplicated: its wait for the second machine was cut short.
    """
    if connection.info.pop(_UNREPLICATED, False):
        raise Unreplicated


def is_elsewhere(error: DBAPIError) -> bool:
    """Whether the database could not be had just now, rather than that we asked for something wrong."""
    return error.connection_invalidated or isinstance(error.orig, OperationalError)


def _judge(context: ExceptionContext) -> None:
    original = context.original_exception
    if isinstance(original, Error) and original.sqlstate in _ELSEWHERE:
        context.is_disconnect = True


def _listen(connection: Psycopg, record: Any) -> None:
    def hear(notice: Diagnostic) -> None:
        if notice.source_function == "SyncRepWaitForLSN":
            record.info[_UNREPLICATED] = True

    connection.add_notice_handler(hear)
