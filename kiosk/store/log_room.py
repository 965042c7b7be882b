"""SQLite's log at its full length from the beginning: a commit overwrites, and waits for the disk once.

One that makes the file longer waits for the file system's own journal as well. What is laid out are zeros:
no frame of a log begins so, and whoever reads it after a power cut stops there as at its end.
"""

import os
import shutil
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from kiosk.store.database import FILE_NAME, writing
from kiosk.store.reserve import SPARE_BYTES

LOG_FILE_NAME: Final = f"{FILE_NAME}-wal"
LOG_BYTES: Final = 32 + 1_024 * (24 + 4_096)
"""A header and 1,024 frames of a page each: SQLite begins again at the front from 1,000 on."""


def lay_out(db: Database, home: Path) -> None:
    """Lengthen the log of the database in `home`, if it is shorter and the disk has room to spare.

    Nobody else writes meanwhile: who has the right to write the database has its log alone.

    Raises:
        OSError: the disk cannot be written; the log holds what it held.
    """
    with writing(db), (home / LOG_FILE_NAME).open("r+b", buffering=0) as log:
        missing = LOG_BYTES - log.seek(0, os.SEEK_END)
        if missing > 0 and shutil.disk_usage(home).free >= missing + SPARE_BYTES:
            log.write(bytes(missing))
            os.fsync(log.fileno())
