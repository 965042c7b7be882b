from dataclasses import replace

import pytest

from sync.agent.contact import Contact
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Idle, Portal, Unanswered, Unreachable, Untrusted
from sync.contract.directory import Directory
from sync.contract.ledger import read_line
from tests.agent.central import PHOTO, PHOTO_NAME, Central
from tests.agent.memory import Keys, MemoryOutbox, MemoryShelf
from tests.agent.network import Fault, Network
from tests.hand_clock import HandClock


class Desk:
    """A kiosk's end, whole."""

    def __init__(self, central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys) -> None:
        self.central, self.outbox = central, outbox
        self.network, self.shelf = Network(central), MemoryShelf()
        self.applied: list[Directory] = []
        self.contact = Contact(
            outbox=outbox,
            formers=outbox,
            successor=outbox,
            shelf=self.shelf,
            carrier=self.network,
            signer=keys,
            clock=clock,
            directory=central.directory(),
            room_bytes=lambda: 1 << 30,
            applied=self.applied.append,
        )

    def not_come(self) -> Unanswered | None:
        return self.contact.not_come

    def paths(self) -> list[str]:
        paths = [ask.path.rpartition("/")[2] for ask in self.network.asks]
        self.network.asks.clear()
        return paths


@pytest.fixture
def desk(central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys) -> Desk:
    return Desk(central, outbox, clock, keys)


def test_the_time_is_asked_before_anything_else_and_travels_with_the_lines(desk: Desk) -> None:
    assert isinstance(desk.contact.deliver(), Delivered)
    assert desk.paths() == ["time", "segments"]
    assert desk.outbox.kinds()[-1] == "clock.anchored"
    assert desk.central.lines == desk.outbox.lines


def test_the_time_is_asked_again_after_an_hour_not_before(desk: Desk, hands: HandClock) -> None:
    desk.contact.beat()
    desk.contact.beat()
    assert desk.paths() == ["time", "heartbeat", "heartbeat"]
    hands.pass_ms(3_600_000)
    desk.contact.beat()
    assert desk.paths() == ["time", "heartbeat"]


def test_without_the_time_no_line_leaves(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.network, "ask", lambda _ask: Unreachable("connection", "no route"))
    assert isinstance(desk.contact.deliver(), Unreachable)
    assert desk.central.asked == []


def test_a_backlog_goes_in_one_run_until_the_server_asks_for_a_pause(desk: Desk) -> None:
    desk.central.max_lines = 2
    last = desk.contact.deliver_all()
    assert isinstance(last, Delivered)
    assert not last.more
    assert desk.outbox.pending() is None
    assert desk.contact.deliver_all() == Idle()
    for _ in range(4):
        desk.outbox.append_now("visit.abandoned", {"page": "score"})
    desk.central.next_ms = 1
    paused = desk.contact.deliver_all()
    assert isinstance(paused, Delivered)
    assert paused.more


def test_a_new_directory_is_kept_witnessed_applied_and_followed(desk: Desk) -> None:
    desk.central.version = 2
    desk.contact.deliver()
    ((raw, version, digest),) = desk.shelf.directories
    assert version == 2
    assert read_line(desk.outbox.lines[-1]).body == {"version": 2, "digest": digest}
    assert desk.outbox.kinds()[-1] == "directory.applied"
    assert [directory.version for directory in desk.applied] == [2]
    assert desk.network.followed == [desk.central.trust]
    assert desk.contact.directory.version == 2
    desk.paths()
    desk.contact.deliver()
    assert desk.paths() == ["segments"]
    assert raw.endswith(b"\n")


@pytest.mark.parametrize("named", [None, "1", "", "latest", "²"])
def test_no_directory_is_fetched_where_the_receipt_names_no_newer_one(desk: Desk, named: str | None) -> None:
    desk.central.edit = lambda document: document | {"directory": named} if "held" in document else document
    desk.contact.deliver()
    assert desk.paths() == ["time", "segments"]


