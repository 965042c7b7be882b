"""One lease in the database: whoever has it runs jobs, and writes only while it has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, select, update

from sync.central.database.engine import reading, writing
from sync.central.database.now import database_ms
from sync.central.database.rows import insert_new
from sync.central.database.tables import job_lease

LEASE_MS: Final = 60_000
"""How long whoever took it, or wrote under it, has it."""


class LeaseLost(Exception):
    """Another process runs jobs now; nothing of this transaction was written."""


class Lease:
    """The lease as one process sees it; `holder` tells it from all others."""

    def __init__(self, engine: Engine, holder: str) -> None:
        self._engine = engine
        self.holder = holder

    def take(self) -> bool:
        """Whether it is this process's from now on; another's that is over is taken.

        One that reaches further than any process may ask for was taken before the clock was put back.
        """
        with reading(self._engine) as connection:
            row = connection.execute(select(job_lease)).one_or_none()
            if row is not None and not self._is_free(row.holder, row.until_ms, database_ms(connection)):
                return False
        with writing(self._engine) as connection:
            insert_new(connection, job_lease, [{"id": 1, "holder": "", "until_ms": 0}])
            row = connection.execute(select(job_lease).with_for_update(skip_locked=True)).one_or_none()
            now_ms = database_ms(connection)
            if row is None or not self._is_free(row.holder, row.until_ms, now_ms):
                return False
            self._extend(connection, now_ms)
        return True

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A writing transaction in which nobody else has the lease; it is held anew.

        Raises:
            LeaseLost: another process has it.
        """
        with writing(self._engine) as connection:
            holder = connection.execute(select(job_lease.c.holder).with_for_update()).scalar_one_or_none()
            if holder != self.holder:
                raise LeaseLost
            self._extend(connection, database_ms(connection))
            yield connection

    def give_back(self) -> None:
        """Let others have it at once."""
        mine = job_lease.c.holder == self.holder
        with writing(self._engine) as connection:
            connection.execute(update(job_lease).where(mine).values(holder="", until_ms=0))

    def _is_free(self, holder: str, until_ms: int, now_ms: int) -> bool:
        return holder == self.holder or until_ms <= now_ms or until_ms > now_ms + 2 * LEASE_MS

    def _extend(self, connection: Connection, now_ms: int) -> None:
        connection.execute(update(job_lease).values(holder=self.holder, until_ms=now_ms + LEASE_MS))
