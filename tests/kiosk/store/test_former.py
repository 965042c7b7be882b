"""Ledgers given up: one step, nothing deleted, nothing forgotten by a power cut, each line kept."""

import os
import sqlite3
import subprocess
import sys
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store import Draft, RunLock, Store, open_store
from sync.contract.ledger import read_line
from sync.contract.segment import digest
from tests.agent.formers_contract import FormersContract, Room
from tests.hand_clock import HandClock
from tests.journeys.programs import ROOT
from tests.kiosk.store.conftest import KIOSK, LEDGER
from tests.kiosk.store.successor import NEW


class TestStoreFormers(FormersContract):
    @pytest.fixture
    def room(self, store: Store) -> Store:
        return store

    def give_up(self, room: Room, agreed: int) -> None:
        assert isinstance(room, Store)
        assert room.succeed(room.position().ledger, str(uuid.uuid4()), agreed).result()


def written(store: Store, count: int) -> list[bytes]:
    store.append([Draft("kiosk.paused", {"n": n}) for n in range(count)]).result()
    pending = store.pending(max_lines=1_000)
    assert pending is not None
    return list(pending.lines)


def waiting(store: Store) -> list[bytes]:
    after = (0, 0)
    lines: list[bytes] = []
    while (some := store.salvageable(after=after)) is not None:
        after = (some.former, some.last)
        lines.extend(some.lines)
    return lines


def damage(folder: Path, seq: int) -> None:
    with closing(sqlite3.connect(folder / "ledger" / "ledger.sqlite3")) as db, db:
        db.execute("UPDATE lines SET hash = zeroblob(32) WHERE seq = ?", [seq])


def reopened(folder: Path, clock: HandClock, new: str | None = None) -> Store:
    """The store as a running kiosk opens it; a damaged one goes on in the ledger `new`."""
    with RunLock(folder) as lock:
        store = open_store(folder, clock=clock, lock=lock)
        if new is not None:
            assert store.set_aside is not None
            store.found(KIOSK, new, "corrupt", store.set_aside.parent)
        return store


def test_what_is_appended_before_the_step_is_in_the_old_ledger_and_after_it_in_the_new(store: Store) -> None:
    before = store.append([Draft("kiosk.paused")])
    done = store.succeed(LEDGER, NEW, 1)
    after = store.append([Draft("kiosk.resumed")])
    assert (before.result(), done.result(), after.result()) == ([2], True, [2])
    assert [read_line(line).kind for line in waiting(store)] == ["kiosk.paused"]
    assert store.verify() == store.position().last


def test_a_ledger_is_given_up_once_whoever_asks_again(store: Store) -> None:
    assert store.succeed(LEDGER, NEW, 1).result()
    assert not store.succeed(LEDGER, str(uuid.uuid4()), 1).result()
    assert store.position().ledger == NEW


def test_nothing_is_given_up_behind_a_line_that_is_not_there(store: Store) -> None:
    assert not store.succeed(LEDGER, NEW, 9).result()
    assert (store.position().ledger, store.formers()) == (LEDGER, [])


def test_the_blobs_of_given_up_lines_go_with_them(store: Store) -> None:
    named = {"attached": {"comment": digest(b"sealed")}}
    store.append([Draft("rating.detailed", {"of": 1} | named, (b"sealed",))]).result()
    store.succeed(LEDGER, NEW, 1).result()
    some = store.salvageable()
    assert some is not None
    assert some.blobs == (b"sealed",)


