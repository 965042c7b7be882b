"""Programs on machines whose clocks are wrong: the wall clock by libfaketime, the boot by namespaces."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.processes import PATIENCE_SECONDS, Ended

ROOT = Path(__file__).parents[2]
UP_SECONDS = 20
BOOT_ID = "/proc/sys/kernel/random/boot_id"
IN_ITS_BOOT = f'mount --bind "$1" {BOOT_ID} && shift && exec "$@"'


def library() -> str:
    """libfaketime; the test is skipped where it is not installed."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        pytest.skip("libfaketime is not installed: apt-get install faketime")
    return str(found[0])


@dataclass(frozen=True)
class Boot:
    """A start of a machine: its id, in a file, and how long this one had been up then."""

    file: Path
    seconds: int


@dataclass(frozen=True)
class Machine:
    """A machine whose wall clock says `wall` (in libfaketime's words), started anew in `boot`.

    Monotonic clocks stay true: a dead battery stops the calendar, not the counting.
    """

    wall: str
    boot: Boot | None = None
    steps: Path | None = None

    def run(self, module: str, *arguments: str, **environment: str) -> Ended:
        """`main` of a module of ours, to its end."""
        done = subprocess.run(
            self._command(module, arguments),
            cwd=ROOT,
            env=self._environment(environment),
            capture_output=True,
            text=True,
            check=False,
        )
        return Ended(done.returncode, done.stdout + done.stderr)

    @contextmanager
    def running(self, module: str, *arguments: str) -> Iterator[str]:
        """A module of ours at work; the first line it says."""
        command, environment = self._command(module, arguments), self._environment({})
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline()
            finally:
                process.terminate()
                process.wait(PATIENCE_SECONDS)

    def _command(self, module: str, arguments: tuple[str, ...]) -> list[str]:
        python = [sys.executable, "-m", module, *arguments]
        if self.boot is None:
            return python
        started = ["--time", "--boottime", str(UP_SECONDS - self.boot.seconds)]
        return [
            "unshare",
            "--mount",
            "--fork",
            *started,
            "sh",
            "-c",
            IN_ITS_BOOT,
            "sh",
            str(self.boot.file),
            *python,
        ]

    def _environment(self, own: Mapping[str, str]) -> dict[str, str]:
        faked = {"LD_PRELOAD": library(), "DONT_FAKE_MONOTONIC": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
        if self.steps is None:
            faked["FAKETIME"] = self.wall
        else:
            self.steps.write_text(self.wall, encoding="ascii")
            faked |= {"FAKETIME_TIMESTAMP_FILE": str(self.steps), "FAKETIME_NO_CACHE": "1"}
        return {**os.environ, **faked, **own}


def new_boot(folder: Path) -> Boot:
    """Another boot, from now on; the test is skipped where this process may make no namespaces."""
    probe = ["unshare", "--mount", "--fork", "--time", "--boottime", "0", "true"]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this process may make no namespaces: {done.stderr.strip()}")
    boot = str(uuid.uuid4())
    file = folder / f"boot-{boot}"
    file.write_text(boot + "\n", encoding="ascii")
    return Boot(file, int(float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])))
