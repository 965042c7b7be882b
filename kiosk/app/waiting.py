"""Before the ledger can be opened: the paused page, until the disk lets it."""

import logging
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app.attendant import RETRY_MS
from kiosk.app.ending import ended_when_told
from kiosk.app.posting import Posting
from kiosk.app.scenes import scene_of
from kiosk.config import Config
from kiosk.desk import machine_clock
from kiosk.store import DiskFailed, DiskFull, known_failure, saved_directory
from kiosk.ui.model import VisitModel
from kiosk.ui.scene import Scene
from kiosk.ui.window import KioskWindow, open_window
from kiosk.visit import Desk, Paused, Visit, advance, begin
from sync.agent.kept_directory import stored_directory
from sync.contract.encoding import Malformed

T = TypeVar("T")

log = logging.getLogger(__name__)


def passes(error: Exception) -> bool:
    """Whether waiting may help: the disk is full, read-only or fails."""
    known = known_failure(error) if isinstance(error, OSError) else error
    return isinstance(known, DiskFull | DiskFailed)


def once_possible(config: Config, attempt: Callable[[], T]) -> T | None:
    """What `attempt` gives, tried every five seconds while the disk is at fault; None: told to end meanwhile.

    Whoever comes sees the paused page. Any other failure of `attempt` is raised.
    """
    try:
        return attempt()
    except Exception as error:
        posting = _posting(config) if passes(error) else None
        if posting is None:
            raise
        came = _wait(config, posting, attempt, error)
        if came is not None:
            log.info("the disk is well again")
        return came


def _wait(config: Config, posting: Posting, attempt: Callable[[], T], cause: Exception) -> T | None:
    app = QGuiApplication.instance() or QGuiApplication(["hailong-kiosk"])
    reason = "disk_full" if _is_full(cause) else "store"
    window = paused_window(
        config, posting.desk, reason, lambda visit, now_ms: scene_of(visit, posting, None, None, now_ms)
    )
    came: list[T] = []
    failed: list[Exception] = []

    def try_again() -> None:
        try:
            came.append(attempt())
        except Exception as error:
            if passes(error):
                return
            log.exception("the ledger cannot be opened")
            failed.append(error)
        app.exit()

    timer = QTimer()
    timer.timeout.connect(try_again)
    timer.start(RETRY_MS)
    with ended_when_told(app):
        log.error("waiting for the disk: %s", cause)
        app.exec()
    timer.stop()
    shut(window)
    if failed:
        raise failed[0]
    return came[0] if came else None


def paused_window(
    config: Config, desk: Desk, reason: str, scene: Callable[[Visit, int], Scene]
) -> KioskWindow:
    """A window with the paused page, as `scene` makes it of a visit and the time; nothing leads away."""
    now_ms = machine_clock().up_ms
    model = VisitModel(lambda _event: None, now_ms, ("vi",))
    window = open_window(
        model, px_per_mm=config.px_per_mm, windowed=config.windowed, size=(config.width, config.height)
    )
    paused, _facts = advance(begin(desk, now_ms()), Paused(reason, at_ms=now_ms()))
    model.show(scene(paused, now_ms()))
    return window


def shut(window: KioskWindow) -> None:
    """Close a window that another one follows."""
    QGuiApplication.setQuitOnLastWindowClosed(False)
    window.shut()
    QGuiApplication.setQuitOnLastWindowClosed(True)


def _is_full(error: Exception) -> bool:
    known = known_failure(error) if isinstance(error, OSError) else error
    return isinstance(known, DiskFull)


def _posting(config: Config) -> Posting | None:
    """Where this kiosk stands, from the copy of its directory that needs no database."""
    try:
        raw = saved_directory(config.data_folder)
        return None if raw is None else Posting(stored_directory(raw))
    except (OSError, Malformed):
        return None
