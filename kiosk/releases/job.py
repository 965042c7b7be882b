"""What a process starts ends with it, however it ends: Windows lets children live on."""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_EXTENDED_LIMITS: Final = 9
_KILL_WITH_LAST_HANDLE: Final = 0x2000


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION, of which one flag is of interest here."""

    _fields_ = (
        ("times", ctypes.c_int64 * 2),
        ("flags", ctypes.c_uint32),
        ("working_set", ctypes.c_size_t * 2),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("classes", ctypes.c_uint32 * 2),
        ("io", ctypes.c_uint64 * 6),
        ("memory", ctypes.c_size_t * 4),
    )


if sys.platform == "win32":
    _KERNEL: Final = ctypes.WinDLL("kernel32")
    _KERNEL.CreateJobObjectW.restype = _KERNEL.GetCurrentProcess.restype = ctypes.c_void_p

    @contextmanager
    def ending_together() -> Iterator[None]:
        """Whatever this process starts meanwhile ends when it is killed."""
        job = ctypes.c_void_p(_KERNEL.CreateJobObjectW(None, None))
        _limit(job, _KILL_WITH_LAST_HANDLE)
        _KERNEL.AssignProcessToJobObject(job, ctypes.c_void_p(_KERNEL.GetCurrentProcess()))
        try:
            yield
        finally:
            _limit(job, 0)  # else this process, too, would end before its exit code is told

    def _limit(job: ctypes.c_void_p, flags: int) -> None:
        limits = _Limits(flags=flags)
        _KERNEL.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits))
