"""Each step meets a database as the step before it left it, filled."""

import re
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from kiosk.store import LEVEL, NewerDatabase, open_store
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


def left_by_a_newer_version(path: Path, *statements: str) -> None:
    newer = sqlite3.connect(path)
    with newer:
        for statement in statements:
            newer.execute(statement)
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('kiosk', 'm0009_fly', '')"
        )
    newer.close()


def test_a_database_of_a_higher_level_is_refused_and_left_as_it_is(folder: Path, clock: HandClock) -> None:
    path = old_database(folder, None)
    left_by_a_newer_version(path, f"PRAGMA user_version = {LEVEL + 1}")
    before = path.read_bytes()
    with pytest.raises(NewerDatabase, match=r"newer version.*m0009_fly"):
        open_store(folder, clock=clock)
    assert path.read_bytes() == before


def test_what_a_newer_version_only_added_hinders_no_rollback_and_loses_no_line(
    folder: Path, clock: HandClock
) -> None:
    path = old_database(folder, None)
    raw = fill_ledger(path)
    tables = ("lines", "blobs", "meta", "directory", "photos", "settings", "former", "salvaged")
    left_by_a_newer_version(
        path,
        *(f"ALTER TABLE {table} ADD COLUMN wings TEXT" for table in tables),
        "CREATE TABLE flights (flight INTEGER PRIMARY KEY, to_where TEXT NOT NULL) STRICT",
        "INSERT INTO flights VALUES (1, 'Huế')",
        "CREATE INDEX lines_by_wings ON lines (wings)",
        "UPDATE lines SET wings = 'two'",
    )
    with open_store(folder, clock=clock) as store:
        assert store.head(1) == (1, link(opening(LEDGER), raw))
        assert store.append_now("kiosk.started", {}) == 2
        store.save_directory(b"one\ntwo\n", 1, "ab" * 32)
        store.save_photo("cd" * 32, b"photo")
        store.set_setting("sound", "on")
        settled = store.settle(2, store.position().last.hash, may_lower=False)
        assert settled.name == "SETTLED"
        assert store.succeed(LEDGER, "d0000000-0000-4000-8000-00000000000d", 1).result()
        assert store.append_now("kiosk.started", {}) == 2
        store.salvaged(store.formers()[0].former, 2, "ab" * 8)
        assert store.verify() == store.position().last
    again = sqlite3.connect(path)
    assert again.execute("SELECT to_where FROM flights").fetchall() == [("Huế",)]
    again.close()


def test_every_step_only_adds_so_that_the_version_before_it_can_go_on() -> None:
    """A step that must do more raises LEVEL, and comes one release after the level is known."""
    db, said = Database(memory=True, strict=True), list[str]()
    db.conn.set_trace_callback(said.append)
    migrations.apply(db)
    adds = re.compile(
        r"CREATE (TABLE|INDEX|UNIQUE INDEX) |INSERT INTO ._sqlite_migrations|SELECT |"
        r"SAVEPOINT|RELEASE|BEGIN|COMMIT|DROP TABLE t[0-9a-f]{32}$"
        r"|ALTER TABLE \w+ ADD COLUMN (?!.*NOT NULL(?!.*DEFAULT))",
        re.IGNORECASE,
    )
    shaping = [one.strip() for one in said if not one.startswith(("--", "PRAGMA"))]
    assert [one for one in shaping if adds.match(one) is None] == []
    assert db.execute("PRAGMA user_version").fetchone()[0] <= LEVEL
    db.close()
