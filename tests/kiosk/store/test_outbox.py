import pytest

from kiosk.store import Draft, Store
from sync.contract.segment import build_segment, digest, read_segment
from tests.agent.outbox_contract import OutboxContract
from tests.hand_clock import HandClock
from tests.kiosk.store.conftest import KIOSK, LEDGER


class TestStoreAsOutbox(OutboxContract):
    @pytest.fixture
    def outbox(self, store: Store) -> Store:
        return store


def attached(*blobs: bytes) -> Draft:
    names = {f"blob{number}": digest(blob) for number, blob in enumerate(blobs)}
    return Draft("rating.detailed", {"of": 2, "attached": names}, blobs)


def test_blobs_travel_with_the_lines_that_name_them_and_only_once(store: Store) -> None:
    store.append([attached(b"one", b"two"), Draft("kiosk.paused"), attached(b"one")]).result()
    pending = store.pending()
    assert pending is not None
    assert set(pending.blobs) == {b"one", b"two"}
    assert len(pending.blobs) == 2
    settled = store.head(2)
    assert settled is not None
    store.settle(2, settled.hash, may_lower=False)
    rest = store.pending()
    assert rest is not None
    assert rest.blobs == (b"one",)


def test_a_line_whose_blobs_have_no_room_waits_for_the_next_segment(store: Store) -> None:
    store.append([attached(bytes([number]) * 1_000) for number in range(3)]).result()
    pending = store.pending(max_bytes=2_500)
    assert pending is not None
    assert (len(pending.lines), len(pending.blobs)) == (3, 2)


def test_what_is_pending_makes_a_segment_that_its_reader_accepts(store: Store) -> None:
    store.append([attached(b"sealed"), *[Draft("kiosk.paused", {"reason": "clock"})] * 700]).result()
    pending = store.pending(max_lines=1_000)
    assert pending is not None
    body = build_segment(
        kiosk=KIOSK,
        ledger=LEDGER,
        first=pending.first,
        before=pending.before,
        lines=pending.lines,
        blobs=pending.blobs,
        sign=lambda _: "",
    )
    segment = read_segment(body)
    assert segment.chained
    assert segment.header.last == store.position().last
    assert segment.blobs == (b"sealed",)


def test_a_line_of_an_earlier_boot_has_waited_since_before_this_one(store: Store, clock: HandClock) -> None:
    assert store.oldest_pending_up_ms() == clock.up
    clock.boot_id, clock.up = "c0000000-0000-4000-8000-00000000000c", 10
    assert store.oldest_pending_up_ms() == 0


def test_a_negative_place_is_not_ours(store: Store) -> None:
    assert store.head(-1) is None
    assert store.settle(-1, b"\0" * 32, may_lower=True).name == "NOT_OURS"
