"""What every route is handed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Engine

from sync.central.api.site import Addresses
from sync.central.api.stopping import Stopping
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.meters.meters import Meters

T = TypeVar("T")


class Served(Addresses, Protocol):
    """What routes ask of the settings."""

    @property
    def data(self) -> Path:
        """Where keys are kept, and whose disk must have room."""
        ...

    @property
    def least_room_mib(self) -> int:
        """How much room it must have, in MiB."""
        ...

    @property
    def synchronous(self) -> bool:
        """Whether a line must be on a second machine before its receipt."""
        ...

    @property
    def metrics_token(self) -> Path | None:
        """A file with the token that lets others scrape."""
        ...


@dataclass(frozen=True)
class State:
    """The running server: database, identity, settings, clock, and the threads that talk to the database.

    `patient` are few, for backlogs: however many wait there, live lines and people's pages do not.
    """

    engine: Engine
    identity: Identity
    settings: Served
    clock: Clock
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "database"))
    patient: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "backlog"))
    watching: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "watch"))
    meters: Meters = field(default_factory=Meters)
    stopping: Stopping = field(default_factory=Stopping)

    @property
    def server_id(self) -> str:
        """The server's UUID."""
        return self.identity.server_id

    async def work(self, call: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(
            self.threads, copy_context().run, call, *arguments
        )

    async def work_patiently(self, call: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work that others go before."""
        return await asyncio.get_running_loop().run_in_executor(
            self.patient, copy_context().run, call, *arguments
        )

    def end(self) -> None:
        """Wait for the work under way; none can begin then."""
        self.threads.shutdown()
        self.patient.shutdown()
        self.watching.shutdown()
