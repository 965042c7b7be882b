"""Named points at which a test may kill the process; nothing happens where HAILONG_CRASH_AT is unset."""

import os
import signal
from typing import Final

_AT: Final = os.environ.get("HAILONG_CRASH_AT")


def crash_point(name: str) -> None:
    """Kill this process as a power cut would, if the environment names this point."""
    if name == _AT:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
