import sqlite3
import sys
from pathlib import Path

import pytest

from kiosk.store import AlreadyFounded, Draft, NotFounded, Parent, Store, open_store
from sync.contract.encoding import Malformed
from sync.contract.ledger import Head, link, opening, read_line
from sync.contract.version import SOFTWARE
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER


def lines(store: Store) -> list[bytes]:
    pending = store.pending(max_lines=100_000, max_bytes=1 << 30)
    return list(pending.lines) if pending else []


def test_line_one_says_whose_ledger_it_is_and_why_it_was_opened(store: Store, clock: HandClock) -> None:
    (raw,) = lines(store)
    line = read_line(raw)
    assert (line.seq, line.kind, line.at, line.up) == (1, "ledger.opened", clock.wall, clock.up)
    assert line.body == {"kiosk": KIOSK, "software": SOFTWARE, "reason": "enrolled"}
    assert store.position().last == Head(1, link(opening(LEDGER), raw))


def test_a_ledger_that_follows_another_names_its_last_good_line(folder: Path, clock: HandClock) -> None:
    parent = Parent("d0000000-0000-4000-8000-00000000000d", 7, "ab" * 32)
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "corrupt", parent)
        body = read_line(lines(store)[0]).body
    assert body["parent"] == {"ledger": parent.ledger, "seq": 7, "head": "ab" * 32}


def test_a_database_holds_one_ledger(store: Store) -> None:
    with pytest.raises(AlreadyFounded, match=LEDGER):
        store.found(KIOSK, "d0000000-0000-4000-8000-00000000000d", "enrolled")
    assert store.position().last.seq == 1


def test_nothing_can_be_written_before_the_ledger_is_founded(folder: Path, clock: HandClock) -> None:
    with open_store(folder, clock=clock) as store:
        assert not store.is_founded()
        assert store.verify() is None
        for attempt in (store.position, store.pending, lambda: store.append_now("kiosk.paused", {})):
            with pytest.raises(NotFounded):
                attempt()


def test_drafts_of_one_call_become_lines_together_or_not_at_all(store: Store) -> None:
    good = Draft("kiosk.paused", {"reason": "clock"})
    assert store.append([good, good]).result() == [2, 3]
    too_large = Draft("rating.detailed", {"reasons": ["x" * 20_000]})
    with pytest.raises(Malformed):
        store.append([good, too_large]).result()
    assert store.position().last.seq == 3
    assert store.append_now("kiosk.resumed", {}) == 4


def test_a_ledger_is_the_same_after_a_restart(folder: Path, clock: HandClock) -> None:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        store.append_now("kiosk.paused", {"reason": "Máy đang nghỉ"})
        before, kept = store.position(), lines(store)
    with open_store(folder, clock=clock) as store:
        assert store.is_founded()
        assert store.position() == before
        assert lines(store) == kept
        assert store.verify() == before.last


def test_what_was_submitted_before_closing_is_written(folder: Path, clock: HandClock) -> None:
    store = open_store(folder, clock=clock)
    store.found(KIOSK, LEDGER, "enrolled")
    futures = [store.append([Draft("kiosk.paused", {"n": n})]) for n in range(50)]
    store.close()
    assert [future.result() for future in futures] == [[n] for n in range(2, 52)]
    with open_store(folder, clock=clock) as reopened:
        assert reopened.position().last.seq == 51


def test_every_commit_is_on_the_disk_before_it_is_answered(store: Store) -> None:
    def pragma(name: str) -> object:
        return store.submit(lambda db: db.execute(f"PRAGMA {name}").fetchone()[0]).result()

    assert (pragma("journal_mode"), pragma("synchronous"), pragma("foreign_keys")) == ("wal", 2, 1)


def test_every_table_of_ours_is_strict(store: Store) -> None:
    def strictness(name: str) -> object:
        query = "SELECT strict FROM pragma_table_list WHERE name = ?"
        return store.submit(lambda db: db.execute(query, [name]).fetchone()[0]).result()

    tables = ["lines", "blobs", "meta", "directory", "photos", "settings"]
    assert [strictness(table) for table in tables] == [1] * 6


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_only_the_kiosks_user_can_read_what_is_kept(folder: Path, store: Store) -> None:
    store.append_now("kiosk.paused", {"reason": "clock"})
    found = {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]}
    assert found == {
        "data": 0o700,
        "ledger": 0o700,
        "ledger.sqlite3": 0o600,
        "ledger.sqlite3-wal": 0o600,
        "ledger.sqlite3-shm": 0o600,
    }


def test_a_mistake_in_a_job_is_not_taken_for_a_fault_of_the_disk(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.submit(lambda db: db.execute("SELECT * FROM nowhere")).result()
