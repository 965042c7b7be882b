"""Room kept for the ledger: a file that is given up, piece by piece, where the disk is full.

Piece by piece, since whoever filled the disk would fill all of it again at once.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from kiosk.private_files import FILE_MODE
from sync.contract.crash import crash_point

PIECE_BYTES: Final = 1024 * 1024
SPARE_BYTES: Final = 8 * 1024 * 1024
FILE_NAME: Final = "reserve"


def reserve_bytes(folder: Path) -> int:
    """How much of the reserve in the data folder is there."""
    try:
        return (folder / FILE_NAME).stat().st_size
    except FileNotFoundError:
        return 0


def room_bytes(folder: Path) -> int:
    """The room for the ledger in the data folder, its reserve included."""
    return shutil.disk_usage(folder).free + reserve_bytes(folder)


def give_up(folder: Path) -> bool:
    """Free a piece of the reserve; whether any was left."""
    left = reserve_bytes(folder)
    if left == 0:
        return False
    os.truncate(folder / FILE_NAME, max(0, left - PIECE_BYTES))
    crash_point("store.after_reserve_given_up")
    return True


def refill(folder: Path, size: int) -> None:
    """Bring the reserve back to `size` bytes, if the disk has room for that and some to spare.

    Raises:
        OSError: the disk cannot be written, or was filled meanwhile; what is there of the reserve stays.
    """
    left = reserve_bytes(folder)
    if left >= size or shutil.disk_usage(folder).free < size - left + SPARE_BYTES:
        return
    handle = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, FILE_MODE)
    try:
        _allocate(handle, left, size)
    finally:
        os.close(handle)
    crash_point("store.after_reserve_refilled")


if sys.platform == "linux":

    def _allocate(handle: int, left: int, size: int) -> None:
        os.posix_fallocate(handle, left, size - left)
else:

    def _allocate(handle: int, left: int, size: int) -> None:
        os.lseek(handle, left, os.SEEK_SET)
        for start in range(left, size, PIECE_BYTES):
            os.write(handle, bytes(min(PIECE_BYTES, size - start)))
