"""A voice that runs the system's player as a child process, one at a time."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LONGEST_SECONDS: Final = 60.0


class ChildVoice:
    """Runs `command <file>` from a thread of its own, so that not even starting it holds anybody up.

    A child that plays for more than `longest_seconds` is ended: a player may wait for ever for its device.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        kinds: tuple[str, ...],
        environment: Mapping[str, str],
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self.kinds = kinds
        self._command = command
        self._environment = system_environment(environment)
        self._longest_seconds = longest_seconds
        self._changed = threading.Condition()
        self._wishes: list[Path | None] = []
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="sound", daemon=True)
        self._thread.start()

    def say(self, file: Path) -> None:
        """Play `file` instead of whatever is playing."""
        self._wish(file)

    def hush(self) -> None:
        """Silence now."""
        self._wish(None)

    def close(self) -> None:
        """Silence for good; waits up to 2 s for the child to be gone."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(2)

    def _wish(self, file: Path | None) -> None:
        with self._changed:
            self._wishes = [file]
            self._changed.notify()

    def _serve(self) -> None:
        child: subprocess.Popen[bytes] | None = None
        until_s = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wishes or self._closed, None if child is None else 0.1)
                wishes, self._wishes, closed = self._wishes, [], self._closed
            if child is not None and (wishes or closed or time.monotonic() > until_s):
                _end(child)
            if closed:
                return
            if wishes and wishes[0] is not None:
                child, until_s = self._start(wishes[0]), time.monotonic() + self._longest_seconds
            if child is not None and child.poll() is not None:
                child = None

    def _start(self, file: Path) -> subprocess.Popen[bytes] | None:
        try:
            return subprocess.Popen(  # noqa: S603 (the command is the composer's, the file our own)
                [*self._command, str(file)],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return None


def system_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` for programs of the system: a frozen kiosk's own libraries are not theirs."""
    kept = dict(environment)
    before = kept.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        kept["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        kept.pop("LD_LIBRARY_PATH", None)
    return kept


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(0.5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
