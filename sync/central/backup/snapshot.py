"""A copy of a SQLite database as it was at one moment, while others write to it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

Progress = Callable[[int, int], None]
"""Of pages that are copied, and of all."""

_PAGES_AT_A_TIME: Final = 2_048


def take_snapshot(source: Path, target: Path, progress: Progress) -> None:
    """Copy `source` to `target`, which must not exist; on disk when this returns.

    A read transaction is held all along, so that writers neither wait nor make the copy begin anew.

    Raises:
        OSError, sqlite3.Error: it cannot be read, or there is no room.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(_connect(source)) as reader, closing(sqlite3.connect(target)) as copy:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_schema").fetchone()

        def told(_status: int, left: int, total: int) -> None:
            progress(total - left, total)

        reader.backup(copy, pages=_PAGES_AT_A_TIME, progress=told)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, complete by itself
    sync_file(target)


def sync_file(file: Path) -> None:
    """Let the file's content, and that it is there, be on disk."""
    for path, flags in ((file, os.O_RDWR), (file.parent, os.O_RDONLY)):
        handle = os.open(path, flags)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _connect(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
