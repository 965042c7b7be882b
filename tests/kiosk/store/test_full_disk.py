import sqlite3
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.store import DiskFull, Draft, Store, StoreFailed
from tests.hand_clock import HandClock

LARGE = Draft("rating.detailed", {"reasons": ["x" * 10_000]})


def limit_pages(store: Store, pages: int) -> None:
    store.submit(lambda db: db.execute(f"PRAGMA max_page_count = {pages}").fetchone()).result()


def fill(store: Store) -> int:
    """Append until the disk is full; the number of lines that were acknowledged."""
    for acknowledged in range(1_000):
        error = store.append([LARGE]).exception()
        if error is not None:
            assert type(error) is DiskFull
            return acknowledged
    raise AssertionError("never full")


def test_a_full_disk_is_said_and_the_store_works_again_when_there_is_room(store: Store) -> None:
    limit_pages(store, 30)
    acknowledged = fill(store)
    assert acknowledged > 0
    assert store.position().last.seq == 1 + acknowledged
    assert type(store.append([LARGE]).exception()) is DiskFull
    limit_pages(store, 10_000)
    assert store.append_now("kiosk.resumed", {}) == acknowledged + 2
    assert store.verify() == store.position().last


def test_a_full_disk_loses_none_of_several_drafts_by_halves(store: Store) -> None:
    limit_pages(store, 30)
    acknowledged = fill(store)
    assert type(store.append([Draft("kiosk.paused"), LARGE, LARGE]).exception()) is DiskFull
    assert store.position().last.seq == 1 + acknowledged


@contextmanager
def file_size_limit(size: int) -> Generator[None, None, None]:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX's")
def test_writes_that_the_system_refuses_fail_typed_and_pass_again_later(store: Store) -> None:
    with file_size_limit(256 * 1024):
        errors = [store.append([LARGE]).exception() for _ in range(40)]
    failed = [error for error in errors if error is not None]
    assert failed
    assert all(isinstance(error, StoreFailed) for error in failed)
    kept = errors.count(None)
    assert store.position().last.seq == 1 + kept
    assert store.append_now("kiosk.resumed", {}) == kept + 2
    assert store.verify() == store.position().last


def test_a_ledger_locked_by_somebody_else_fails_typed(folder: Path, store: Store, clock: HandClock) -> None:
    store.submit(lambda db: db.execute("PRAGMA busy_timeout = 0").fetchone()).result()
    other = sqlite3.connect(folder / "ledger" / "ledger.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFailed, match="locked"):
        store.append_now("kiosk.paused", {})
    other.execute("ROLLBACK")
    other.close()
    assert store.append_now("kiosk.paused", {}) == 2
