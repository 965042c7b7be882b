"""A folder that goes from hand to hand: files written whole or not at all, read with a limit, no links."""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from sync.contract.crash import crash_point

TEMPORARY: Final = ".hailong-"
_MODE: Final = 0o644
_READING: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_BINARY: Final = getattr(os, "O_BINARY", 0)


class Fault(StrEnum):
    """Why a stick cannot be used."""

    ABSENT = "absent"
    FULL = "full"
    READ_ONLY = "read_only"
    NOT_ALLOWED = "not_allowed"
    BROKEN = "broken"


@dataclass(frozen=True)
class StickFailed:
    """A stick that cannot be used; `detail` names the path and what the system said."""

    fault: Fault
    detail: str


@dataclass(frozen=True)
class NoFile:
    """A file that is not read: a link, no regular file, too large, gone; `detail` says which."""

    detail: str


_FAULTS: Final = {
    errno.ENOENT: Fault.ABSENT,
    errno.ENOTDIR: Fault.ABSENT,
    errno.ENODEV: Fault.ABSENT,
    errno.ENXIO: Fault.ABSENT,
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EFBIG: Fault.FULL,
    errno.EROFS: Fault.READ_ONLY,
    errno.EACCES: Fault.NOT_ALLOWED,
    errno.EPERM: Fault.NOT_ALLOWED,
}


def failed(error: OSError, path: Path) -> StickFailed:
    """What an error of the system means to the person who holds the stick."""
    return StickFailed(_FAULTS.get(error.errno or 0, Fault.BROKEN), f"{path}: {error.strerror or error}")


def write_whole(path: Path, content: bytes) -> StickFailed | None:
    """Write `path` anew; at any instant it is the old file, or all of the new one, on the disk.

    A link of that name is replaced, not followed.
    """
    try:
        _write(path, content)
    except OSError as error:
        return failed(error, path)
    return None


def read_whole(path: Path, limit: int) -> bytes | NoFile:
    """All of a regular file of at most `limit` bytes."""
    try:
        with opened(path) as handle:
            content = b""
            while len(content) <= limit and (piece := os.read(handle, limit + 1 - len(content))):
                content += piece
    except OSError as error:
        return NoFile(error.strerror or str(error))
    return content if len(content) <= limit else NoFile(f"larger than {limit} bytes")


def size_of(path: Path) -> int | None:
    """The bytes of a regular file; None for anything else."""
    try:
        seen = path.lstat()
    except OSError:
        return None
    return seen.st_size if stat.S_ISREG(seen.st_mode) else None


def files_in(folder: Path, *endings: str) -> list[Path] | StickFailed:
    """The regular files in `folder` whose names end so, by name; ours that were half written are none."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder) if entry.is_file(follow_symlinks=False))
    except OSError as error:
        return failed(error, folder)
    return [folder / name for name in names if name.endswith(endings) and not name.startswith(TEMPORARY)]


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` survive a power cut; Windows has no such call and no such need."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # not every file system can
                raise
        finally:
            os.close(handle)


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """The handle of a regular file, for reading; no link is followed.

    Raises:
        OSError: it is none, or cannot be read.
    """
    if sys.platform == "win32" and path.is_symlink():
        raise OSError(errno.ELOOP, "a link")
    handle = os.open(path, _READING | _BINARY)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        yield handle
    finally:
        os.close(handle)


def _write(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=TEMPORARY, suffix=".part", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):  # a stick's file system may know no modes
            temporary.chmod(_MODE)
        crash_point("stick.before_rename")
        temporary.replace(path)
        crash_point("stick.after_rename")
    except BaseException:
        with suppress(OSError):  # the stick may be gone
            temporary.unlink()
        raise
    sync_folder(path.parent)
