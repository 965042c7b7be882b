"""The kiosk's door for a central server that pulls, where the configuration opens one."""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kiosk.app.calling import keep_house, remember
from kiosk.app.opening import Kiosk
from kiosk.app.reporting import MIB
from kiosk.config import Config
from kiosk.identity.certificate import tls_context
from sync.agent.kept_directory import stored_directory
from sync.agent.outcome import Delivered, Failure
from sync.agent.ports import Successor
from sync.agent.pull_desk import Pulled
from sync.agent.pull_server import open_pull
from sync.contract.directory import Directory
from sync.wire.door import NotListening

log = logging.getLogger(__name__)


@contextmanager
def pulled(
    config: Config,
    kiosk: Kiosk,
    applied: Callable[[Directory], None],
    successor: Successor,
    heard: Callable[[], None] = lambda: None,
) -> Iterator[None]:
    """Listen for the server meanwhile; `applied` hears, on other threads, new directories and photos.

    `successor` begins a new ledger where the server has something else; `heard` is called after each receipt.
    """
    if config.pull_host is None:
        yield
        return

    desk = desk_of(kiosk, applied, successor, config.reserve_mib * MIB, heard)
    door = open_pull(config.pull_host, config.pull_port, tls_context(kiosk.folder, kiosk.identity), desk)
    if isinstance(door, NotListening):
        log.error("no server can pull from here: %s", door.detail)
        yield
        return
    try:
        yield
    finally:
        door.close()


def desk_of(
    kiosk: Kiosk,
    applied: Callable[[Directory], None],
    successor: Successor,
    reserve: int,
    heard: Callable[[], None] = lambda: None,
) -> Pulled:
    """The kiosk, for whoever pulls from it; `reserve` in bytes, all else as in `pulled`."""

    def kept() -> Directory:
        raw = kiosk.store.directory()
        return kiosk.directory if raw is None else stored_directory(raw)

    def told(outcome: Delivered | Failure) -> None:
        remember(kiosk, outcome, None)
        keep_house(kiosk, kept(), reserve)
        if isinstance(outcome, Delivered):
            heard()

    return Pulled(
        outbox=kiosk.store,
        shelf=kiosk.store,
        signer=kiosk.identity,
        clock=kiosk.time,
        directory=kept,
        room_bytes=lambda: shutil.disk_usage(kiosk.folder).free,
        applied=applied,
        told=told,
        successor=successor,
    )
