"""Old lines go, their heads stay; only what the server signed tells what is old."""

import hashlib
import json
from pathlib import Path

import pytest

from kiosk.store import Draft, RunLock, SettleResult, Store, open_store, pruning
from sync.contract.ledger import link
from sync.contract.segment import digest
from tests.hand_clock import HandClock

DAY_MS = 24 * 3_600_000
T0 = 1_795_403_045_123


def anchor(store: Store, time_ms: int) -> int:
    reply = json.dumps({"server": "s", "nonce": "0" * 32, "time": time_ms}) + "\nsignature\n"
    return store.append_now("clock.anchored", {"nonce": "0" * 32, "reply": reply, "up_sent": 1, "up_got": 2})


def rate(store: Store, lines: int, blob: bytes | None = None) -> int:
    drafts = [Draft("visit.abandoned", {"page": str(n)}) for n in range(lines)]
    if blob is not None:
        drafts.append(Draft("rating.detailed", {"of": 1, "attached": {"comment": digest(blob)}}, (blob,)))
    return store.append(drafts).result()[-1]


def settle_all(store: Store) -> int:
    last = store.position().last
    assert store.settle(last.seq, last.hash, may_lower=False) is SettleResult.SETTLED
    return last.seq


def kept(store: Store) -> list[int]:
    """The lines of which more than the head is there."""
    rows = store.submit(
        lambda db: db.execute("SELECT seq FROM lines WHERE raw != x'' ORDER BY seq").fetchall()
    )
    return [seq for (seq,) in rows.result()]


@pytest.fixture
def aged(store: Store) -> Store:
    """Lines 1 to 5 before T0, 6 to 9 in the ten days after it, line 10 later; all settled."""
    rate(store, 3)
    anchor(store, T0)
    rate(store, 3)
    anchor(store, T0 + 10 * DAY_MS)
    rate(store, 1)
    settle_all(store)
    return store


def test_lines_that_a_signed_time_proves_older_go_and_their_heads_stay(aged: Store) -> None:
    before, last = [aged.head(seq) for seq in range(11)], aged.position().last
    assert aged.prune(T0 + DAY_MS) == 5
    assert kept(aged) == [6, 7, 8, 9, 10]
    assert [aged.head(seq) for seq in range(11)] == before
    assert aged.verify() == last
    assert aged.prune(T0 + DAY_MS) == 0


def test_a_line_between_two_signed_times_goes_only_by_the_later_one(aged: Store) -> None:
    aged.prune(T0 + 10 * DAY_MS)
    assert kept(aged) == [6, 7, 8, 9, 10]
    aged.prune(T0 + 10 * DAY_MS + 1)
    assert kept(aged) == [10]


def test_the_machines_clock_prunes_nothing(folder: Path, clock: HandClock) -> None:
    clock.wall = 0
    with open_store(folder, clock=clock) as store:
        store.found(
            "a0000000-0000-4000-8000-00000000000a", "b0000000-0000-4000-8000-00000000000b", "enrolled"
        )
        rate(store, 5)
        settle_all(store)
        assert store.prune(T0 * 10) == 0


def test_what_is_not_settled_never_goes(store: Store) -> None:
    rate(store, 3)
    anchor(store, T0)
    rate(store, 2)
    assert store.prune(T0 + 1) == 0
    head = store.head(3)
    assert head is not None
    store.settle(3, head.hash, may_lower=False)
    assert store.prune(T0 + 1) == 0, "the anchor that dates these lines is not settled"
    settle_all(store)
    assert store.prune(T0 + 1) == 5


def test_the_last_line_stays_however_old(store: Store) -> None:
    rate(store, 3)
    anchor(store, T0)
    settle_all(store)
    store.prune(T0 + 1)
    assert kept(store) == [5]


def test_a_kiosk_that_travels_by_stick_is_dated_by_its_receipts(store: Store) -> None:
    last = rate(store, 3)
    receipt = json.dumps({"held": last, "server_time": T0}) + "\nsignature\n"
    store.append_now("receipt.applied", {"receipt": receipt})
    rate(store, 2)
    settle_all(store)
    assert store.prune(T0 + 1) == last
    assert kept(store)[0] == last + 1


@pytest.mark.parametrize("reply", ["", "no JSON\n", '{"time":"soon"}\n', "[]\n"])
def test_a_time_that_cannot_be_read_proves_nothing(store: Store, reply: str) -> None:
    rate(store, 2)
    store.append_now("clock.anchored", {"reply": reply})
    rate(store, 2)
    settle_all(store)
    assert store.prune(T0 * 10) == 0


def test_blobs_go_with_the_line_that_names_them(store: Store) -> None:
    old, new = b"old" * 100, b"new" * 100
    rate(store, 0, old)
    anchor(store, T0)
    rate(store, 0, new)
    settle_all(store)
    store.prune(T0 + 1)
    rows = store.submit(lambda db: db.execute("SELECT digest FROM blobs").fetchall()).result()
    assert rows == [(hashlib.sha256(new).hexdigest(),)]


