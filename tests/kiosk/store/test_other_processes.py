"""What other processes, kills and crashes must not do to the ledger."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.store import AlreadyRunning, RunLock, Store, open_store
from sync.contract.ledger import read_line
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER

ROOT = Path(__file__).parents[3]


def appender(folder: Path, name: str, many: int, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.store.appender", str(folder), name, str(many)],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def founded(folder: Path, clock: HandClock) -> Path:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
    return folder


def reasons(store: Store) -> dict[int, object]:
    pending = store.pending(max_lines=100_000, max_bytes=1 << 30)
    assert pending is not None
    lines = [read_line(raw) for raw in pending.lines]
    return {line.seq: line.body.get("reason") for line in lines}


def test_two_processes_append_to_one_chain_and_each_is_told_its_own_numbers(
    founded: Path, clock: HandClock
) -> None:
    other = appender(founded, "other", 150)
    assert other.stdout is not None
    first = other.stdout.readline()
    with open_store(founded, clock=clock) as store:
        mine = {store.append_now("kiosk.paused", {"reason": "mine"}) for _ in range(150)}
        out, _ = other.communicate()
        theirs = {int(seq) for seq in [first, *out.split()]}
        assert other.returncode == 0
        assert mine | theirs == set(range(2, 302))
        assert store.verify() == store.position().last
        held = reasons(store)
    assert {seq for seq in held if held[seq] == "mine"} == mine
    assert {seq for seq in held if held[seq] == "other"} == theirs


def test_nobody_else_can_write_between_the_reading_of_the_head_and_the_line_that_follows_it(
    founded: Path,
) -> None:
    refused = []

    class Intruder(HandClock):
        def wall_ms(self) -> int:
            other = sqlite3.connect(founded / "ledger" / "ledger.sqlite3", timeout=0)
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                refused.append(str(error))
            other.close()
            return self.wall

    with open_store(founded, clock=Intruder()) as store:
        assert store.append_now("kiosk.paused", {}) == 2
    assert refused == ["database is locked"]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize("acknowledged", [1, 7, 60])
def test_a_kill_in_the_middle_of_appending_loses_nothing_that_was_acknowledged(
    founded: Path, clock: HandClock, acknowledged: int
) -> None:
    process = appender(founded, "killed", 1_000_000)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(acknowledged)]
    process.send_signal(signal.SIGKILL)
    told += [int(seq) for seq in process.stdout.read().split("\n")[:-1]]
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    with open_store(founded, clock=clock) as store:
        held = reasons(store)
        assert told == list(range(2, 2 + len(told)))
        assert all(held[seq] == "killed" for seq in told)
        assert store.verify() == store.position().last
        assert store.append_now("kiosk.started", {}) == len(held) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
@pytest.mark.parametrize(("point", "kept"), [("store.before_commit", 1), ("store.after_commit", 2)])
def test_a_power_cut_around_the_commit_leaves_a_whole_line_or_none(
    founded: Path, clock: HandClock, point: str, kept: int
) -> None:
    process = appender(founded, "cut", 5, HAILONG_CRASH_AT=point)
    out, _ = process.communicate()
    assert (process.returncode, out) == (-signal.SIGKILL, "")
    with open_store(founded, clock=clock) as store:
        assert store.position().last.seq == kept
        assert store.verify() == store.position().last


def test_one_data_folder_is_run_once_at_a_time(folder: Path) -> None:
    with RunLock(folder), pytest.raises(AlreadyRunning, match=str(folder)):
        RunLock(folder)
    with RunLock(folder):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX's")
def test_a_killed_kiosk_leaves_no_lock_behind(folder: Path) -> None:
    hold = "import sys; from pathlib import Path; from kiosk.store import RunLock\n"
    hold += "lock = RunLock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(AlreadyRunning):
            RunLock(folder)
        holder.kill()
    RunLock(folder).close()
