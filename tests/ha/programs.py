"""Programs that this test started itself, each with a log of its own; ended by the ids that it noted."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 180.0


def until(done: Callable[[], object], what: str, logs: Path | None = None) -> None:
    """Wait for something to be so; where it never is, say what, with the ends of the logs."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while not done():
        if time.monotonic() > ends:
            told = [f"== {log.name}\n{log.read_text('utf-8', 'replace')[-1500:]}" for log in _logs(logs)]
            raise AssertionError("\n".join([f"{what}: not within {PATIENCE_SECONDS:.0f} s", *told]))
        time.sleep(0.1)


def _logs(folder: Path | None) -> list[Path]:
    return [] if folder is None else sorted(folder.glob("*.log"))


class Programs:
    """What runs, by name."""

    def __init__(self, folder: Path, user: str) -> None:
        self.folder = folder
        self._user = user
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(
        self, name: str, *words: str, environment: dict[str, str] | None = None, own: bool = False
    ) -> None:
        """Start a program as the databases' user, or (`own`) as this process's."""
        user = None if own else self._user
        with (self.folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                words,
                env=os.environ | {"HOME": str(self.folder)} | (environment or {}),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=user,
                group=user,
                start_new_session=True,
            )

    def kill(self, name: str, *more: int) -> None:
        """SIGKILL, also for processes `more` that this program started."""
        running = self._running.pop(name)
        for process in (running.pid, *more):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        running.wait(60)

    def end(self) -> None:
        """Kill whatever runs."""
        for name in list(self._running):
            self.kill(name)
