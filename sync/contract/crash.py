"""Named points at which a test may kill the process; nothing happens where HAILONG_CRASH_AT is unset.

`HAILONG_CRASH_AT=<point>` kills when the point is reached, `<point>@<n>` when it is reached the n-th time.
The environment is read once, when this is imported.
"""

import os
import signal
from collections.abc import Callable
from itertools import count
from typing import Final

_AT, _, _NTH = os.environ.get("HAILONG_CRASH_AT", "").partition("@")
_VISITS: Final = count(1)


def _go_on(_name: str) -> None:
    pass


def _kill(name: str) -> None:
    if name == _AT and next(_VISITS) == int(_NTH or 1):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


crash_point: Final[Callable[[str], None]] = _kill if _AT else _go_on
"""Kills this process as a power cut would, if the environment names this point."""
