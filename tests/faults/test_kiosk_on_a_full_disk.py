"""The real kiosk on a full or read-only disk: paused, never a false thank-you, and on again by itself."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.disks import Disk, small_disk
from tests.journeys.office import Office, come_to_faces, rate
from tests.journeys.programs import PATIENCE_SECONDS, ROOT
from tests.journeys.wire import Wire

MIB = 1 << 20
MOST_SECONDS = 5 * PATIENCE_SECONDS


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as laid:
        yield laid


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "kiosk", 24 * 1024) as disk:
        yield disk


@pytest.fixture
def office(disk: Disk, tmp_path: Path, wire: Wire) -> Office:
    """An enrolled kiosk whose data is on the small disk, without a reserve."""
    office = Office(tmp_path, f"sqlite:///{tmp_path / 'central.sqlite'}", wire)
    reserve(office, 0)
    with office.serving():
        office.enrol()
    return office


def reserve(office: Office, mib: int) -> None:
    """Let the kiosk keep so much room from now on; none of what enrolling has kept."""
    (office.config.parent / "kiosk" / "reserve").unlink(missing_ok=True)
    office.config.write_text(
        f'data_folder = "kiosk"\nwindowed = true\ndeliver = false\nreserve_mib = {mib}\n', encoding="utf-8"
    )


@contextmanager
def running(office: Office) -> Iterator[tuple[subprocess.Popen[str], Iterator[str]]]:
    """`hailong-kiosk run` on a screen nobody sees, and what it logs; killed in the end."""
    command = [sys.executable, "-m", "kiosk.cli", "run", "--config", str(office.config)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as kiosk:
        assert kiosk.stderr is not None
        end = threading.Timer(MOST_SECONDS, kiosk.kill)
        end.start()
        try:
            yield kiosk, iter(kiosk.stderr)
        finally:
            end.cancel()
            kiosk.kill()


def settled(office: Office) -> int:
    last, settled = office.standing()
    assert last == settled
    return last


@pytest.mark.parametrize("fault", ["full", "read-only"])
def test_a_kiosk_that_starts_on_a_disk_at_fault_waits_and_begins_by_itself(
    office: Office, disk: Disk, fault: str
) -> None:
    disk.fill() if fault == "full" else disk.remount("ro")
    with running(office) as (kiosk, said):
        assert "waiting for the disk" in next(line for line in said if "ERROR" in line)
        disk.empty() if fault == "full" else disk.remount("rw")
        assert "the disk is well again" in next(said)
        with office.serving():
            while "kiosk.started" not in office.kinds():
                assert kiosk.poll() is None, kiosk.returncode
                assert office.kiosk("deliver").code == 0
        kiosk.send_signal(signal.SIGTERM)
        assert kiosk.wait(PATIENCE_SECONDS) == 0
    assert office.kinds()[-1] == "kiosk.stopped"


def test_a_kiosk_that_waits_for_the_disk_ends_when_told_to(office: Office, disk: Disk) -> None:
    disk.fill()
    with running(office) as (kiosk, said):
        assert "waiting for the disk" in next(line for line in said if "ERROR" in line)
        kiosk.send_signal(signal.SIGTERM)
        assert kiosk.wait(PATIENCE_SECONDS) == 0


def test_a_disk_that_fills_before_a_face_is_touched_gets_nobody_a_false_thank_you(
    office: Office, disk: Disk
) -> None:
    disk.fill(leaving=MIB)  # too little to lay the log out
    with office.citizen() as someone:
        come_to_faces(someone)
        disk.fill()
        someone.touch("score-1")
        someone.see("paused")
        assert office.scores() == []
        disk.empty()
        someone.see("attract")
        rate(someone, 5)
        assert someone.leave() == 0
    assert office.scores() in ([5], [1, 5])


def test_ratings_go_on_while_the_disk_is_full_and_are_delivered(office: Office, disk: Disk) -> None:
    reserve(office, 4)
    disk.fill(leaving=13 * MIB)  # for the reserve, not for the log
    with office.citizen() as someone:
        rate(someone, 3)
        disk.fill()
        told = office.kiosk("status", "--json").told
        assert told["room_bytes"] == told["reserve_bytes"] == 4 * MIB
        for score in (1, 5):
            rate(someone, score)
        with office.serving():
            assert office.kiosk("deliver").code == 0
            assert settled(office) == len(office.kinds())
        assert office.kiosk("check").code == 1
        assert someone.leave() == 0
    assert office.scores() == [3, 1, 5]
    assert office.counted() == (3, [])
