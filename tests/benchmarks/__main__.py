"""`python -m tests.benchmarks [--full] [NAME…]`: measure, print the table, write it into build/bench.

Each row is measured in a process of its own: what one leaves behind changes no other, and none can hang.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks import rows
from tests.benchmarks.figure import ROWS, Found, Row, found
from tests.benchmarks.report import Run, markdown, write

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "bench"
ONLY_IN_FULL = "only in full"
PATIENCE_SECONDS = {False: 900, True: 7_200}
"""Until a row is given up; an idle machine needs seconds for most."""


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 1 where something could not be measured. A goal that is missed is told, and no error."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--full", action="store_true", help="the large sizes, too: an hour or two")
    names = rows.names()
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names)}")
    told = parser.parse_args(arguments)
    if unknown := set(told.names) - set(names):
        parser.error(f"no such row: {', '.join(sorted(unknown))}; expected some of {', '.join(names)}")
    chosen = [ROWS[name] for name in told.names or names]
    began, begun, before = datetime.now(UTC), time.monotonic(), os.getloadavg()[0]
    results: list[Found] = []
    for row in chosen:
        print(f"{row.name} …", end=" ", file=sys.stderr, flush=True)
        started = time.monotonic()
        results += measured(row, full=told.full)
        print(f"{time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    load = (before, os.getloadavg()[0])
    moment, taken = began.strftime("%Y-%m-%d %H:%M UTC"), time.monotonic() - begun
    run = Run(moment, said_by("git", "describe", "--always", "--dirty"), taken, machine(), load, told.full)
    write(FOLDER, run, results, "some-rows" if told.names else "report")
    print(markdown(run, results))
    return int(any(one.sample is None and one.fault != ONLY_IN_FULL for one in results))


def machine() -> str:
    """What it is, and the versions of what is measured beside us."""
    model = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    versions = (said_by("chromium", "--version"), said_by("psql", "--version"))
    kind = f"{os.cpu_count()} processors ({model[1] if model else 'unnamed'}), {platform.system()}"
    return ", ".join([f"{kind} {platform.machine()}", f"Python {platform.python_version()}", *versions])


def said_by(program: str, *arguments: str) -> str:
    """The first line that a program says; that it is not there."""
    try:
        done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return f"no {program}"
    return (done.stdout.strip().splitlines() or [f"{program}: exit code {done.returncode}"])[0]


def measured(row: Row, *, full: bool) -> list[Found]:
    """What a process of its own found of a row, or why it did not."""
    if row.full_only and not full:
        return found(row, None, ONLY_IN_FULL)
    command = [sys.executable, "-m", "tests.benchmarks.one", row.name, *(["--full"] if full else [])]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS[full],
            check=False,
        )
    except subprocess.TimeoutExpired:
        return found(row, None, f"not done within {PATIENCE_SECONDS[full]} s")
    if done.returncode:
        sys.stderr.write(done.stderr)
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        return found(row, None, last)
    return found(row, json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    raise SystemExit(main())
