"""How a kiosk hears that its keeper wishes its end, or is gone: standard input ends. It needs no console."""

import os
import signal
import sys
import threading


def end_with_input() -> None:
    """End this process as SIGTERM does, once its standard input has ended; what comes before is dropped."""
    threading.Thread(target=_wait, name="kept", daemon=True).start()


def _wait() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        continue
    signal.raise_signal(signal.SIGTERM)
