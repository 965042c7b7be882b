"""Keeps the kiosk going where no service manager does: starts it again when it ends or hangs.

`keep` hears the signs of life that systemd would hear, at a port of this machine's own; the kiosk ends when
its standard input does, thus with its keeper. Who can write to the data folder can end both in order: the
file `leave` there is the wish.
"""

import logging
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO, Final

from kiosk.private_files import make_private_folder
from kiosk.store import AlreadyRunning, RunLock

LEFT: Final = 11
"""How `run` ends when staff leave to the system."""
WISH: Final = "leave"
LOCK: Final = "keep.lock"
LOG_BYTES: Final = 1_000_000
LOOK_SECONDS: Final = 0.5

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a start, between two signs of life, before the next start, for an end in order."""

    start: float = 120
    silence: float = 60
    rest: float = 5
    end: float = 30


def keep(command: Sequence[str], folder: Path, patience: Patience | None = None) -> int:
    """Run `command` again and again; 0 when somebody wished its end, 11 when staff left to the system.

    What it says is in the data folder's log/kiosk.log, what its keeper says in log/keep.log.

    Raises:
        AlreadyRunning: the data folder `folder` has a keeper.
        StoreFailed: the disk lets nobody lock it.
    """
    with RunLock(folder, LOCK):
        (folder / WISH).unlink(missing_ok=True)
        make_private_folder(folder / "log")
        written = RotatingFileHandler(
            folder / "log" / "keep.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
        written.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        log.addHandler(written)
        try:
            return Keeper(command, folder, patience or Patience()).keep()
        finally:
            log.removeHandler(written)
            written.close()


def leave(folder: Path, seconds: float) -> bool:
    """Let keeper and kiosk of the data folder end in order; whether nothing runs there now."""
    wish, limit = folder / WISH, time.monotonic() + seconds
    wish.touch()
    try:
        while not all(_free(folder, lock) for lock in (LOCK, None)):
            if time.monotonic() > limit:
                return False
            time.sleep(LOOK_SECONDS)
    finally:
        wish.unlink(missing_ok=True)
    return True


def _free(folder: Path, lock: str | None) -> bool:
    try:
        (RunLock(folder) if lock is None else RunLock(folder, lock)).close()
    except AlreadyRunning:
        return False
    return True


class Keeper:
    """Looks after the kiosk of the data folder `folder`."""

    def __init__(self, command: Sequence[str], folder: Path, patience: Patience) -> None:
        self._command, self._patience = command, patience
        self._wish, self._said = folder / WISH, folder / "log" / "kiosk.log"

    def keep(self) -> int:
        """Until its end is wished for, or staff leave to the system."""
        while not self._wish.exists():
            code = self._live()
            if code == LEFT:
                return code
            if not self._wish.exists():
                log.warning("the kiosk ended with %d", code)
                self._rest()
        return 0

    def _live(self) -> int:
        """One life of the kiosk; how it ended."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
            ear.bind(("127.0.0.1", 0))
            ear.settimeout(LOOK_SECONDS)
            with self._written() as said, self._started("{}:{}".format(*ear.getsockname()), said) as process:
                return self._watch(process, ear)

    def _written(self) -> IO[bytes]:
        """The file for what the kiosk says: a file and no pipe, which whatever it starts might hold open."""
        with suppress(OSError):
            if self._said.stat().st_size > LOG_BYTES:
                self._said.replace(self._said.with_suffix(".log.1"))
        return self._said.open("ab")

    def _started(self, ear: str, said: IO[bytes]) -> subprocess.Popen[bytes]:
        own = {"NOTIFY_SOCKET": ear, "WATCHDOG_USEC": str(int(self._patience.silence * 1_000_000))}
        return subprocess.Popen(  # noqa: S603 - this program itself
            self._command,
            env=os.environ | own,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )

    def _watch(self, process: subprocess.Popen[bytes], ear: socket.socket) -> int:
        limit = time.monotonic() + self._patience.start
        while (code := process.poll()) is None:
            with suppress(TimeoutError):
                ear.recv(64)
                limit = time.monotonic() + self._patience.silence
            if self._wish.exists():
                return self._end(process)
            if time.monotonic() > limit:
                log.error("the kiosk hangs")
                process.kill()
                return process.wait()
        return code

    def _end(self, process: subprocess.Popen[bytes]) -> int:
        assert process.stdin is not None  # noqa: S101 - as it was started
        process.stdin.close()
        try:
            return process.wait(self._patience.end)
        except subprocess.TimeoutExpired:
            log.exception("the kiosk does not end")
            process.kill()
            return process.wait()

    def _rest(self) -> None:
        limit = time.monotonic() + self._patience.rest
        while time.monotonic() < limit and not self._wish.exists():
            time.sleep(min(LOOK_SECONDS, self._patience.rest))
