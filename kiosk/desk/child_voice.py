"""A voice that runs the system's player, or speaker, as a child process, one at a time."""

import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.desk.sayings import LONGEST_TEXT, Saying, Speaker

LONGEST_SECONDS: Final = 60.0


class ChildVoice:
    """Runs `command <file>` from a thread of its own, so that not even starting it holds anybody up.

    Without a `command` no file can be played; without a `speaker` no words can be spoken.
    A child that plays for more than `longest_seconds` is ended: a player may wait for ever for its device.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        kinds: tuple[str, ...],
        environment: Mapping[str, str],
        longest_seconds: float = LONGEST_SECONDS,
        speaker: Speaker | None = None,
    ) -> None:
        self.kinds = kinds
        self._speaker = speaker
        self._command = command
        self._environment = system_environment(environment)
        self._longest_seconds = longest_seconds
        self._changed = threading.Condition()
        self._wishes: list[tuple[Saying, ...]] = []
        self._rest: list[Saying] = []
        self._playing = False
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name="sound", daemon=True)
        self._thread.start()

    def speaks(self, language: str) -> bool:
        """Whether words of `language` can be spoken live."""
        return self._speaker is not None and self._speaker.speaks(language)

    @property
    def busy(self) -> bool:
        """Whether something is being said, or will be."""
        with self._changed:
            return bool(self._wishes or self._rest or self._playing)

    def say(self, *what: Saying) -> None:
        """Say `what`, one after the other, instead of whatever is playing."""
        self._wish(what)

    def hush(self) -> None:
        """Silence now."""
        self._wish(())

    def close(self) -> None:
        """Silence for good; waits up to 2 s for the child to be gone."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(2)

    def _wish(self, what: tuple[Saying, ...]) -> None:
        with self._changed:
            self._wishes = [what]
            self._changed.notify()

    def _serve(self) -> None:
        child: subprocess.Popen[bytes] | None = None
        until_s = 0.0
        while True:
            with self._changed:
                self._playing = child is not None
                wait = None if child is None and not self._rest else 0.05
                self._changed.wait_for(lambda: self._wishes or self._closed, wait)
                wishes, self._wishes, closed = self._wishes, [], self._closed
                if wishes:
                    self._rest = list(wishes[0])
                    self._playing = True
            if child is not None and (wishes or closed or time.monotonic() > until_s):
                _end(child)
            if closed:
                return
            if child is not None and child.poll() is not None:
                child = None
            if child is None:
                child, until_s = self._next(), time.monotonic() + self._longest_seconds

    def _next(self) -> subprocess.Popen[bytes] | None:
        with self._changed:
            saying = self._rest.pop(0) if self._rest else None
        return None if saying is None else self._start(saying)

    def _start(self, saying: Saying) -> subprocess.Popen[bytes] | None:
        if isinstance(saying, Path):
            return self._run((*self._command, str(saying)), b"")
        if self._speaker is None:
            return None
        return self._run(self._speaker.command(saying), saying.text[:LONGEST_TEXT].encode())

    def _run(self, command: tuple[str, ...], told: bytes) -> subprocess.Popen[bytes] | None:
        try:
            child = subprocess.Popen(  # noqa: S603 (the command is the composer's, the file our own)
                command,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return None
        if child.stdin is not None:
            with suppress(OSError):  # it may have ended already
                child.stdin.write(told)
            with suppress(OSError):
                child.stdin.close()
        return child


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
