import hashlib
from typing import Any

import pytest

from sync.agent.directory_fetch import PHOTO_LIMIT, fetch_directory, fetch_photo, photos_of, stored_directory
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Portal, Refused, Unreachable, Untrusted
from sync.contract.problems import Code
from tests.agent import peer as bends
from tests.agent.central import PHOTO, PHOTO_NAME, Central
from tests.agent.network import Fault, Network
from tests.agent.peer import Peer

STRANGER = "99999999-9999-4999-8999-999999999999"


def test_a_directory_comes_down_as_it_was_signed(central: Central) -> None:
    central.version = 7
    fetched = fetch_directory(Network(central), central.trust, at_least=1)
    assert isinstance(fetched, tuple)
    raw, directory = fetched
    assert directory.version == 7
    assert stored_directory(raw) == directory


BROKEN: list[dict[str, Any]] = [
    {"server": STRANGER},
    {"kiosk": STRANGER},
    {"version": 4},
    {"hailong": 2},
    {"units": []},
    {"questionnaires": []},
    {"addresses": []},
    {"addresses": ["http://hailong.example.vn"]},
    {"ca": "not PEM"},
    {"policies": {}},
]


@pytest.mark.parametrize("change", BROKEN, ids=[next(iter(change)) for change in BROKEN])
def test_a_directory_that_is_not_for_us_or_would_stop_us_is_not_taken(
    central: Central, change: dict[str, Any]
) -> None:
    central.version, trust = 5, central.trust
    central.edit = lambda document: document | change
    assert isinstance(fetch_directory(Network(central), trust, at_least=5), Untrusted)


def test_a_directory_signed_with_a_strange_key_is_not_taken(central: Central) -> None:
    trust = central.trust
    central.private = Central().private
    assert isinstance(fetch_directory(Network(central), trust, at_least=1), Untrusted)


def test_a_login_page_is_no_directory(central: Central) -> None:
    network = Network(central, [Fault.LOGIN_PAGE, Fault.GATEWAY_ERROR, Fault.TOO_LARGE])
    outcomes = [fetch_directory(network, central.trust, 1) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Portal, Unreachable, Refused]


def test_a_photo_is_known_by_its_digest(central: Central, peer: Peer, carrier: HttpCarrier) -> None:
    central.photos[PHOTO_NAME] = PHOTO
    assert fetch_photo(carrier, central.trust, PHOTO_NAME) == PHOTO
    assert len(peer.signers) == 1


def test_other_bytes_under_a_photos_name_are_not_taken(
    central: Central, peer: Peer, carrier: HttpCarrier
) -> None:
    central.photos[PHOTO_NAME] = PHOTO + b" with something more"
    assert isinstance(fetch_photo(carrier, central.trust, PHOTO_NAME), Portal)
    peer.bends.append(bends.truncated)
    assert isinstance(fetch_photo(carrier, central.trust, PHOTO_NAME), Unreachable)


@pytest.mark.parametrize(("size", "taken"), [(PHOTO_LIMIT, True), (PHOTO_LIMIT + 1, False)])
def test_a_photo_has_at_most_256_kib(
    central: Central, peer: Peer, carrier: HttpCarrier, size: int, taken: bool
) -> None:
    photo = b"\xff" * size
    digest = hashlib.sha256(photo).hexdigest()
    central.photos[digest] = photo
    assert (fetch_photo(carrier, central.trust, digest) == photo) is taken


def test_the_digest_of_nothing_is_no_photo(central: Central) -> None:
    assert fetch_photo(Network(central), central.trust, PHOTO_NAME) == Refused(Code.ABSENT, "absent")


def test_each_photo_is_named_once(central: Central) -> None:
    central.photo_names = [PHOTO_NAME, "a" * 64, PHOTO_NAME]
    assert photos_of(central.directory()) == [PHOTO_NAME, "a" * 64]
