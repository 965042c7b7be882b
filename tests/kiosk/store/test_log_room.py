"""The log at its full length: what is behind its lines is nothing, whoever reads it and wherever it ends."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from kiosk.store import Store, open_store
from kiosk.store.log_room import LOG_BYTES, LOG_FILE_NAME
from tests.faults.disks import small_disk
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER


def log_of(folder: Path) -> Path:
    return folder / "ledger" / LOG_FILE_NAME


def append_some(store: Store, number: int = 20) -> int:
    return [store.append_now("kiosk.paused", {"reason": "clock"}) for _ in range(number)][-1]


def after_a_power_cut(folder: Path, to: Path) -> Path:
    """A copy of what is on the disk while the kiosk still runs."""
    shutil.copytree(folder / "ledger", to / "ledger", ignore=shutil.ignore_patterns("*-shm"))
    return to


def test_no_commit_makes_the_log_longer_however_many_there_are(folder: Path, store: Store) -> None:
    store.lay_out_log().result()
    assert log_of(folder).stat().st_size == LOG_BYTES
    append_some(store, 1_200)
    assert log_of(folder).stat().st_size == LOG_BYTES


@pytest.mark.parametrize("laid_out", [0, 1, 4_095, 4_096, LOG_BYTES])
def test_lines_before_and_behind_are_there_after_a_power_cut_wherever_the_zeros_end(
    laid_out: int, folder: Path, store: Store, tmp_path: Path, clock: HandClock
) -> None:
    append_some(store)
    before = log_of(folder).stat().st_size
    store.lay_out_log().result()
    cut = after_a_power_cut(folder, tmp_path / "cut")
    with log_of(cut).open("r+b") as log:
        log.truncate(min(before + laid_out, LOG_BYTES))
    append_some(store)
    for copy in (cut, after_a_power_cut(folder, tmp_path / "later")):
        with open_store(copy, clock=clock) as reopened:
            head = reopened.verify()
            assert head is not None
            assert head == store.head(head.seq)
            assert head.seq == (21 if copy == cut else 41)


def test_another_process_reads_and_appends_while_it_is_laid_out(
    folder: Path, store: Store, clock: HandClock
) -> None:
    with open_store(folder, clock=clock) as other:
        append_some(other)
        laid_out = store.lay_out_log()
        last = append_some(other)
        laid_out.result()
        assert store.verify() == other.verify() == store.head(last)
    assert append_some(store, 1) == last + 1


def test_touches_are_kept_on_a_disk_that_filled_behind_a_log_laid_out(
    tmp_path: Path, clock: HandClock
) -> None:
    with small_disk(tmp_path / "disk", 24 * 1024) as disk:
        with open_store(disk.folder / "data", clock=clock) as store:
            store.found(KIOSK, LEDGER, "enrolled")
            store.lay_out_log().result()
            disk.fill()
            last = append_some(store, 300)
            cut = after_a_power_cut(disk.folder / "data", tmp_path / "cut")
        with open_store(cut, clock=clock) as reopened:
            assert reopened.verify() == reopened.head(last)


def test_a_disk_without_room_to_spare_is_left_to_the_lines(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    append_some(store)
    before = log_of(folder).stat().st_size
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=LOG_BYTES))
    store.lay_out_log().result()
    assert log_of(folder).stat().st_size == before
