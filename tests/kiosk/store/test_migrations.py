"""Each step meets a database as the step before it left it, filled."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.store import NewerDatabase, open_store
from kiosk.store.migrations import STEPS, migrations
from sync.contract.ledger import encode_line, link, opening
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER


def old_database(folder: Path, stop_before: str | None) -> Path:
    home = folder / "ledger"
    home.mkdir(parents=True)
    db = Database(home / "ledger.sqlite3", strict=True)
    migrations.apply(db, stop_before=stop_before)
    db.close()
    return home / "ledger.sqlite3"


def fill_ledger(path: Path) -> bytes:
    boot = "c0000000-0000-4000-8000-00000000000c"
    raw = encode_line(1, "ledger.opened", 5, boot, 5, {"kiosk": KIOSK, "reason": "enrolled"})
    old = sqlite3.connect(path)
    with old:
        old.execute("INSERT INTO lines VALUES (1, ?, ?)", [raw, link(opening(LEDGER), raw)])
        old.execute("INSERT INTO blobs VALUES (?, ?)", ["ab" * 32, b"sealed"])
        values = [("ledger", LEDGER), ("kiosk", KIOSK), ("settled", "1")]
        old.executemany("INSERT INTO meta VALUES (?, ?)", values)
    old.close()
    return raw


def test_m0001_makes_a_ledger_of_nothing(folder: Path, clock: HandClock) -> None:
    old_database(folder, "m0001_create_ledger")
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        assert store.position().last.seq == 1


def test_m0002_adds_the_shelf_and_keeps_every_line(folder: Path, clock: HandClock) -> None:
    raw = fill_ledger(old_database(folder, "m0002_create_shelf"))
    with open_store(folder, clock=clock) as store:
        assert store.position().settled == store.position().last == (1, link(opening(LEDGER), raw))
        assert store.submit(lambda db: db.execute("SELECT bytes FROM blobs").fetchall()).result() == [
            (b"sealed",)
        ]
        assert store.append_now("kiosk.started", {}) == 2
        store.set_setting("sound", "on")
        assert store.get_setting("sound") == "on"


def test_a_step_that_breaks_off_leaves_the_database_as_it_was(folder: Path, clock: HandClock) -> None:
    path = old_database(folder, "m0002_create_shelf")
    raw = fill_ledger(path)
    old = sqlite3.connect(path)
    old.execute("CREATE TABLE settings (in_the_way TEXT)")  # the last statement of m0002 fails
    old.close()
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        open_store(folder, clock=clock)
    old = sqlite3.connect(path)
    assert old.execute("SELECT raw FROM lines").fetchall() == [(raw,)]
    assert old.execute("SELECT name FROM sqlite_master WHERE name = 'photos'").fetchall() == []
    old.close()


def test_steps_are_applied_in_their_order_and_named_by_what_they_do(folder: Path, clock: HandClock) -> None:
    with open_store(folder, clock=clock) as store:
        applied = store.submit(lambda db: [step.name for step in migrations.applied(db)]).result()
    assert (
        applied
        == list(STEPS)
        == [
            "m0001_create_ledger",
            "m0002_create_shelf",
            "m0003_keep_former_ledgers",
            "m0004_name_salvages",
        ]
    )


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(folder: Path, clock: HandClock) -> None:
    path = old_database(folder, None)
    newer = sqlite3.connect(path)
    with newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('kiosk', 'm0009_fly', '')"
        )
    newer.close()
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match=r"newer version.*m0009_fly"):
        open_store(folder, clock=clock)
    assert path.read_bytes() == before
