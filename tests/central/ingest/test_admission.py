import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.ingest.admission import LIVE_BYTES, Admission, Later, Limits, Place
from sync.contract.http_signature import claimed_key, headers_for
from sync.contract.keys import public_bytes
from sync.contract.problems import Code
from tests.central.desk import Desk, refusal
from tests.central.ingest.test_bad_bodies import wire
from tests.central.world import ADDRESS, World

PATH = "/api/v1/ledgers/x/segments"
BACKLOG = LIVE_BYTES + 1


class WatchedAdmission(Admission):
    """Tells when somebody has come in."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(lambda: 0, limits)
        self.came = threading.Semaphore(0)

    def enter(self, kiosk: str | None, size: int | None) -> Place | Later:
        answer = super().enter(kiosk, size)
        self.came.release()
        return answer


def an_admission(**limits: int) -> Admission:
    return Admission(lambda: 0, Limits(**limits))


def headers_of(private: Ed25519PrivateKey | None) -> dict[str, str]:
    return headers_for(private, "POST", ADDRESS + PATH, b"", 0) if private else {}


@contextmanager
def slow(
    world: World, gate: WatchedAdmission, private: Ed25519PrivateKey | None, number: int
) -> Iterator[None]:
    """So many deliveries begun, their bodies never sent; without a key they are not even signed."""
    with ExitStack() as stack:
        for _ in range(number):
            line = stack.enter_context(wire(world, PATH, headers_of(private) | {"Content-Length": "100000"}))
            line.sendall(b"x")
            assert gate.came.acquire(timeout=60)
        yield


def busy(world: World, private: Ed25519PrivateKey | None) -> None:
    answer = world.call("POST", PATH, b"", headers_of(private))
    refusal(answer, Code.BUSY)
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("signed", [False, True])
def test_slow_strangers_share_a_small_lane_and_keep_no_kiosk_waiting(
    desk: Desk, world: World, signed: bool
) -> None:
    gate = WatchedAdmission(Limits(backlog=1, live=1, strangers=3))
    world.open(gate)
    desk.open()
    stranger = Ed25519PrivateKey.generate() if signed else None
    with slow(world, gate, stranger, 3):
        busy(world, stranger)
        assert desk.deliver().held == 1
    assert world.query("SELECT count(*) FROM ledgers") == [(2,)]


def test_one_kiosks_key_takes_few_places_whoever_names_it(desk: Desk, world: World) -> None:
    other = Desk(world)
    other.open()
    gate = WatchedAdmission(Limits(of_one=2))
    world.open(gate)
    with slow(world, gate, desk.private, 2):
        busy(world, desk.private)
        assert other.deliver().held == 1


def test_slow_backlogs_keep_no_live_rating_waiting(desk: Desk, world: World) -> None:
    other = Desk(world)
    desk.open()
    gate = WatchedAdmission(Limits(backlog=2, live=1))
    world.open(gate)
    with slow(world, gate, other.private, 2):
        answer = world.call("POST", PATH, bytes(BACKLOG), headers_of(desk.private))
        refusal(answer, Code.BUSY)
        assert desk.deliver().held == 1


def test_a_receipt_names_a_slot_for_the_next_segment_while_others_wait(desk: Desk, world: World) -> None:
    desk.open()
    for _ in range(150):
        desk.rate(4)
    gate = an_admission(backlog=2)
    world.open(gate)
    assert len(desk.segment()) > LIVE_BYTES
    assert desk.deliver(last=100).next_ms == 0
    inside = [gate.enter(kiosk, BACKLOG) for kiosk in ("a", "b")]
    later = gate.enter("c", BACKLOG)
    assert isinstance(later, Later)
    for place in inside:
        assert isinstance(place, Place)
        gate.leave(place)
    receipt = desk.deliver()
    assert receipt.held == 151
    assert receipt.next_ms > later.wait_ms


def test_a_place_is_free_again_when_its_delivery_ends() -> None:
    now = [0]
    gate = Admission(lambda: now[0], Limits(live=1, backlog=2, strangers=1))
    for _ in range(3):
        now[0] += 60_000
        asked = [("a", BACKLOG), ("b", None), ("a", LIVE_BYTES), (None, BACKLOG)]
        places = [gate.enter(kiosk, size) for kiosk, size in asked]
        for kiosk, size in [("c", None), ("c", 0), (None, 0)]:
            assert isinstance(gate.enter(kiosk, size), Later)
        for place in places:
            assert isinstance(place, Place)
            gate.leave(place)


def test_processes_that_serve_the_same_kiosks_share_the_places() -> None:
    assert Limits(64, 32, 4, 4).shared_by(1) == Limits(64, 32, 4, 4)
    assert Limits(64, 32, 4, 4).shared_by(3) == Limits(21, 10, 1, 4)
    assert Limits(64, 32, 4, 4).shared_by(100) == Limits(1, 1, 1, 4)


def test_the_key_a_request_names_is_read_without_proving_it() -> None:
    private = Ed25519PrivateKey.generate()
    headers = headers_for(private, "POST", f"{ADDRESS}/x", b"", 1)
    named = {name.lower(): value for name, value in headers.items()}
    assert claimed_key(named) == public_bytes(private)
    for odd in ("", "hailong=()", 'hailong=();keyid="zz"', f'hailong=();keyid="{"ab" * 33}"'):
        assert claimed_key({"signature-input": odd}) is None
    assert claimed_key({}) is None
