"""What the central server tells this kiosk to do, done once: a line before, a line afterwards."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Protocol

import msgspec
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.app.drafting import Drafted
from kiosk.app.errands import FAILED, Errands
from kiosk.store import StoreFailed
from sync.contract.commands import MOST, Command, Outcome, Verdict, What, judge_command
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import Line

log = logging.getLogger(__name__)

LOOK_MS: Final = 2_000
TAKEN: Final = "commands_taken"


class _Said(msgspec.Struct, frozen=True):
    command: str
    what: str = ""


@dataclass(frozen=True)
class Came:
    """What a command came to; `blobs` are those that `attached` names."""

    outcome: Outcome
    code: str | None = None
    attached: dict[str, str] | None = None
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Deeds:
    """How each command is carried out; `deliver` and `diagnose` take their time, on a thread of their own."""

    deliver: Callable[[], Came]
    diagnose: Callable[[Command, Directory], Came]
    restart: Callable[[], None]


class Memory(Protocol):
    """What this kiosk wrote before; settings outlive a ledger that was given up."""

    def lines_about(self, subject: str) -> tuple[Line, ...]:
        """The lines whose kind begins with `subject` and a dot, in order."""

    def keep_setting(self, name: str, value: str) -> object:
        """Keep `value` under `name`, without waiting."""

    def get_setting(self, name: str) -> str | None:
        """The value under `name`, if kept."""


class Commands(QObject):
    """Lives on the screen's thread, and reads the ledger once, when it is made.

    `resting` tells whether nobody is before the screen: no restart takes a visit away. `now_ms` is corrected
    time, None while nobody knows it. `append` takes lines to be and answers from any thread.
    """

    given = Signal(object)
    """A `Directory` whose commands hold now; may be emitted from any thread."""
    _kept = Signal(object, object)

    def __init__(
        self,
        memory: Memory,
        append: Callable[[Drafted], Future[int]],
        deeds: Deeds,
        resting: Callable[[], bool],
        now_ms: Callable[[], int | None],
    ) -> None:
        super().__init__()
        self._append = append
        self._deeds = deeds
        self._resting = resting
        self._now_ms = now_ms
        self._errands = Errands()
        self._memory = memory
        self._taken, self._unanswered = _past(memory.lines_about("command"))
        self._kept_ids = (memory.get_setting(TAKEN) or "").split()
        self._taken |= set(self._kept_ids)
        self._directory: Directory | None = None
        self._busy: Command | None = None
        self._restarts = False
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_MS)
        self._clock.timeout.connect(self.look)
        self.given.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._kept.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    def open(self, directory: Directory) -> None:
        """Say what became of commands that were under way when this kiosk ended; obey from now on.

        Who was told to restart, and starts now, has restarted.
        """
        for one in self._unanswered:
            came = Outcome.DONE if one.what == What.RESTART else Outcome.INTERRUPTED
            self._answer(one.command, one.what, Came(came))
        self._take(directory)

    def close(self) -> None:
        """Obey no more."""
        self._clock.stop()
        self._errands.close()

    def look(self) -> None:
        """Do what can be done now, one thing at a time; look again while something waits."""
        if self._restarts and self._resting():
            self._restarts, self._directory = False, None
            self._clock.stop()
            self._deeds.restart()
            return
        waits = self._restarts or self._busy is not None
        commands = () if waits or self._directory is None else self._directory.commands[-MOST:]
        for command in commands:
            verdict = judge_command(command, self._now_ms(), self._taken)
            if verdict is Verdict.TELL_UNKNOWN:
                self._remember(command)
                self._answer(command.command, command.what, Came(Outcome.UNKNOWN))
            elif verdict is Verdict.TAKE and (command.what != What.RESTART or self._resting()):
                self._begin(command)
                waits = True
                break
            waits |= verdict in {Verdict.TAKE, Verdict.WAIT}
        if waits != self._clock.isActive():
            self._clock.start() if waits else self._clock.stop()

    def _take(self, directory: Directory) -> None:
        self._directory = directory
        self.look()

    def _begin(self, command: Command) -> None:
        self._busy = command
        body = {"command": command.command, "what": command.what}
        done = self._append(Drafted("command.taken", body))
        done.add_done_callback(lambda line: self._kept.emit(command, line))

    def _go_on(self, command: Command, line: Future[int]) -> None:
        """The ledger has it, or not: then it is tried again at the next look."""
        if line.exception() is not None:
            log.error("a command could not be taken: %s", line.exception())
            self._busy = None
            return
        self._remember(command)
        if command.what == What.RESTART:
            self._busy, self._restarts = None, True
            self.look()
            return
        directory = self._directory

        def job() -> Came:
            if command.what == What.DELIVER or directory is None:
                return self._deeds.deliver()
            return self._deeds.diagnose(command, directory)

        def told(came: object) -> None:
            self._busy = None
            found = Came(Outcome.FAILED, "went_wrong") if came is FAILED else came
            self._answer(command.command, command.what, found if isinstance(found, Came) else _LOST)
            self.look()

        self._errands.run("command", job, told)

    def _remember(self, command: Command) -> None:
        self._taken.add(command.command)
        self._kept_ids = [*self._kept_ids, command.command][-2 * MOST :]
        self._memory.keep_setting(TAKEN, " ".join(self._kept_ids))

    def _answer(self, command: str, what: str, came: Came) -> None:
        body: dict[str, object] = {"command": command, "what": what, "outcome": came.outcome}
        body |= {} if came.code is None else {"code": came.code}
        body |= {} if came.attached is None else {"attached": came.attached}
        self._append(Drafted("command.done", body, came.blobs)).add_done_callback(_lament)


_LOST: Final = Came(Outcome.FAILED)


def _past(lines: Iterable[Line]) -> tuple[set[str], list[_Said]]:
    """Every command that lines tell of, and those that were taken and never answered."""
    taken: set[str] = set()
    unanswered: dict[str, _Said] = {}
    for line in lines:
        try:
            said = convert(line.body, _Said)
        except Malformed:
            continue
        taken.add(said.command)
        if line.kind == "command.taken":
            unanswered[said.command] = said
        elif line.kind == "command.done":
            unanswered.pop(said.command, None)
    return taken, list(unanswered.values())


def _lament(line: Future[int]) -> None:
    if isinstance(line.exception(), StoreFailed):
        log.error("what came of a command could not be kept: %s", line.exception())
