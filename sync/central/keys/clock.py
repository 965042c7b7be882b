"""The machine's clocks."""

import time
import uuid
from pathlib import Path
from typing import Final, Protocol

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class Clock(Protocol):
    """Times in ms; `up_ms` counts since `boot`, sleep included."""

    @property
    def boot(self) -> str:
        """A UUID for this start of the machine."""
        ...

    def wall_ms(self) -> int:
        """Ms since 1970 UTC, as the machine believes."""
        ...

    def up_ms(self) -> int:
        """Ms since `boot`; never falls."""
        ...


class SystemClock:
    """The real one: the kernel's start where it tells, otherwise this process's."""

    def __init__(self) -> None:
        self._by_kernel = _BOOT_ID.exists() and hasattr(time, "CLOCK_BOOTTIME")
        self.boot = _BOOT_ID.read_text("ascii").strip() if self._by_kernel else str(uuid.uuid4())

    def wall_ms(self) -> int:
        """Ms since 1970 UTC."""
        return time.time_ns() // 1_000_000

    def up_ms(self) -> int:
        """Ms since `boot`."""
        if self._by_kernel:
            return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
        return time.monotonic_ns() // 1_000_000
