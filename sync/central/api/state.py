"""What every route is handed."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Engine

from sync.central.api.site import Addresses
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity

T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """The running server: database, identity, settings, clock, and the threads that talk to the database.

    `patient` are few, for backlogs: however many wait there, live lines and people's pages do not.
    """

    engine: Engine
    identity: Identity
    settings: Addresses
    clock: Clock
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(4, "database"))
    patient: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "backlog"))

    @property
    def server_id(self) -> str:
        """The server's UUID."""
        return self.identity.server_id

    async def work(self, call: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, call, *arguments)

    async def work_patiently(self, call: Callable[..., T], *arguments: Any) -> T:
        """Run blocking work that others go before."""
        return await asyncio.get_running_loop().run_in_executor(self.patient, call, *arguments)

    def end(self) -> None:
        """Wait for the work under way; none can begin then."""
        self.threads.shutdown()
        self.patient.shutdown()
