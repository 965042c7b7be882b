"""The system's word to end reaches a kiosk that waits, whatever it waits for."""

import os
import signal
import threading

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication

from kiosk.app.ending import ENDINGS, EndWhenTold

PATIENCE_MS = 10_000


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_kiosk_in_which_nothing_happens_hears_the_word_to_end(
    quiet_qt: QGuiApplication, ending: signal.Signals
) -> None:
    before, told = signal.getsignal(ending), []
    patience = QTimer(singleShot=True, interval=PATIENCE_MS)
    patience.timeout.connect(quiet_qt.quit)

    def end() -> None:
        told.append(ending)
        quiet_qt.quit()

    word = EndWhenTold(end)
    with word:
        patience.start()
        QTimer.singleShot(0, lambda: threading.Timer(0.05, os.kill, (os.getpid(), ending)).start())
        quiet_qt.exec()
    assert told == [ending]
    assert patience.isActive()
    assert signal.getsignal(ending) == before
    patience.stop()
    shiboken6.delete(word)
