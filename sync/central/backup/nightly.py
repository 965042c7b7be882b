"""A backup each night into one folder, of which the newest are kept."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from sync.central.backup.making import Made, make_backup
from sync.central.backup.refusal import BackupRefused

_NAME: Final = re.compile(r"hailong-\d{8}T\d{9}Z\.backup")
_LEFT: Final = (".part", ".snapshot", ".snapshot-journal")


def back_up_into(
    folder: Path,
    engine: Engine,
    keys: Path,
    passphrase_file: Path,
    keep: int,
    now_ms: int,
    go_on: Callable[[], None],
) -> Made:
    """Make one more backup; older ones go only after it is on disk and was read again.

    Raises:
        BackupRefused, OSError, sqlite3.Error: it was not made; nothing has gone.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.iterdir():  # of one that was cut off
        if left.name.endswith(_LEFT) and _NAME.match(left.name):
            left.unlink()
    passphrase = read_passphrase(passphrase_file)
    moment = f"{datetime.fromtimestamp(now_ms // 1000, UTC):%Y%m%dT%H%M%S}{now_ms % 1000:03}Z"
    target = folder / f"hailong-{moment}.backup"
    made = make_backup(engine, keys, target, passphrase, now_ms, go_on=go_on)
    every = sorted(file for file in folder.iterdir() if _NAME.fullmatch(file.name))
    for old in every[:-keep]:
        old.unlink()
    return made


def read_passphrase(file: Path) -> str:
    """What a file holds, without the line's end.

    Raises:
        BackupRefused: it cannot be read.
    """
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BackupRefused(f"{file}: the passphrase cannot be read") from error
