"""What works behind the screen, put together: deliveries, pulls, calls, commands, staff, releases."""

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt

from kiosk.app.calling import calling, keep_house, make_room, remember
from kiosk.app.counter_calls import CounterCalls
from kiosk.app.delivering import deliver_now
from kiosk.app.drafting import InHand
from kiosk.app.front import Front
from kiosk.app.obeying import serve_commands
from kiosk.app.opening import Kiosk
from kiosk.app.posting import Posting
from kiosk.app.pulling import pulled
from kiosk.app.renewal import Renewal
from kiosk.app.reporting import MIB
from kiosk.app.shelf_watch import ShelfWatch
from kiosk.app.staff_room import EXIT_CODES, Around, serve_staff
from kiosk.app.succession import BetweenVisits
from kiosk.config import Config
from kiosk.desk import memory_sticks
from kiosk.visit import Visit
from sync.agent.contact import Contact
from sync.agent.outcome import Delivered
from sync.agent.worker import Status, Worker
from sync.contract.directory import Directory

log = logging.getLogger(__name__)


class Behind:
    """Lives on the screen's thread; `appended` may be called from any.

    Its doors and contacts are closed with `stack`. Reads the store when it is made.

    Raises:
        StoreFailed: the store cannot be read.
    """

    def __init__(self, front: Front, stack: ExitStack) -> None:
        self._front = front
        config, kiosk, append, leave = front.config, front.kiosk, front.append, front.leave
        reserve, resting = config.reserve_mib * MIB, lambda: front.attendant.resting
        restart = partial(leave, EXIT_CODES["restart"])
        succession = BetweenVisits(kiosk.store, front.attendant.succession.emit)
        self._renewal = Renewal(kiosk, config, append, resting, restart)
        self._worker: Worker | None = None
        if config.deliver:
            contact = stack.enter_context(calling(kiosk, self._applied, succession))
            self._worker = Worker(
                contact,
                kiosk.store,
                kiosk.time,
                told=partial(_told, kiosk, contact, reserve, self._renewal.heard),
                aside=self._renewal.aside(contact),
            )
        self._commands = serve_commands(
            kiosk,
            append,
            lambda: deliver_now(self._worker, kiosk, self._applied, reserve),
            leave,
            resting,
            front.faults,
            self._renewal.place,
            kiosk.time.corrected_ms if config.hearable else front.time.now_ms,
        )
        stack.enter_context(pulled(config, kiosk, self._applied, succession, self._renewal.heard))
        stack.enter_context(closing(ShelfWatch(kiosk.store, kiosk.directory.version, self._applied)))
        around = Around(
            self._worker,
            self._applied,
            sticks_of(config),
            front.player,
            front.attendant.take,
            leave,
            succession,
            reserve,
            self._renewal.place,
        )
        self._staffing = serve_staff(kiosk, front.staff, around)
        self._calls = CounterCalls(kiosk.directory, front.attendant.take, kiosk.clock.up_ms, kiosk.store)
        front.attendant.posted.connect(self._follow, Qt.ConnectionType.QueuedConnection)

    def open(self) -> None:
        """Begin; `appended` hears from now on of the lines that this writes."""
        config, kiosk = self._front.config, self._front.kiosk
        make_room(kiosk, config.reserve_mib * MIB)
        self._renewal.open(self._front.window)
        self._commands.open(kiosk.directory)
        if config.call_port is None:
            self._calls.leave_shut()
        else:
            self._calls.open(config.call_host, config.call_port)
        if self._worker is not None:
            self._worker.start()

    def see(self, visit: Visit, posting: Posting, in_hand: InHand) -> None:
        """A moment of a visit."""
        self._staffing.see(visit, posting, in_hand)

    def appended(self) -> None:
        """A line is on disk."""
        self._renewal.appended()
        if self._worker is not None:
            self._worker.wake()

    def close(self) -> None:
        """Begin nothing more; wait a little for the contact under way."""
        self._calls.close()
        self._commands.close()
        self._staffing.close()
        self._renewal.close()
        if self._worker is not None and not self._worker.stop():
            log.warning("left a contact with the central server under way; its lines stay in the ledger")

    def _follow(self, posting: Posting) -> None:
        self._calls.follow(posting.directory)

    def _applied(self, directory: Directory) -> None:
        self._front.attendant.posted.emit(self._front.posting_of(directory))
        self._commands.given.emit(directory)


def sticks_of(config: Config) -> Callable[[], Sequence[Path]]:
    """Where staff export to and settle from: the sticks plugged in, or the configuration's folder."""
    folder = config.stick_folder
    return memory_sticks if folder is None else lambda: [folder]


def _told(kiosk: Kiosk, contact: Contact, reserve: int, heard: Callable[[], None], status: Status) -> None:
    if status.outcome is not None:
        remember(kiosk, status.outcome, status.not_come)
    if isinstance(status.outcome, Delivered):
        heard()
    keep_house(kiosk, contact.directory, reserve)
