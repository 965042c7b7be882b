"""A disk that is full at any write, read-only or gone: what was acknowledged is kept, and it goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store import DiskFailed, DiskFull, Draft, Store, StoreFailed, open_store, reserve_bytes, room_bytes
from tests.faults.disks import PAGE, Disk, drive, small_disk
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER

MIB = 1 << 20
LARGE = Draft("rating.detailed", {"reasons": ["x" * 3_000]})
pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="mounts disks as Linux does")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", 4 * 1024) as disk:
        yield disk


def founded(disk: Disk) -> Store:
    store = open_store(disk.folder, clock=HandClock())
    if not store.is_founded():
        store.found(KIOSK, LEDGER, "enrolled")
    return store


def acknowledged(store: Store, most: int = 1_000) -> int:
    """Append until something fails, which must be a full disk; how many were acknowledged."""
    for number in range(most):
        error = store.append([LARGE]).exception()
        if error is not None:
            assert type(error) is DiskFull
            return number
    raise AssertionError("never full")


def test_wherever_in_a_write_the_disk_is_full_what_was_acknowledged_is_kept_and_more_follows(
    disk: Disk,
) -> None:
    with founded(disk):
        pass
    expected = 1
    for pages in range(48):
        disk.fill(leaving=pages * PAGE)
        try:
            with open_store(disk.folder, clock=HandClock()) as store:
                expected += acknowledged(store)
                assert store.position().last.seq == expected
                disk.empty()
                assert store.append_now("kiosk.resumed", {}) == expected + 1
                expected += 1
        except DiskFull:
            disk.empty()
        with open_store(disk.folder, clock=HandClock()) as store:
            assert store.verify() == store.position().last
            assert store.position().last.seq == expected
    assert expected > 100


def test_room_that_was_kept_lets_ratings_go_on_and_is_kept_again_when_there_is_more(disk: Disk) -> None:
    with small_disk(disk.folder.with_name("larger"), 24 * 1024) as larger, founded(larger) as store:
        store.refill_reserve(4 * MIB)
        assert reserve_bytes(larger.folder) == 4 * MIB
        before = room_bytes(larger.folder)
        larger.fill()
        assert room_bytes(larger.folder) == 4 * MIB
        assert [store.append([LARGE]).exception() for _ in range(200)] == [None] * 200
        assert 0 < reserve_bytes(larger.folder) < 4 * MIB
        larger.empty()
        store.refill_reserve(4 * MIB)
        assert reserve_bytes(larger.folder) == 4 * MIB
        assert before - room_bytes(larger.folder) < 4 * MIB
        assert store.verify() == store.position().last


def test_whoever_fills_the_disk_gets_only_a_piece_of_what_is_kept(disk: Disk) -> None:
    with small_disk(disk.folder.with_name("larger"), 24 * 1024) as larger, founded(larger) as store:
        store.refill_reserve(4 * MIB)
        larger.fill()
        kept = 0
        while (error := store.append([LARGE]).exception()) is None:
            larger.fill()
            kept += 1
        assert type(error) is DiskFull
        assert reserve_bytes(larger.folder) == 0
        assert kept >= 4
        larger.empty()
        assert store.append_now("kiosk.resumed", {}) == 2 + kept


def test_no_room_is_kept_where_that_would_fill_the_disk(disk: Disk) -> None:
    with founded(disk) as store:
        store.refill_reserve(4 * MIB)
        assert reserve_bytes(disk.folder) == 0


def test_a_full_disk_lets_settled_lines_be_noted_and_old_ones_go(disk: Disk) -> None:
    with small_disk(disk.folder.with_name("larger"), 24 * 1024) as larger, founded(larger) as store:
        store.refill_reserve(2 * MIB)
        store.append([LARGE] * 300).result()
        reply = '{"time":1000}\nsignature\n'
        store.append_now("clock.anchored", {"reply": reply})
        store.append_now("kiosk.stopped", {})
        larger.fill()
        last = store.position().last
        assert store.settle(last.seq, last.hash, may_lower=True).name == "SETTLED"
        assert store.prune(1_001) == 302
        lines = store.submit(lambda db: db.execute("PRAGMA freelist_count").fetchone()[0]).result()
        assert lines > 100
        assert store.append([LARGE] * 20).exception() is None


def test_a_full_disk_at_the_start_is_told_apart_and_passes(disk: Disk) -> None:
    with founded(disk):
        pass
    disk.fill()
    with pytest.raises(DiskFull):
        open_store(disk.folder, clock=HandClock())
    disk.empty()
    with open_store(disk.folder, clock=HandClock()) as store:
        assert store.append_now("kiosk.started", {}) == 2


def test_a_read_only_disk_is_told_apart_and_passes(disk: Disk) -> None:
    with founded(disk):
        pass
    disk.remount("ro")
    with pytest.raises(DiskFailed):
        open_store(disk.folder, clock=HandClock())
    disk.remount("rw")
    with open_store(disk.folder, clock=HandClock()) as store:
        assert store.append_now("kiosk.started", {}) == 2


@pytest.mark.parametrize("lines", [1, 40])
def test_a_drive_that_fails_takes_nothing_that_was_acknowledged(tmp_path: Path, lines: int) -> None:
    with drive(tmp_path / "drive", 16) as failing:
        store = founded(failing)
        for _ in range(lines):
            store.append([LARGE]).result()
        failing.fail()
        error = store.append([LARGE]).exception()
        assert isinstance(error, StoreFailed)
        assert not isinstance(error, DiskFull)
        store.close()
        failing.unmount()
        failing.mount()
        with open_store(failing.folder, clock=HandClock()) as again:
            assert again.verify() == again.position().last
            assert again.position().last.seq == 1 + lines
            assert again.append_now("kiosk.started", {}) == 2 + lines
