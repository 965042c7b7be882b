"""The machine's clocks, one class per system."""

import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Wall time, time since the start of the machine, and which start that was."""

    def wall_ms(self) -> int:
        """Wall time as the machine believes it, ms since 1970 UTC."""

    def up_ms(self) -> int:
        """Ms since the machine started, sleep included."""

    def boot(self) -> str:
        """A lower-case UUID per start of the machine."""


class LinuxClock:
    """CLOCK_BOOTTIME, and the kernel's own id of this boot."""

    def __init__(self, boot_id: Path = BOOT_ID) -> None:
        self._boot = str(uuid.UUID(boot_id.read_text(encoding="ascii").strip()))

    def wall_ms(self) -> int:
        """Wall time as the machine believes it, ms since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def up_ms(self) -> int:
        """Ms since the machine started, sleep included."""
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000

    def boot(self) -> str:
        """The kernel's boot id."""
        return self._boot


class WindowsClock:
    """GetTickCount64. Windows names no boot: a process names its own, and another one when ticks fall."""

    def __init__(self, ticks_ms: Callable[[], int]) -> None:
        self._ticks_ms = ticks_ms
        self._lock = threading.Lock()
        self._seen_ms = ticks_ms()
        self._boot = str(uuid.uuid4())

    def wall_ms(self) -> int:
        """Wall time as the machine believes it, ms since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def up_ms(self) -> int:
        """Ms since the machine started, sleep included."""
        return self._look()

    def boot(self) -> str:
        """A UUID that changes where `up_ms` fell."""
        self._look()
        return self._boot

    def _look(self) -> int:
        with self._lock:
            ticks = self._ticks_ms()
            if ticks < self._seen_ms:
                self._boot = str(uuid.uuid4())
            self._seen_ms = ticks
            return ticks


def machine_clock() -> Clock:
    """The clock of the machine this runs on."""
    if sys.platform == "win32":
        import ctypes

        ticks = ctypes.windll.kernel32.GetTickCount64
        ticks.restype = ctypes.c_ulonglong
        return WindowsClock(ticks)
    return LinuxClock()
