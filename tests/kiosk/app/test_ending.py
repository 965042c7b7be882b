import os
import signal

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app.ending import ended_when_told
from kiosk.ui.model import VisitModel
from kiosk.ui.window import open_window

TOO_LATE_MS = 20_000


@pytest.fixture
def app(quiet_qt: QGuiApplication) -> QGuiApplication:
    return quiet_qt


def runs_out(app: QGuiApplication) -> int:
    """Run the loop; the exit code, 1 where nothing ended it."""
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(lambda: app.exit(1))
    late.start(TOO_LATE_MS)
    code = app.exec()
    late.stop()
    return code


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_loop_that_is_told_to_end_before_it_begins_ends_all_the_same(
    app: QGuiApplication, ending: signal.Signals
) -> None:
    with ended_when_told(app):
        os.kill(os.getpid(), ending)
        assert runs_out(app) == 0


def test_a_loop_with_nothing_to_do_ends_when_told(app: QGuiApplication) -> None:
    with ended_when_told(app):
        child = os.fork()
        if not child:
            os.kill(os.getppid(), signal.SIGTERM)
            os._exit(0)
        assert runs_out(app) == 0
        os.waitpid(child, 0)


def test_a_window_that_lets_nobody_close_it_holds_up_no_end(app: QGuiApplication) -> None:
    window = open_window(VisitModel(lambda event: None, lambda: 0))
    try:
        with ended_when_told(app):
            os.kill(os.getpid(), signal.SIGTERM)
            assert runs_out(app) == 0
        assert window.isVisible()
    finally:
        window.shut()


def test_a_signal_after_the_loop_is_the_systems_again(app: QGuiApplication) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with ended_when_told(app):
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
