"""Disks of a test's own: small, filled to the byte, made read-only, or gone from one moment to the next."""

import errno
import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2
PAGE = 4096


class Disk:
    """A file system mounted at `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def free(self) -> int:
        """Bytes that may still be written."""
        stat = os.statvfs(self.folder)
        return stat.f_bavail * stat.f_frsize

    def fill(self, leaving: int = 0) -> None:
        """Let somebody else's file take everything but `leaving` bytes."""
        with (self.folder / "somebody elses").open("ab") as file:
            while (rest := self.free - leaving) > 0:
                try:
                    file.write(bytes(min(rest, 1 << 20)))
                    file.flush()
                except OSError as error:
                    if error.errno == errno.ENOSPC:
                        return
                    raise

    def empty(self) -> None:
        """Let somebody else's file go."""
        (self.folder / "somebody elses").unlink(missing_ok=True)

    def remount(self, option: str) -> None:
        """`ro` or `rw` from now on."""
        _run("mount", "-o", f"remount,{option}", str(self.folder))


class Drive(Disk):
    """An ext4 file system on an image of its own, that can fail like a drive whose cable is pulled."""

    def __init__(self, folder: Path, image: Path) -> None:
        super().__init__(folder)
        self._image = image

    def fail(self) -> None:
        """From now on every write is an I/O error; what no fsync had put on the disk is lost."""
        handle = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
        os.close(handle)

    def mount(self) -> None:
        """Put it in again."""
        _run("mount", "-o", "loop", str(self._image), str(self.folder))

    def unmount(self) -> None:
        """Take it out."""
        _run("umount", str(self.folder))


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Disk]:
    """A disk of so many KiB; the test is skipped where this process may mount none."""
    folder.mkdir()
    _mount_or_skip("-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(folder))
    try:
        yield Disk(folder)
    finally:
        _run("umount", "--lazy", str(folder))


@contextmanager
def drive(folder: Path, mib: int) -> Iterator[Drive]:
    """A drive of so many MiB; the test is skipped where this process may mount none."""
    folder.mkdir()
    image = folder.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(mib << 20)
    _run("mkfs.ext4", "-q", "-m", "0", str(image))
    _mount_or_skip("-o", "loop", str(image), str(folder))
    try:
        yield Drive(folder, image)
    finally:
        _run("umount", "--lazy", str(folder))


def _mount_or_skip(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this process may not mount a disk: {done.stderr.strip()}")


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
