"""The kiosk at work: joins the rooms, shows the screen, and leaves in order."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Protocol

os.environ.setdefault("LC_ALL", "C.UTF-8")

from PySide6.QtGui import QGuiApplication

from assets import FOLDER
from kiosk.app.attendant import Attendant, Show
from kiosk.app.awaiting import enrolled_by_itself
from kiosk.app.calling import calling, keep_house, make_room, remember
from kiosk.app.delivering import deliver_now
from kiosk.app.drafting import Drafted, InHand
from kiosk.app.duty import duties_kept
from kiosk.app.ending import ended_when_told
from kiosk.app.faults_seen import watch_faults
from kiosk.app.known_time import KnownTime
from kiosk.app.obeying import serve_commands
from kiosk.app.opening import Kiosk, NotEnrolled, open_kiosk
from kiosk.app.photos import photo_urls
from kiosk.app.posting import Posting
from kiosk.app.pulling import pulled
from kiosk.app.reading import Reader, chiming
from kiosk.app.renewal import Renewal
from kiosk.app.reporting import MIB
from kiosk.app.scenes import scenes_to
from kiosk.app.sentences import read_book
from kiosk.app.shelf_watch import ShelfWatch
from kiosk.app.staff_room import EXIT_CODES, Around, serve_staff
from kiosk.app.succession import BetweenVisits
from kiosk.app.surroundings import Surroundings
from kiosk.app.sweeping import Sweeper
from kiosk.app.waiting import once_possible
from kiosk.config import Config
from kiosk.desk import Clock, machine_clock, machine_player, memory_sticks
from kiosk.identity import is_of_another_machine
from kiosk.private_memory import forbid_core_dumps
from kiosk.store import Draft, RunLock, Store, StoreFailed, holds_store
from kiosk.ui.keys import Switches
from kiosk.ui.model import VisitModel
from kiosk.ui.staff import StaffModel
from kiosk.ui.translations import Translations
from kiosk.ui.window import KioskWindow, open_window
from kiosk.visit import Visit
from sync.agent.contact import Contact
from sync.agent.outcome import Delivered
from sync.agent.worker import Status, Worker
from sync.contract.directory import Directory

log = logging.getLogger(__name__)

SOUNDS = FOLDER / "sounds"
PATIENCE = {"off": 1, "two": 2, "one": 4}
"""How many times the usual time pages wait for those who move with so many switches."""
DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
Ready = Callable[[KioskWindow, Callable[[], None]], None]


class Closing(Protocol):
    """What ends before the window does."""

    def close(self) -> None:
        """End."""


class NoDisplay(Exception):
    """Nothing to draw on."""

    def __init__(self) -> None:
        super().__init__("there is no display: start it in a graphical session, or set QT_QPA_PLATFORM")


def run(config: Config, ready: Ready | None = None, clock: Clock | None = None) -> int:
    """Take ratings until the window closes, the process is told to end or staff end it; the exit code.

    `ready` is called once with the window shown and a function that leaves; `clock`: else the machine's.

    Raises:
        AlreadyRunning, NotEnrolled, BrokenIdentity, StoreFailed, NoDisplay: there is nothing to run.
        MissingTypeface, MissingTranslation, BrokenScreen: the installation is incomplete.
    """
    forbid_core_dumps()
    if sys.platform == "linux" and not any(os.environ.get(name) for name in DISPLAYS):
        raise NoDisplay
    with ExitStack() as stack:
        kiosk = _kiosk_of(config, clock or machine_clock(), stack)
        return 0 if kiosk is None else _work(config, kiosk, ready, stack)


def _kiosk_of(config: Config, clock: Clock, stack: ExitStack) -> Kiosk | None:
    """The kiosk; a machine that is none becomes one by its provisioning file. None: told to end meanwhile."""

    def attempt() -> Kiosk:
        return _open(config.data_folder, clock, stack)

    try:
        return once_possible(config, attempt)
    except NotEnrolled:
        if not config.provisioning.exists():
            raise
    return once_possible(config, attempt) if enrolled_by_itself(config, clock) else None


def _open(folder: Path, clock: Clock, stack: ExitStack) -> Kiosk:
    if not holds_store(folder):
        raise NotEnrolled(folder)
    with ExitStack() as opened:
        lock = opened.enter_context(RunLock(folder))
        kiosk = opened.enter_context(open_kiosk(folder, clock, lock))
        if is_of_another_machine(folder):
            log.error("the keys were made on another machine; `hailong-kiosk check` tells the way out")
        stack.push(opened.pop_all())
    return kiosk


def _work(config: Config, kiosk: Kiosk, ready: Ready | None, stack: ExitStack) -> int:
    app = QGuiApplication.instance() or QGuiApplication(["hailong-kiosk"])
    now_ms, ledger = kiosk.clock.up_ms, kiosk.store.position().ledger
    worker: Worker | None = None

    player = stack.enter_context(closing(machine_player(SOUNDS)))

    def posting_of(directory: Directory) -> Posting:
        photos = photo_urls(directory, kiosk.store, kiosk.folder)
        return Posting(directory, photos, PATIENCE[config.switch])

    def wake() -> None:
        renewal.appended()
        if worker is not None:
            worker.wake()

    time = KnownTime(kiosk.time, kiosk.clock, kiosk.directory.published)
    duties = duties_kept(kiosk.store, kiosk.directory, time)
    attendant = Attendant(
        posting_of(kiosk.directory), ledger, appender(kiosk.store), wake, now_ms, duties.going_on
    )
    reader = Reader(player, read_book(SOUNDS))
    model = VisitModel(
        chiming(player, attendant.take), now_ms, read_aloud=reader.touch, still=config.reduce_motion
    )
    around = Surroundings(kiosk, time, attendant)
    scenes = scenes_to(reader.before(model.show), kiosk.identity, now_ms, around.office.opens)
    spoken = speaking(model.offer, scenes)

    def show(visit: Visit, posting: Posting, in_hand: InHand) -> None:
        spoken(visit, posting, in_hand)
        staffing.see(visit, posting, in_hand)
        sweeper.see(resting=attendant.resting)

    def applied(directory: Directory) -> None:
        attendant.posted.emit(posting_of(directory))
        commands.given.emit(directory)

    renewal = Renewal(
        kiosk,
        config,
        appender(kiosk.store, wake),
        lambda: attendant.resting,
        lambda: app.exit(EXIT_CODES["restart"]),
    )
    commands = serve_commands(
        kiosk,
        appender(kiosk.store, wake),
        lambda: deliver_now(worker, kiosk, applied, config.reserve_mib * MIB),
        app.exit,
        lambda: attendant.resting,
        stack.enter_context(watch_faults()),
        renewal.place,
        kiosk.time.corrected_ms if config.hearable else time.now_ms,
    )

    succession = BetweenVisits(kiosk.store, attendant.succession.emit)
    if config.deliver:
        contact = stack.enter_context(calling(kiosk, applied, succession))
        worker = Worker(
            contact,
            kiosk.store,
            kiosk.time,
            told=partial(_told, config, kiosk, contact, renewal.heard),
            aside=renewal.aside(contact),
        )
    stack.enter_context(pulled(config, kiosk, applied, succession, renewal.heard))
    stack.enter_context(closing(ShelfWatch(kiosk.store, kiosk.directory.version, applied)))
    staff = StaffModel()
    staffing = serve_staff(
        kiosk,
        staff,
        Around(
            worker,
            applied,
            sticks_of(config),
            player,
            attendant.take,
            app.exit,
            succession,
            config.reserve_mib * MIB,
            renewal.place,
        ),
    )
    sweeper = stack.enter_context(closing(Sweeper()))
    window = open_window(
        model,
        staff=staff,
        px_per_mm=config.px_per_mm,
        windowed=config.windowed,
        size=(config.width, config.height),
        switches=Switches(config.switch == "one", config.dwell_ms),
    )
    attendant.open(show)
    make_room(kiosk, config.reserve_mib * MIB)
    renewal.open(window)
    commands.open(kiosk.directory)
    for ended in duties.over:
        attendant.note("duty.ended", ended)
    around.open(config, window)
    stack.enter_context(ended_when_told(app))
    if worker is not None:
        worker.start()
    if ready is not None:
        ready(window, app.exit)
    code = app.exec()
    _leave((around, commands, attendant, staffing, renewal), worker, window, kiosk)
    return code


def _leave(joined: Sequence[Closing], worker: Worker | None, window: KioskWindow, kiosk: Kiosk) -> None:
    for one in joined:
        one.close()
    _stop(worker)
    window.shut()
    _note_end(kiosk)


def _stop(worker: Worker | None) -> None:
    if worker is not None and not worker.stop():
        log.warning("left a contact with the central server under way; its lines stay in the ledger")


def _note_end(kiosk: Kiosk) -> None:
    try:
        kiosk.store.append_now("kiosk.stopped", {})
    except StoreFailed as error:
        log.error("the end could not be noted: %s", error)


def sticks_of(config: Config) -> Callable[[], Sequence[Path]]:
    """Where staff export to and settle from: the sticks plugged in, or the configuration's folder."""
    folder = config.stick_folder
    return memory_sticks if folder is None else lambda: [folder]


