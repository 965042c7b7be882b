"""The kiosk at work: joins the rooms, shows the screen, and leaves in order."""

import logging
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

os.environ.setdefault("LC_ALL", "C.UTF-8")

from PySide6.QtGui import QGuiApplication

from assets import FOLDER
from kiosk.app.afterwards import Afterwards
from kiosk.app.attendant import Attendant, Show
from kiosk.app.drafting import Drafted, InHand
from kiosk.app.duty import duties_kept
from kiosk.app.ending import ended_when_told
from kiosk.app.faults_seen import watch_faults
from kiosk.app.front import Front
from kiosk.app.known_time import KnownTime
from kiosk.app.opening import Kiosk, NotEnrolled, open_kiosk
from kiosk.app.photos import photo_urls
from kiosk.app.posting import Posting
from kiosk.app.reading import Reader, chiming
from kiosk.app.scenes import scenes_to
from kiosk.app.sentences import read_book
from kiosk.app.surroundings import Surroundings
from kiosk.app.sweeping import Sweeper
from kiosk.app.waiting import once_possible
from kiosk.config import Config
from kiosk.desk import Clock, machine_clock, machine_player
from kiosk.identity import is_of_another_machine
from kiosk.private_memory import forbid_core_dumps
from kiosk.store import Draft, RunLock, Store, StoreFailed, holds_store
from kiosk.ui.keys import Switches
from kiosk.ui.model import VisitModel
from kiosk.ui.staff import StaffModel
from kiosk.ui.translations import Translations
from kiosk.ui.window import KioskWindow, open_window
from kiosk.visit import Visit
from sync.contract.directory import Directory

if TYPE_CHECKING:
    from kiosk.app.behind import Behind

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
    from kiosk.app.awaiting import enrolled_by_itself  # speaks with the server

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
    faults = stack.enter_context(watch_faults())
    player = stack.enter_context(closing(machine_player(SOUNDS)))
    behind: list[Behind] = []
    broken: list[Exception] = []

    def posting_of(directory: Directory) -> Posting:
        photos = photo_urls(directory, kiosk.store, kiosk.folder)
        return Posting(directory, photos, PATIENCE[config.switch])

    def appended() -> None:
        for one in behind:
            one.appended()

    time = KnownTime(kiosk.time, kiosk.clock, kiosk.directory.published)
    duties = duties_kept(kiosk.store, kiosk.directory, time)
    attendant = Attendant(
        posting_of(kiosk.directory), ledger, appender(kiosk.store), appended, now_ms, duties.going_on
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
        for one in behind:
            one.see(visit, posting, in_hand)
        sweeper.see(resting=attendant.resting)

    staff = StaffModel()
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
    for ended in duties.over:
        attendant.note("duty.ended", ended)
    around.open(window)
    stack.enter_context(ended_when_told(app))

    def begin(made: "type[Behind]") -> None:
        append = appender(kiosk.store, appended)
        front = Front(
            config, kiosk, time, player, attendant, staff, window, faults, append, posting_of, app.exit
        )
        behind.append(made(front, stack))
        behind[0].open()
        attendant.show_again()
        sweeper.spare()
        if ready is not None:
            ready(window, app.exit)

    def give_up(error: Exception) -> None:
        broken.append(error)
        app.exit()

    afterwards = Afterwards(_behind, begin, give_up)
    afterwards.follow(window)
    code = app.exec()
    _leave((afterwards, around, attendant, *behind), window, kiosk)
    if broken:
        raise broken[0]
    return code


def _behind() -> "type[Behind]":
    """Most libraries are its own: nobody waits for them before the screen."""
    from kiosk.app.behind import Behind

    return Behind


def _leave(joined: Sequence[Closing], window: KioskWindow, kiosk: Kiosk) -> None:
    for one in joined:
        one.close()
    window.shut()
    _note_end(kiosk)


def _note_end(kiosk: Kiosk) -> None:
    try:
        kiosk.store.append_now("kiosk.stopped", {})
    except StoreFailed as error:
        log.error("the end could not be noted: %s", error)


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
