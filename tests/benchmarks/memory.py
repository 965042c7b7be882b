"""What memory this process has, and what of it is in use: where the first grows alone, it lies in pieces."""

import ctypes
from pathlib import Path

MALLOC = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"  # mallinfo2(3)


class MallInfo(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_size_t) for name in MALLOC.split())


def rss_kib() -> int:
    """Resident memory."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def in_use_kib() -> int:
    """What malloc has given out and not got back; Python's own small objects are not among it."""
    tell = ctypes.CDLL(None).mallinfo2
    tell.restype = MallInfo
    info = tell()
    return int(info.uordblks + info.hblkhd) // 1024