def test_a_server_that_forgot_a_directory_hears_at_once_which_one_is_kept(desk: Desk) -> None:
    desk.central.version = 2
    desk.contact.beat()
    desk.paths()
    desk.central.version = 1
    desk.contact.deliver()
    assert desk.paths() == ["segments", "heartbeat"]
    assert desk.central.beats[-1].directory == 2


def test_a_directory_that_is_no_good_never_holds_up_a_rating_and_is_tried_again_by_heartbeat(
    desk: Desk,
) -> None:
    desk.central.version = 2
    desk.central.edit = lambda document: document | {"units": []} if "units" in document else document
    assert isinstance(desk.contact.deliver(), Delivered)
    assert isinstance(desk.not_come(), Untrusted)
    desk.outbox.append_now("visit.abandoned", {"page": "score"})
    assert isinstance(desk.contact.deliver(), Delivered)
    assert desk.paths() == ["time", "segments", "directory", "segments"]
    assert desk.outbox.pending() is None
    desk.central.edit = lambda document: document
    desk.contact.beat()
    assert desk.paths() == ["heartbeat", "directory"]
    assert desk.not_come() is None
    assert desk.contact.directory.version == 2


def test_photos_come_after_their_directory_each_once(desk: Desk) -> None:
    desk.central.version, desk.central.photo_names = 2, [PHOTO_NAME]
    desk.central.photos[PHOTO_NAME] = PHOTO
    desk.contact.deliver()
    assert desk.shelf.photos == {PHOTO_NAME: PHOTO}
    assert [directory.version for directory in desk.applied] == [2, 2]
    desk.paths()
    desk.contact.beat()
    assert desk.paths() == ["heartbeat"]


def test_a_photo_the_server_lacks_is_not_asked_for_until_a_new_directory(desk: Desk) -> None:
    desk.central.version, desk.central.photo_names = 2, ["a" * 64, PHOTO_NAME]
    desk.central.photos[PHOTO_NAME] = PHOTO
    desk.contact.beat()
    assert list(desk.shelf.photos) == [PHOTO_NAME]
    desk.paths()
    desk.contact.beat()
    assert desk.paths() == ["heartbeat"]
    desk.central.version = 3
    desk.contact.beat()
    assert desk.paths() == ["heartbeat", "directory", "a" * 64]


def test_a_photo_that_was_cut_off_comes_with_the_next_heartbeat(desk: Desk) -> None:
    desk.central.version, desk.central.photo_names = 2, [PHOTO_NAME]
    desk.central.photos[PHOTO_NAME] = PHOTO
    desk.network.faults.extend([Fault.NONE, Fault.NONE, Fault.LOGIN_PAGE])
    desk.contact.beat()
    assert isinstance(desk.not_come(), Portal)
    desk.contact.beat()
    assert desk.shelf.photos == {PHOTO_NAME: PHOTO}
    assert desk.not_come() is None


def test_a_moved_server_is_followed(desk: Desk) -> None:
    coming = Central()
    announced = {"key": coming.public.hex(), "ca": None, "addresses": ["https://new.example.vn"]}
    desk.central.version = 2
    desk.central.edit = lambda document: document | {"next": announced} if "units" in document else document
    desk.contact.beat()
    (followed,) = desk.network.followed
    assert followed == replace(
        desk.central.trust,
        keys=(desk.central.public, coming.public),
        cas=(None, None),
        addresses=(desk.central.address, "https://new.example.vn"),
    )
    desk.central.private = coming.private
    assert isinstance(desk.contact.beat(), Delivered)


def test_a_step_of_the_wall_clock_becomes_a_line(desk: Desk, hands: HandClock) -> None:
    desk.contact.look_at_clock()
    hands.wall += 60_000
    desk.contact.look_at_clock()
    line = read_line(desk.outbox.lines[-1])
    assert (line.kind, line.body) == (
        "clock.stepped",
        {"before": hands.wall - 60_000, "after": hands.wall},
    )