def appender(store: Store, kept: Callable[[], None] = lambda: None) -> Callable[[Drafted], Future[int]]:
    """Appends single lines to `store`; `kept` is called once one is on disk."""

    def append(drafted: Drafted) -> Future[int]:
        seq: Future[int] = Future()

        def answer(done: Future[list[int]]) -> None:
            error = done.exception()
            if error is None:
                seq.set_result(done.result()[0])
                kept()
            else:
                seq.set_exception(error)

        store.append([Draft(drafted.kind, drafted.body, drafted.blobs)]).add_done_callback(answer)
        return seq

    return append


def speaking(offer: Callable[[tuple[str, ...]], None], show: Show) -> Show:
    """Shows each moment in the languages that its directory wants."""
    known = Translations().languages

    def shown(visit: Visit, posting: Posting, in_hand: InHand) -> None:
        offer(offered(posting.directory.policies.languages, known))
        show(visit, posting, in_hand)

    return shown


def offered(languages: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    """Of the languages a directory wants, those this program has words for; Vietnamese if none."""
    return tuple(language for language in languages if language in known) or known[:1]


def _told(config: Config, kiosk: Kiosk, contact: Contact, heard: Callable[[], None], status: Status) -> None:
    if status.outcome is not None:
        remember(kiosk, status.outcome, status.not_come)
    if isinstance(status.outcome, Delivered):
        heard()
    keep_house(kiosk, contact.directory, config.reserve_mib * MIB)