def test_each_run_does_a_bounded_piece_of_the_work(store: Store) -> None:
    rate(store, 4_500)
    anchor(store, T0)
    rate(store, 1)
    settle_all(store)
    assert [store.prune(T0 + 1) for _ in range(4)] == [2_000, 2_000, 502, 0]
    assert store.verify() == store.position().last


def test_pages_of_lines_that_went_are_used_again(store: Store) -> None:
    def pages() -> tuple[int, int]:
        def look(db: object) -> tuple[int, int]:
            execute = db.execute  # type: ignore[attr-defined]
            return (
                execute("PRAGMA page_count").fetchone()[0],
                execute("PRAGMA freelist_count").fetchone()[0],
            )

        return store.submit(look).result()

    rate(store, 2_000)
    anchor(store, T0)
    rate(store, 1)
    settle_all(store)
    before, _ = pages()
    store.prune(T0 + 1)
    _, free = pages()
    assert free > before // 2
    rate(store, 500)
    assert pages()[0] == before


def test_a_restored_server_is_told_of_the_hole_and_gets_what_is_kept(aged: Store) -> None:
    aged.prune(T0 + DAY_MS)
    lost = aged.head(2)
    pruned = aged.head(5)
    assert lost is not None
    aged.settle(2, lost.hash, may_lower=True)
    pending = aged.pending()
    assert pending is not None
    assert (pending.first, pending.before, pending.lines, pending.hole) == (3, lost.hash, (), pruned)
    assert pruned is not None
    aged.settle(5, pruned.hash, may_lower=True)
    rest = aged.pending()
    assert rest is not None
    assert (rest.first, len(rest.lines), rest.hole) == (6, 5, None)
    assert link(rest.before, rest.lines[0]) == (aged.head(6) or lost).hash


def test_a_pruned_ledger_that_is_damaged_is_saved_up_to_its_last_good_line(
    aged: Store, folder: Path, clock: HandClock
) -> None:
    aged.prune(T0 + DAY_MS)
    expected = aged.head(8)
    aged.submit(lambda db: db.execute("UPDATE lines SET hash = zeroblob(32) WHERE seq = 9")).result()
    aged.submit(lambda db: db.conn.commit()).result()
    aged.close()
    with RunLock(folder) as lock, open_store(folder, clock=clock, lock=lock) as again:
        assert again.set_aside is not None
        assert again.set_aside.lines == 5
        assert len(again.set_aside.export.read_bytes().splitlines()) == 5
        parent = again.set_aside.parent
        assert parent is not None
        assert expected is not None
        assert (parent.seq, parent.head) == (8, expected.hex)


def test_a_pruned_ledger_is_opened_and_proved_again(aged: Store, folder: Path, clock: HandClock) -> None:
    aged.prune(T0 + DAY_MS)
    with open_store(folder, clock=clock) as again:
        assert again.verify() == again.position().last
        assert rate(again, 1) == 11


def of_former(store: Store, number: int = 1) -> list[int]:
    """The lines of a ledger given up of which more than the head is there."""
    rows = store.submit(
        lambda db: db.execute(f"SELECT seq FROM lines_{number} WHERE raw != x'' ORDER BY seq").fetchall()
    )
    return [seq for (seq,) in rows.result()]


def blobs_kept(store: Store) -> int:
    counted = store.submit(lambda db: db.execute("SELECT count(*) FROM blobs").fetchone()[0])
    return int(counted.result())


def give_up_and_age(store: Store) -> None:
    """A ledger of 5 lines with a comment, given up behind line 3; the next one is half a year old."""
    rate(store, 3, blob=b"a sealed comment")
    old = store.position().ledger
    assert store.succeed(old, "c0000000-0000-4000-8000-00000000000c", 3).result()
    rate(store, 2)
    anchor(store, T0)
    rate(store, 2)
    settle_all(store)
    store.agree(1, 3)


def test_a_ledger_given_up_goes_once_all_of_it_is_kept_by_the_server_and_the_next_one_is_old(
    store: Store,
) -> None:
    give_up_and_age(store)
    head, waiting = store.former_head(1, 4), store.salvageable()
    assert waiting is not None
    store.salvaged(1, waiting.last, "name")
    assert store.prune(T0 - DAY_MS) == 0
    assert (of_former(store), blobs_kept(store)) == ([1, 2, 3, 4, 5], 1)
    store.prune(T0 + DAY_MS)
    assert (of_former(store), blobs_kept(store)) == ([], 0)
    assert store.former_head(1, 4) == head
    assert store.salvageable() is None


def test_a_ledger_given_up_stays_while_a_line_of_it_waits_however_old(store: Store) -> None:
    give_up_and_age(store)
    assert store.prune(T0 + DAY_MS) == 4
    assert (of_former(store), blobs_kept(store)) == ([1, 2, 3, 4, 5], 1)


def test_a_ledger_given_up_goes_a_piece_at_a_time(store: Store) -> None:
    give_up_and_age(store)
    store.salvaged(1, 5, "name")
    gone = [store.submit(lambda db: pruning.prune(db, T0 + DAY_MS, 3)).result() for _ in range(5)]
    assert gone == [3, 3, 3, 0, 0]
    assert of_former(store) == []
