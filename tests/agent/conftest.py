"""What most tests of this room stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.agent.exchange import Waits
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kiosk_time import KioskTime
from tests.agent.central import Central
from tests.agent.certificates import Authority
from tests.agent.memory import Keys, MemoryOutbox
from tests.agent.peer import Peer
from tests.hand_clock import HandClock

WAITS = Waits(connect_seconds=5, answer_seconds=5)


@pytest.fixture
def central() -> Central:
    return Central()


@pytest.fixture
def hands() -> HandClock:
    return HandClock()


@pytest.fixture
def clock(hands: HandClock) -> KioskTime:
    return KioskTime(hands)


@pytest.fixture(scope="session")
def keys() -> Keys:
    return Keys()


@pytest.fixture
def outbox(hands: HandClock, central: Central) -> MemoryOutbox:
    """Three lines pending."""
    outbox = MemoryOutbox(hands, central.kiosk)
    for page in ("score", "officials", "thanks"):
        outbox.append_now("visit.abandoned", {"page": page})
    return outbox


@pytest.fixture
def peer(central: Central) -> Iterator[Peer]:
    with Peer(central) as peer:
        yield peer


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def tls_peer(central: Central, authority: Authority, tmp_path: Path) -> Iterator[Peer]:
    central.ca = authority.pem
    with Peer(central, authority.serving(tmp_path)) as peer:
        yield peer


@pytest.fixture
def carrier(peer: Peer, central: Central, keys: Keys, clock: KioskTime) -> Iterator[HttpCarrier]:
    carrier = HttpCarrier(central.trust, keys, clock.now_ms, WAITS)
    assert peer.address == central.address
    yield carrier
    carrier.close()
