"""The kiosk at work: joins the rooms, shows the screen, and leaves in order."""

import logging
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import ExitStack

os.environ.setdefault("LC_ALL", "C.UTF-8")

from PySide6.QtGui import QGuiApplication

from kiosk.app.attendant import Attendant
from kiosk.app.calling import calling, remember
from kiosk.app.drafting import Drafted
from kiosk.app.opening import Kiosk, NotEnrolled, open_kiosk
from kiosk.app.photos import photo_urls
from kiosk.app.posting import Posting
from kiosk.app.scenes import scenes_to
from kiosk.app.succession import BetweenVisits
from kiosk.config import Config
from kiosk.desk import machine_clock
from kiosk.store import Draft, RunLock, Store, StoreFailed, holds_store
from kiosk.ui.model import VisitModel
from kiosk.ui.translations import Translations
from kiosk.ui.window import KioskWindow, open_window
from sync.agent.worker import Status, Worker
from sync.contract.directory import Directory

log = logging.getLogger(__name__)

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
Ready = Callable[[KioskWindow, Callable[[], None]], None]


class NoDisplay(Exception):
    """Nothing to draw on."""

    def __init__(self) -> None:
        super().__init__("there is no display: start it in a graphical session, or set QT_QPA_PLATFORM")


def run(config: Config, ready: Ready | None = None) -> None:
    """Take ratings until the window closes or the process is told to end.

    `ready` is called once with the window shown and a function that leaves.

    Raises:
        AlreadyRunning, NotEnrolled, BrokenIdentity, StoreFailed, NoDisplay: there is nothing to run.
        MissingTypeface, MissingTranslation, BrokenScreen: the installation is incomplete.
    """
    if sys.platform == "linux" and not any(os.environ.get(name) for name in DISPLAYS):
        raise NoDisplay
    folder = config.data_folder
    if not holds_store(folder):
        raise NotEnrolled(folder)
    with ExitStack() as stack:
        lock = stack.enter_context(RunLock(folder))
        kiosk = stack.enter_context(open_kiosk(folder, machine_clock(), lock))
        _work(config, kiosk, ready, stack)


def _work(config: Config, kiosk: Kiosk, ready: Ready | None, stack: ExitStack) -> None:
    app = QGuiApplication.instance() or QGuiApplication(["hailong-kiosk"])
    now_ms, ledger = kiosk.clock.up_ms, kiosk.store.position().ledger
    worker: Worker | None = None

    def posting_of(directory: Directory) -> Posting:
        return Posting(directory, photo_urls(directory, kiosk.store, kiosk.folder))

    def wake() -> None:
        if worker is not None:
            worker.wake()

    attendant = Attendant(posting_of(kiosk.directory), ledger, appender(kiosk.store), wake, now_ms)
    model = VisitModel(attendant.take, now_ms, offered(kiosk.directory.policies.languages))
    if config.deliver:
        contact = stack.enter_context(
            calling(
                kiosk,
                lambda directory: attendant.posted.emit(posting_of(directory)),
                BetweenVisits(kiosk.store, attendant.succession.emit),
            )
        )
        worker = Worker(contact, kiosk.store, kiosk.time, told=lambda status: _remember(kiosk, status))
    window = open_window(
        model, px_per_mm=config.px_per_mm, windowed=config.windowed, size=(config.width, config.height)
    )
    attendant.open(scenes_to(model.show, kiosk.identity, now_ms))
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda _number, _frame: app.quit())
    if worker is not None:
        worker.start()
    if ready is not None:
        ready(window, app.quit)
    app.exec()
    attendant.close()
    if worker is not None and not worker.stop():
        log.warning("left a contact with the central server under way; its lines stay in the ledger")
    window.shut()
    try:
        kiosk.store.append_now("kiosk.stopped", {})
    except StoreFailed as error:
        log.error("the end could not be noted: %s", error)


def appender(store: Store) -> Callable[[Drafted], Future[int]]:
    """Appends single lines to `store`."""

    def append(drafted: Drafted) -> Future[int]:
        seq: Future[int] = Future()

        def answer(done: Future[list[int]]) -> None:
            error = done.exception()
            if error is None:
                seq.set_result(done.result()[0])
            else:
                seq.set_exception(error)

        store.append([Draft(drafted.kind, drafted.body, drafted.blobs)]).add_done_callback(answer)
        return seq

    return append


def offered(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Of the languages a directory wants, those this program has words for; Vietnamese if none."""
    known = Translations().languages
    return tuple(language for language in languages if language in known) or known[:1]


def _remember(kiosk: Kiosk, status: Status) -> None:
    if status.outcome is not None:
        remember(kiosk, status.outcome, status.not_come)
