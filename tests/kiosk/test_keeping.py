import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import cli, commands
from kiosk.keeping import LEFT, LOCK, LOG_BYTES, WISH, Patience, keep, leave
from kiosk.store import AlreadyRunning, RunLock

KIOSK = """
import signal, sys, time
from pathlib import Path
from kiosk.kept import end_with_input
from sync.wire.watchdog import Watchdog

folder, end = Path(sys.argv[1]), sys.argv[2]
lives = folder / "lives"
lives.open("a").write("*")
ends = end.split(",")
way = ends[min(len(lives.read_text()), len(ends)) - 1]
told = Watchdog()
assert told.beat_seconds is not None
told.ready()
print("Sảnh một cửa", file=sys.stderr)
if way.isdigit():
    sys.exit(int(way))
if way != "deaf":
    end_with_input()
(folder / "at work").touch()
while True:
    if way != "hang":
        told.alive()
    time.sleep(0.05)
"""
QUICK = Patience(start=60, silence=60, rest=0.05, end=1)


def lives(folder: Path) -> int:
    return len((folder / "lives").read_text())


@contextmanager
def kept(folder: Path, *ends: str, silence: float = 60) -> Iterator[Future[int]]:
    """A kiosk that ends each time as it is told, the last way for good, and its keeper."""
    with ThreadPoolExecutor(1) as thread:
        command = [sys.executable, "-c", KIOSK, str(folder), ",".join(ends)]
        kept = thread.submit(keep, command, folder, replace(QUICK, silence=silence))
        try:
            yield kept
        finally:
            leave(folder, 20)


def at_work(folder: Path) -> None:
    """Wait until a kiosk is at work in its last way."""
    pause = threading.Event()
    while not (folder / "at work").exists():
        pause.wait(0.02)


def test_a_kiosk_that_ends_by_whatever_fault_is_started_again_until_staff_leave(
    tmp_path: Path,
) -> None:
    with kept(tmp_path, "8", "0", "10", "11") as keeper:
        assert keeper.result() == 11
    assert lives(tmp_path) == 4
    assert "the kiosk ended with 8" in (tmp_path / "log" / "keep.log").read_text("utf-8")
    assert (tmp_path / "log" / "kiosk.log").read_text("utf-8") == "Sảnh một cửa\n" * 4


def test_a_kiosk_that_gives_no_sign_of_life_is_killed_and_started_again(tmp_path: Path) -> None:
    with kept(tmp_path, "hang", "11", silence=1) as keeper:
        assert keeper.result() == 11
    assert "the kiosk hangs" in (tmp_path / "log" / "keep.log").read_text("utf-8")


@pytest.mark.parametrize("way", ["listens", "deaf"])
def test_keeper_and_kiosk_end_when_somebody_wishes_it(tmp_path: Path, way: str) -> None:
    with kept(tmp_path, "8", way) as keeper:
        at_work(tmp_path)
        assert leave(tmp_path, 20)
        assert keeper.result() == 0
    assert lives(tmp_path) == 2
    assert not (tmp_path / WISH).exists()


def test_a_wish_that_was_left_behind_ends_nobody(tmp_path: Path) -> None:
    (tmp_path / WISH).touch()
    with kept(tmp_path, "listens") as keeper:
        at_work(tmp_path)
        assert not keeper.done()


def test_a_kiosk_without_a_keeper_is_not_ended_by_a_wish(tmp_path: Path) -> None:
    with RunLock(tmp_path):
        assert not leave(tmp_path, 0)
    assert not (tmp_path / WISH).exists()


def test_a_folder_has_one_keeper(tmp_path: Path) -> None:
    with RunLock(tmp_path, LOCK), pytest.raises(AlreadyRunning):
        keep([sys.executable], tmp_path)


def test_the_command_keeps_what_run_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('data_folder = "data"\n')
    asked: list[object] = []

    def asks(*told: object) -> int:
        asked.extend(told)
        return LEFT

    monkeypatch.setattr(commands, "keep", asks)
    assert cli.main(["keep", "--config", str(config)]) == LEFT
    command = [sys.executable, "-m", "kiosk.cli", "run", "--kept", "--config", str(config)]
    assert asked == [command, tmp_path / "data"]


def test_what_a_kiosk_said_long_ago_is_let_go(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    (log / "kiosk.log").write_bytes(b"-" * (LOG_BYTES + 1))
    with kept(tmp_path, "11") as keeper:
        assert keeper.result() == 11
    assert (log / "kiosk.log").read_text("utf-8") == "Sảnh một cửa\n"
    assert (log / "kiosk.log.1").stat().st_size == LOG_BYTES + 1
