"""A kiosk that is enrolled enrols again at its own server only, whatever key that has by now."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.app.enrolling import enrol_kiosk
from kiosk.store import open_store
from sync.agent.enrolment import Enrolled, read_link
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.contract.enrolment import EnrolmentLink
from tests.agent.central import Central
from tests.agent.peer import Peer
from tests.hand_clock import HandClock


def enrolled(folder: Path, central: Central) -> Enrolled | EnrolmentFailure:
    link = read_link(central.address, central.secret)
    assert isinstance(link, EnrolmentLink)
    return enrol_kiosk(folder, HandClock(), link)


def ledger(folder: Path) -> str:
    with open_store(folder, clock=HandClock()) as store:
        return store.position().ledger


def test_its_own_server_with_another_key_takes_it_back_and_the_ledger_stays(tmp_path: Path) -> None:
    central = Central()
    with Peer(central):
        assert isinstance(enrolled(tmp_path, central), Enrolled)
        before = ledger(tmp_path)
        central.private, central.version = Ed25519PrivateKey.generate(), 2
        again = enrolled(tmp_path, central)
    assert isinstance(again, Enrolled), again
    assert again.directory.key == central.public.hex()
    assert ledger(tmp_path) == before


def test_another_server_does_not_get_it(tmp_path: Path) -> None:
    central, stranger = Central(), Central()
    with Peer(central), Peer(stranger):
        assert isinstance(enrolled(tmp_path, central), Enrolled)
        before = ledger(tmp_path)
        refused = enrolled(tmp_path, stranger)
        assert isinstance(refused, EnrolmentFailure)
        assert refused.reason is Reason.OTHER_SERVER
        assert refused.words["vi"].startswith("Máy này đã ghi danh")
    assert stranger.requests == []
    assert ledger(tmp_path) == before
