"""Going on in a new ledger where the server holds something else under the old one's name."""

import logging
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from kiosk.store import AlreadyRunning, RunLock, Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Succession:
    """A new ledger to be; `begin` founds it in the old one's place, and its future tells when it stands."""

    ledger: str
    begin: Callable[[], Future[bool]]


class AtOnce:
    """For a command: at once, if no kiosk runs here; a running one must do it itself, between its visits."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store

    def succeed(self, ledger: str, agreed: int) -> None:
        """Give `ledger` up behind line `agreed`."""
        try:
            with RunLock(self._folder):
                self._store.succeed(ledger, str(uuid.uuid4()), agreed).result()
        except AlreadyRunning:
            log.warning("the running kiosk will go on in a new ledger by itself")


class BetweenVisits:
    """For the running kiosk: `plan` hands a succession to whoever knows when no visit is under way."""

    def __init__(self, store: Store, plan: Callable[[Succession], None]) -> None:
        self._store = store
        self._plan = plan

    def succeed(self, ledger: str, agreed: int) -> None:
        """Give `ledger` up behind line `agreed` as soon as nobody is before the screen."""
        new = str(uuid.uuid4())
        self._plan(Succession(new, lambda: self._store.succeed(ledger, new, agreed)))
