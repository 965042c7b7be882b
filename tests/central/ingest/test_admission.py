import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.api.refusal import Refused
from sync.central.ingest.admission import PLACES_OF_ONE, STRANGERS, Admission
from sync.contract.http_signature import claimed_key, headers_for
from sync.contract.keys import public_bytes
from sync.contract.problems import Code
from tests.central.desk import Desk, refusal
from tests.central.ingest.test_bad_bodies import wire
from tests.central.world import ADDRESS, World


@contextmanager
def slow(world: World, private: Ed25519PrivateKey | None, number: int) -> Iterator[None]:
    """So many deliveries begun, their bodies never sent; without a key they are not even signed."""
    path = "/api/v1/ledgers/x/segments"
    headers = headers_for(private, "POST", ADDRESS + path, b"", 0) if private else {}
    with ExitStack() as stack:
        for _ in range(number):
            line = stack.enter_context(wire(world, path, headers | {"Content-Length": "100000"}))
            line.sendall(b"x")
        yield


def wait_until(found: Callable[[], bool]) -> None:
    """A delivery that has begun takes its place a moment later."""
    end = time.monotonic() + 30
    while not found():
        assert time.monotonic() < end, "the lane never filled"
        time.sleep(0.005)


def busy(world: World, private: Ed25519PrivateKey | None) -> None:
    path = "/api/v1/ledgers/x/segments"
    headers = headers_for(private, "POST", ADDRESS + path, b"", 0) if private else {}
    answer = world.call("POST", path, b"", headers)
    refusal(answer, Code.BUSY)
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize("signed", [False, True])
def test_slow_strangers_share_a_small_lane_and_keep_no_kiosk_waiting(
    desk: Desk, world: World, signed: bool
) -> None:
    gate = Admission(places=1)
    world.open(gate)
    desk.open()
    stranger = Ed25519PrivateKey.generate() if signed else None
    with slow(world, stranger, STRANGERS):
        wait_until(lambda: not gate._strangers)
        busy(world, stranger)
        assert desk.deliver().held == 1
    assert world.query("SELECT count(*) FROM ledgers") == [(2,)]


def test_one_kiosks_key_takes_few_places_whoever_names_it(desk: Desk, world: World) -> None:
    other = Desk(world)
    other.open()
    gate = Admission(places=PLACES_OF_ONE + 1)
    world.open(gate)
    with slow(world, desk.private, PLACES_OF_ONE):
        wait_until(lambda: gate._inside[desk.kiosk] == PLACES_OF_ONE)
        busy(world, desk.private)
        assert other.deliver().held == 1


def test_a_place_is_free_again_when_its_delivery_ends() -> None:
    gate = Admission(places=2, strangers=1)
    for _ in range(3):
        with gate.place("a"), gate.place("b"), gate.place(None):
            with pytest.raises(Refused):
                gate.check()
            for lane in ("c", None):
                with pytest.raises(Refused), gate.place(lane):
                    pass
    gate.check()
    assert not gate._inside


def test_the_key_a_request_names_is_read_without_proving_it() -> None:
    private = Ed25519PrivateKey.generate()
    headers = headers_for(private, "POST", f"{ADDRESS}/x", b"", 1)
    named = {name.lower(): value for name, value in headers.items()}
    assert claimed_key(named) == public_bytes(private)
    for odd in ("", "hailong=()", 'hailong=();keyid="zz"', f'hailong=();keyid="{"ab" * 33}"'):
        assert claimed_key({"signature-input": odd}) is None
    assert claimed_key({}) is None
