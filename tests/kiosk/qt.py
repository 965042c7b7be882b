"""One Qt application a process, and a test fails on whatever Qt complains about."""

import gc
import os
from collections.abc import Iterator

import pytest

os.environ["LC_ALL"] = "C.UTF-8"
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from tests.sweeping import sweep

COMPLAINTS: list[str] = []
LOUD = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
OFFSCREEN_NOISE = "This plugin does not support"


def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Keep a complaint for the test that is running."""
    if kind in LOUD and not message.startswith(OFFSCREEN_NOISE):
        COMPLAINTS.append(message)


@pytest.fixture(scope="session")
def qt() -> Iterator[QGuiApplication]:
    """The application."""
    qInstallMessageHandler(hear)
    gc.disable()  # as the kiosk does: no other thread of a test may collect what lives on this one
    application = QGuiApplication.instance() or QGuiApplication(["kiosk"])
    assert isinstance(application, QGuiApplication)
    yield application
    qInstallMessageHandler(None)


@pytest.fixture
def quiet_qt(qt: QGuiApplication) -> Iterator[QGuiApplication]:
    """The application; the test fails if Qt complained meanwhile."""
    COMPLAINTS.clear()
    yield qt
    sweep()
    assert not COMPLAINTS, "\n".join(COMPLAINTS)
