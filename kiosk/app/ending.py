"""How the program is told to end."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer


@contextmanager
def ended_when_told(app: QCoreApplication) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the event loop of `app`: the one that runs or, told before it, the next.

    Python handles a signal between two of its own instructions; the socket gives a loop at rest one to do.
    The loop is left by `exit`: `quit` would ask the window first, which does not let itself be closed.
    """
    heard, told = socket.socketpair()
    with heard, told:
        heard.setblocking(False)
        told.setblocking(False)
        notifier = QSocketNotifier(heard.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda: heard.recv(64))
        before = {ending: signal.getsignal(ending) for ending in (signal.SIGTERM, signal.SIGINT)}
        for ending in before:
            signal.signal(ending, lambda _number, _frame: QTimer.singleShot(0, app.exit))
        woken = signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            notifier.setEnabled(False)
            signal.set_wakeup_fd(woken)
            for ending, handler in before.items():
                signal.signal(ending, handler)
