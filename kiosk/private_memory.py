"""What a citizen types is in memory only: no crash may write it to the disk."""

import ctypes
import sys

PR_SET_DUMPABLE = 4
WER_NO_HEAP = 1


def forbid_core_dumps() -> None:
    """From now on no core file and no crash report holds this process's memory.

    Linux: not dumpable (prctl(2)), which also keeps the memory from other programs of the same user, and no
    core file where a handler ignores that (setrlimit(2)). Windows: reports without the heap (WerSetFlags).
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.WerSetFlags(WER_NO_HEAP)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0)
