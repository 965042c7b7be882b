"""A directory that leads astray is survived: the last way that gave a receipt stays until a new one does."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sync.agent.contact import Contact
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered
from sync.agent.proven import NAME, proven_way
from sync.agent.trust import Trust, Way
from tests.agent.central import Central
from tests.agent.certificates import Authority
from tests.agent.conftest import WAITS
from tests.agent.memory import Keys, MemoryOutbox, MemoryShelf
from tests.agent.peer import Peer

NOWHERE = "http://127.0.0.1:9"


class Kiosk:
    """What outlives a restart: ledger, shelf, keys; and the directory in use."""

    def __init__(self, central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys) -> None:
        self.central, self.outbox, self.clock, self.keys = central, outbox, clock, keys
        self.shelf, self.directory = MemoryShelf(), central.directory()

    @contextmanager
    def started(self) -> Iterator[Contact]:
        carrier = HttpCarrier(Trust.of(self.directory), self.keys, lambda: self.central.now_ms, WAITS)
        contact = Contact(
            outbox=self.outbox,
            formers=self.outbox,
            successor=self.outbox,
            shelf=self.shelf,
            carrier=carrier,
            signer=self.keys,
            clock=self.clock,
            directory=self.directory,
            room_bytes=lambda: 1 << 30,
            applied=lambda _directory: None,
        )
        yield contact
        self.directory = contact.directory
        carrier.close()

    def beats(self) -> bool:
        """Whether a kiosk that was just started reaches the server."""
        with self.started() as contact:
            return isinstance(contact.beat(), Delivered)


@pytest.fixture
def kiosk(central: Central, peer: Peer, outbox: MemoryOutbox, clock: KioskTime, keys: Keys) -> Kiosk:
    return Kiosk(central, outbox, clock, keys)


def publish(central: Central, address: str) -> None:
    central.address, central.version = address, central.version + 1


@pytest.mark.parametrize("restarted", [False, True])
def test_a_wrong_address_published_once_is_survived_and_corrected(
    kiosk: Kiosk, central: Central, peer: Peer, restarted: bool
) -> None:
    publish(central, NOWHERE)
    with kiosk.started() as contact:
        assert isinstance(contact.beat(), Delivered)
        assert contact.directory.addresses == (NOWHERE,)
        if not restarted:
            assert isinstance(contact.beat(), Delivered)
    assert kiosk.beats()
    publish(central, peer.address)
    assert kiosk.beats()
    assert kiosk.directory.addresses == (peer.address,)


def test_an_address_where_somebody_else_answers_is_survived_too(
    kiosk: Kiosk, central: Central, peer: Peer
) -> None:
    with Peer(Central()) as stranger:
        publish(central, stranger.address)
        assert kiosk.beats()
        assert kiosk.beats()
        assert len(stranger.headers) > 0


def test_the_old_way_is_given_up_once_the_new_one_gave_a_receipt(
    kiosk: Kiosk, central: Central, peer: Peer
) -> None:
    assert kiosk.beats()
    assert proven_way(kiosk.shelf) == Way(peer.address, (None,))
    with Peer(central) as moved:
        publish(central, moved.address)
        with kiosk.started() as contact:
            contact.beat()
            assert proven_way(kiosk.shelf) == Way(peer.address, (None,))
            contact.beat()
            assert proven_way(kiosk.shelf) == Way(moved.address, (None,))
            called = len(peer.headers)
    assert not kiosk.beats()
    assert len(peer.headers) == called


def test_a_wrong_authority_is_survived_as_well(
    central: Central, tls_peer: Peer, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    kiosk = Kiosk(central, outbox, clock, keys)
    good = central.ca
    central.ca, central.version = Authority().pem, 2
    assert kiosk.beats()
    assert kiosk.beats()
    central.ca, central.version = good, 3
    assert kiosk.beats()
    assert kiosk.directory.ca == good


@pytest.mark.parametrize("broken", ["", "{", '{"address":"http://127.0.0.1:9","cas":["no PEM"]}'])
def test_a_kept_way_that_cannot_be_read_is_none(kiosk: Kiosk, broken: str) -> None:
    kiosk.shelf.set_setting(NAME, broken)
    assert kiosk.beats()
