"""Folders and files that only the kiosk's own user may read, written whole or not at all."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sync.wire.stick import sync_folder

__all__ = ["FILE_MODE", "FOLDER_MODE", "create_file", "make_private_folder", "replace_file", "sync_folder"]

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_private_folder(folder: Path) -> None:
    """Create `folder` and its parents where missing, shut to others; one that was there is left as it is.

    Windows: the folder above says who gets in; a mode would shut the kiosk out of administrators' folders.
    """
    mode = 0o777 if sys.platform == "win32" else FOLDER_MODE
    folder.mkdir(mode=mode, parents=True, exist_ok=True)


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write `path` anew: after a power cut it holds the old bytes or all of the new ones."""
    _temporary(path, pieces).replace(path)
    sync_folder(path.parent)


def create_file(path: Path, content: bytes) -> None:
    """Write `path`, which must not exist yet.

    Raises:
        FileExistsError: it does; it is left as it is.
    """
    temporary = _temporary(path, [content])
    try:
        if sys.platform == "win32":
            temporary.rename(path)
        else:
            path.hardlink_to(temporary)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


def _temporary(path: Path, pieces: Iterable[bytes]) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)