def succeeding(folder: Path, *arguments: str, crash: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.kiosk.store.successor", str(folder), *arguments],
        cwd=ROOT,
        env=os.environ | {"HAILONG_CRASH_AT": crash},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()


@pytest.mark.parametrize("point", ["store.before_succession", "store.after_succession"])
def test_a_power_cut_while_a_ledger_is_given_up_leaves_the_old_or_the_new(
    folder: Path, clock: HandClock, point: str
) -> None:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        lines = written(store, 20)
    assert succeeding(folder, LEDGER, "7", crash=point) == ""
    with open_store(folder, clock=clock) as store:
        cut_before = point == "store.before_succession"
        assert store.position().ledger == (LEDGER if cut_before else NEW)
        assert waiting(store) == ([] if cut_before else lines[7:])
    assert succeeding(folder, LEDGER, "7") == "done"
    with open_store(folder, clock=clock) as store:
        assert store.position().ledger == NEW
        assert waiting(store) == lines[7:]
        assert len(store.formers()) == 1


@pytest.mark.parametrize("point", ["store.before_adoption"])
def test_a_power_cut_while_damaged_lines_are_taken_over_loses_none_and_doubles_none(
    folder: Path, clock: HandClock, point: str
) -> None:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        lines = written(store, 20)
    damage(folder, 9)
    assert succeeding(folder, LEDGER, "0", crash=point) == ""
    with reopened(folder, clock) as store:
        assert store.position().ledger == NEW
        assert waiting(store) == lines
        (former,) = store.formers()
        assert (former.ledger, former.reason, former.agreed, former.proved) == (LEDGER, "corrupt", None, 8)
    with reopened(folder, clock) as store:
        assert len(store.formers()) == 1


def test_what_the_server_is_found_to_hold_of_a_damaged_ledger_waits_no_longer(
    folder: Path, clock: HandClock
) -> None:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        lines = written(store, 20)
    damage(folder, 15)
    with reopened(folder, clock, NEW) as store:
        store.agree(1, 12)
        assert waiting(store) == lines[12:]
        assert (store.formers()[0].lines, store.formers()[0].waiting) == (9, 9)


def test_a_second_damage_forgets_no_line_that_still_waited(folder: Path, clock: HandClock) -> None:
    second, third = str(uuid.uuid4()), str(uuid.uuid4())
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        named = {"attached": {"comment": digest(b"sealed")}}
        store.append([Draft("rating.detailed", {"of": 1} | named, (b"sealed",))]).result()
        lines = written(store, 5)
        store.succeed(LEDGER, NEW, 1).result()
        lines_of_new = written(store, 5)
        store.salvaged(1, 2, "name")
    damage(folder, 3)
    with reopened(folder, clock, second) as store:
        lines_of_second = written(store, 5)
    damage(folder, 3)
    with reopened(folder, clock, third) as store:
        formers = {former.ledger: former for former in store.formers()}
        assert {ledger: former.reason for ledger, former in formers.items()} == {
            LEDGER: "forked",
            NEW: "corrupt",
            second: "corrupt",
        }
        assert formers[LEDGER].waiting == len(lines) - 2
        assert set(waiting(store)) == {*lines[2:], *lines_of_new, *lines_of_second}
        assert len(waiting(store)) == len(lines[2:]) + len(lines_of_new) + len(lines_of_second)
        assert store.submit(lambda db: db.execute("SELECT bytes FROM blobs").fetchall()).result() == [
            (b"sealed",)
        ]


def test_lines_of_nobody_knows_which_ledger_wait_beside_the_new_one(folder: Path, clock: HandClock) -> None:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        lines = written(store, 5)
    with closing(sqlite3.connect(folder / "ledger" / "ledger.sqlite3")) as db, db:
        db.execute("UPDATE lines SET hash = zeroblob(32)")
        db.execute("UPDATE meta SET value = 'xx' WHERE name = 'ledger'")
    with reopened(folder, clock, NEW) as store:
        some = store.salvageable()
        assert some is not None
        assert (some.ledger, list(some.lines)) == (NEW, lines)


def test_pruned_lines_are_no_salvage_and_the_chain_holds_over_them(folder: Path, clock: HandClock) -> None:
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        lines = written(store, 20)
    with closing(sqlite3.connect(folder / "ledger" / "ledger.sqlite3")) as db, db:
        db.execute("UPDATE lines SET raw = x'' WHERE seq <= 6")
        db.execute("UPDATE lines SET hash = zeroblob(32) WHERE seq = 15")
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        aside = store.set_aside
        assert aside is not None
        assert aside.parent is not None
        assert (aside.lines, aside.parent.seq) == (15, 14)
        store.found(KIOSK, NEW, "corrupt", aside.parent)
        assert waiting(store) == lines[6:]
        assert store.former_head(1, 3) is not None
        assert store.formers()[0].waiting == 15
