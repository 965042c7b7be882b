"""A damaged ledger is set aside whole, saved as far as it can be read, and never deleted."""

import shutil
import sqlite3
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from kiosk.store import DamagedLedger, Draft, Parent, RunLock, SetAside, Store, open_store
from sync.contract.ledger import read_line
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER

PHOTO = b"\xff\xd8photo"
LINES = 400
PAGE = 4_096


@pytest.fixture
def written(folder: Path, clock: HandClock) -> list[bytes]:
    """The lines of a ledger of some pages, closed, with everything in one file."""
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        store.append(
            [Draft("kiosk.paused", {"reason": "x" * 200, "n": n}) for n in range(2, LINES + 1)]
        ).result()
        store.save_directory(b"directory\nsignature\n", 4, "d" * 64)
        store.save_photo(sha256(PHOTO).hexdigest(), PHOTO)
        store.save_photo("ab" * 32, b"not what its name says")
        store.set_setting("sound", "off")
        pending = store.pending(max_lines=LINES)
    assert pending is not None
    return list(pending.lines)


def file_of(folder: Path) -> Path:
    return folder / "ledger" / "ledger.sqlite3"


def edit(folder: Path, statement: str) -> None:
    db = sqlite3.connect(file_of(folder))
    with db:
        db.execute(statement)
    db.close()


def break_page_of(folder: Path, line: bytes) -> None:
    path = file_of(folder)
    content = bytearray(path.read_bytes())
    page = content.index(line) // PAGE
    content[page * PAGE : (page + 1) * PAGE] = b"\xa5" * PAGE
    path.write_bytes(content)


def open_alone(
    folder: Path, clock: HandClock, use: Callable[[Store], None] = lambda _store: None
) -> SetAside:
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        aside = store.set_aside
        assert aside is not None
        assert not store.is_founded()
        use(store)
        return aside


def test_a_broken_page_costs_the_lines_on_it_and_no_other(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    break_page_of(folder, written[200])
    damaged = file_of(folder).read_bytes()
    aside = open_alone(folder, clock)
    saved = aside.export.read_bytes().splitlines()
    assert aside.lines == len(saved) > LINES - 40
    assert set(saved) < set(written)
    assert saved[0] == written[0]
    assert saved[-1] == written[-1]
    assert (aside.folder / "ledger.sqlite3").read_bytes() == damaged
    assert aside.kiosk == KIOSK
    assert aside.parent is not None
    assert aside.parent.ledger == LEDGER
    assert saved[aside.parent.seq - 1] == written[aside.parent.seq - 1]
    assert saved[aside.parent.seq] != written[aside.parent.seq]


def test_the_new_ledger_names_its_parent_and_what_came_down_is_there_again(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    break_page_of(folder, written[200])

    def go_on(store: Store) -> None:
        aside = store.set_aside
        assert aside is not None
        parent = aside.parent
        store.found(KIOSK, "e0000000-0000-4000-8000-00000000000e", "corrupt", parent)
        assert store.set_aside is None
        assert store.directory() == b"directory\nsignature\n"
        assert store.get_setting("sound") == "off"
        assert store.photo(sha256(PHOTO).hexdigest()) == PHOTO
        assert store.photo("ab" * 32) is None
        pending = store.pending()
        assert pending is not None
        assert parent is not None
        assert read_line(pending.lines[0]).body["parent"] == parent.as_body()

    open_alone(folder, clock, go_on)
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        assert store.set_aside is None
        assert store.verify() == store.position().last


def test_a_power_cut_before_the_new_ledger_forgets_nothing(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    break_page_of(folder, written[200])
    first = open_alone(folder, clock)
    first.export.unlink()
    assert open_alone(folder, clock) == first
    assert first.export.exists()


def test_a_second_damage_is_set_aside_under_another_name(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    break_page_of(folder, written[200])
    first = open_alone(folder, clock, lambda store: store.found(KIOSK, LEDGER, "corrupt"))
    edit(folder, "UPDATE lines SET raw = x'00'")
    second = open_alone(folder, clock)
    assert second.folder != first.folder
    assert first.folder.exists()
    assert first.export.exists()


@pytest.mark.parametrize(
    ("statement", "agreed"),
    [
        ("UPDATE lines SET raw = CAST(replace(CAST(raw AS TEXT), 'x', 'y') AS BLOB) WHERE seq = 300", 299),
        ("UPDATE lines SET hash = zeroblob(32) WHERE seq = 300", 299),
        ("DELETE FROM lines WHERE seq = 300", 299),
        ("DELETE FROM lines WHERE seq = 1", 0),
    ],
)
def test_a_line_that_was_changed_or_taken_out_is_seen_at_the_next_start(
    folder: Path, clock: HandClock, written: list[bytes], statement: str, agreed: int
) -> None:
    edit(folder, statement)
    with pytest.raises(DamagedLedger):
        open_store(folder, clock=clock)
    aside = open_alone(folder, clock)
    assert isinstance(aside.parent, Parent)
    assert aside.lines == len(written) - statement.startswith("DELETE")
    assert aside.parent.seq == agreed


def test_a_tail_cut_behind_the_settled_mark_is_seen(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    edit(folder, f"UPDATE meta SET value = '{LINES + 1}' WHERE name = 'settled'")
    with pytest.raises(DamagedLedger, match="delivered"):
        open_store(folder, clock=clock)


def test_a_file_that_is_no_database_is_kept_and_nothing_is_claimed_of_it(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    nonsense = b"nonsense" * 4_000
    file_of(folder).write_bytes(nonsense)
    aside = open_alone(folder, clock)
    assert (aside.lines, aside.parent, aside.kiosk) == (0, None, None)
    assert (aside.folder / "ledger.sqlite3").read_bytes() == nonsense


def test_whom_to_call_is_known_even_where_nothing_can_be_read(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    file_of(folder).write_bytes(b"nonsense" * 4_000)
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as store:
        assert store.directory() == b"directory\nsignature\n"
        store.save_directory(b"newer\nsignature\n", 1, "e" * 64)
        assert store.directory() == b"newer\nsignature\n"


def test_who_does_not_run_the_kiosk_only_reports_the_damage(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    break_page_of(folder, written[200])
    before = file_of(folder).read_bytes()
    with pytest.raises(DamagedLedger):
        open_store(folder, clock=clock)
    assert file_of(folder).read_bytes() == before


def test_a_number_of_lines_that_cannot_be_is_not_believed(
    folder: Path, clock: HandClock, written: list[bytes]
) -> None:
    edit(folder, "UPDATE lines SET seq = 9000000000000000000 WHERE seq = 400")
    aside = open_alone(folder, clock)
    assert aside.lines == LINES - 1


def test_lines_that_were_only_in_the_write_ahead_log_are_saved_too(
    tmp_path: Path, folder: Path, clock: HandClock
) -> None:
    other = tmp_path / "other"
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        last = [store.append_now("kiosk.paused", {"reason": "clock"}) for _ in range(20)][-1]
        without_index = shutil.ignore_patterns("*-shm")
        shutil.copytree(folder / "ledger", other / "ledger.damaged-1", ignore=without_index)
        position = store.position()
    log = other / "ledger.damaged-1" / "ledger.sqlite3-wal"
    before = log.read_bytes()
    aside = open_alone(other, clock)
    assert (aside.lines, aside.parent) == (last, Parent(LEDGER, last, position.last.hex))
    assert log.read_bytes() == before
