"""Both programs as processes: the central server, the kiosk, and a citizen before it."""

import importlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30.0
WAIT = {"serve", "run"}
"""Commands that end when they are told to."""


PROGRAMS: dict[str, list[str]] = {}
"""How a module of ours is run, where not by this interpreter: tests/frozen names what was frozen."""


class WentWrong(Exception):
    """A program did not do what it was told; says what it said."""


def called(module: str) -> list[str]:
    """The command that runs a module of ours."""
    return PROGRAMS.get(module, [sys.executable, "-m", module])


def start(module: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A module of ours as a process that is talked to through its standard streams."""
    quiet = {"HAILONG_CENTRAL_LOG_LEVEL": "warning"}
    return subprocess.Popen(
        [*called(module), *arguments],
        cwd=ROOT,
        env=quiet | os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    code: int
    said: str

    @property
    def told(self) -> Any:
        """Its JSON."""
        if self.code:
            raise WentWrong(f"exit code {self.code}: {self.said}")
        return json.loads(self.said)


def command(module: str, *arguments: str, typed: str = "", **environment: str) -> Done:
    """Run a command of ours to its end; `typed` is its standard input.

    It is a process where it is frozen or has an `environment` of its own; else its `main` is called here:
    a journey is made of what commands do, not of Python starting three hundred times.
    """
    if environment or module in PROGRAMS or set(arguments[:1]) & WAIT:
        return _process(module, *arguments, typed=typed, **environment)
    said, complained, main = StringIO(), StringIO(), importlib.import_module(module).main
    with redirect_stdout(said), redirect_stderr(complained), patch("sys.stdin", StringIO(typed)):
        try:
            code = main(arguments)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 2
    return Done(code, said.getvalue() + (complained.getvalue() if code else ""))


def _process(module: str, *arguments: str, typed: str, **environment: str) -> Done:
    done = subprocess.run(
        [*called(module), *arguments],
        cwd=ROOT,
        env=os.environ | {"LC_ALL": "C.UTF-8"} | environment,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if module in PROGRAMS:
        sys.stderr.write(done.stderr)
    return Done(done.returncode, done.stdout + (done.stderr if done.returncode else ""))


def central(*arguments: str, typed: str = "", **environment: str) -> Done:
    """`hailong-central`."""
    return command("sync.central.cli", *arguments, typed=typed, **environment)


def kiosk(*arguments: str, **environment: str) -> Done:
    """`hailong-kiosk`."""
    return command("kiosk.cli", *arguments, **environment)


@dataclass(frozen=True)
class Serving:
    """A central server at work; kiosks are told to call `site`."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])


@contextmanager
def serving(data: Path, site: str, *options: str, **environment: str) -> Iterator[Serving]:
    """`hailong-central serve` on a free port, ended like any service; a test may have killed it before."""
    arguments = ["serve", "--port", "0", "--json", "--data", str(data), "--address", site, *options]
    process = start("sync.central.cli", *arguments, **environment)
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            raise WentWrong(f"the central server ended with {process.wait()}")
        yield Serving(process, json.loads(line)["address"])
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> int:
    """Ask a process to end, and insist."""
    process.terminate()
    try:
        return process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()


class Citizen:
    """Stands before a real kiosk (offscreen unless told otherwise), touching as soon as it listens."""

    def __init__(self, config: Path, **environment: str) -> None:
        environment = {"QT_QPA_PLATFORM": "offscreen"} | environment
        self.process = start("tests.journeys.finger", str(config), **environment)
        self._hear()

    def touch(self, name: str) -> None:
        """Touch the control of that name as soon as it is there and its page's guard is over."""
        self._tell(touch=name)

    def where(self, name: str) -> tuple[int, int]:
        """The middle of a control that can be seen, in pixels."""
        x, y = self._tell(where=name)["at"]
        return x, y

    def tap(self, *names: str) -> None:
        """Touch controls that can be seen, faster than citizens may."""
        self._tell(tap=names)

    def type(self, keys: Sequence[str]) -> None:
        """Touch one key of the keyboard after the other, as soon as they are heard."""
        self._tell(type=list(keys))

    def see(self, page: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait for a page."""
        self._tell(wait=f"page-{page}", seconds=seconds)

    def read(self, text: str) -> None:
        """Wait for words on the screen."""
        self._tell(read=text)

    def select(self, name: str) -> None:
        """Select the control of that name by two switches, as soon as it can be seen."""
        self._tell(select=name)

    def answer(self, name: str) -> None:
        """Select the control of that name by one switch, as soon as scanning shows it."""
        self._tell(answer=name)

    def scan(self, text: str) -> None:
        """Hold a code to the scanner."""
        self._tell(scan=text)

    def practise(self) -> None:
        """Staff start the practice."""
        self._tell(practise=True)

    def wait(self, ms: int) -> None:
        """So much time goes by at once."""
        self._tell(later=ms)

    def picture(self, file: Path) -> None:
        """Keep what can be seen."""
        self._tell(picture=str(file))

    def leave(self) -> int:
        """Let the kiosk end by itself; its exit code."""
        self._tell(leave=True)
        return self.process.wait(PATIENCE_SECONDS)

    def _tell(self, **order: Any) -> dict[str, Any]:
        self._say(**order)
        return self._hear()

    def _say(self, **order: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise WentWrong(f"the kiosk ended with {self.process.wait(PATIENCE_SECONDS)}")
        answer: dict[str, Any] = json.loads(line)
        if not answer["ok"]:
            raise WentWrong(f"not on the screen: {answer}")
        return answer


@contextmanager
def citizen(config: Path, **environment: str) -> Iterator[Citizen]:
    """A citizen before the kiosk of `config`; the kiosk is ended afterwards if it still runs."""
    someone = Citizen(config, **environment)
    try:
        yield someone
    finally:
        end(someone.process)


def ledger_lines(folder: Path) -> list[dict[str, Any]]:
    """Every line of the kiosk's ledger in the data folder `folder`."""
    with closing(sqlite3.connect(_ledger_file(folder))) as ledger:
        return [json.loads(raw) for (raw,) in ledger.execute("SELECT raw FROM lines ORDER BY seq")]


@contextmanager
def slow_disk(folder: Path) -> Iterator[None]:
    """Nothing can be written to the ledger in `folder` meanwhile: another process keeps it locked."""
    with closing(sqlite3.connect(_ledger_file(folder), isolation_level=None)) as ledger:
        ledger.execute("BEGIN IMMEDIATE")
        yield
        ledger.execute("ROLLBACK")


def _ledger_file(folder: Path) -> Path:
    return folder / "ledger" / "ledger.sqlite3"
