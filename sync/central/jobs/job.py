"""What a job is, and what it is handed."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, Engine

from sync.central.jobs.lease import LEASE_MS, Lease
from sync.central.jobs.schedule import Schedule
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.settings import Settings

_RENEWAL_MS: Final = LEASE_MS // 4


class Stopped(Exception):
    """The server ends; the job is done again by whoever runs jobs next."""


@dataclass
class Work:
    """What every job works with; `stopping` tells whether the server ends."""

    engine: Engine
    identity: Identity
    clock: Clock
    settings: Settings
    lease: Lease
    stopping: Callable[[], bool]
    _held_ms: int = field(default=0, init=False)

    def writing(self) -> AbstractContextManager[Connection]:
        """A writing transaction that is this process's to make; keep it short, deliveries wait.

        Raises:
            LeaseLost: another process runs jobs now.
        """
        return self.lease.writing()

    def go_on(self) -> None:
        """Call between pieces of work, at least every ten seconds: it holds the lease.

        Raises:
            Stopped, LeaseLost: this process is not to go on.
        """
        if self.stopping():
            raise Stopped
        if self.clock.up_ms() - self._held_ms >= _RENEWAL_MS:
            with self.lease.writing():
                pass
            self._held_ms = self.clock.up_ms()


@dataclass(frozen=True)
class Job:
    """`run` does the work and returns in a few words what came of it, naming no person.

    Run twice it does nothing twice; killed anywhere, the next run finishes it.
    """

    name: str
    schedule: Schedule
    run: Callable[[Work], str]
