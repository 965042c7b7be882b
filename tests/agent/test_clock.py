import pytest

from sync.agent.carrier import Ask, Reply
from sync.agent.clock import anchor
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Portal, Unreachable, Untrusted
from sync.contract.ledger import read_line
from sync.contract.signed import open_document
from tests.agent.central import Central
from tests.agent.memory import MemoryOutbox
from tests.agent.network import Network
from tests.hand_clock import HandClock


class SlowNetwork(Network):
    """Each way takes `each_way_ms`."""

    def __init__(self, central: Central, hands: HandClock, each_way_ms: int) -> None:
        super().__init__(central)
        self._hands, self._each_way_ms = hands, each_way_ms

    def ask(self, ask: Ask) -> Reply | Unreachable:
        self._hands.pass_ms(self._each_way_ms)
        reply = super().ask(ask)
        self._hands.pass_ms(self._each_way_ms)
        return reply


def test_an_anchor_line_proves_the_servers_time_to_anyone(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, hands: HandClock
) -> None:
    sent = hands.up
    assert anchor(outbox, SlowNetwork(central, hands, 40), clock, central.trust) is None
    line = read_line(outbox.lines[-1])
    assert line.kind == "clock.anchored"
    assert (line.body["up_sent"], line.body["up_got"]) == (sent, sent + 80)
    document = open_document("time", line.body["reply"].encode(), [central.public])
    assert line.body["nonce"].encode() in document


def test_corrected_time_is_the_servers_carried_on_by_up(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, hands: HandClock
) -> None:
    hands.wall = 0
    assert (clock.offset_ms(), clock.now_ms()) == (None, 0)
    anchor(outbox, SlowNetwork(central, hands, 40), clock, central.trust)
    hands.pass_ms(1_000)
    assert clock.now_ms() == central.now_ms + 1_040
    assert clock.offset_ms() == central.now_ms - 40
    hands.wall = 4_000_000_000_000
    assert clock.now_ms() == central.now_ms + 1_040


def test_a_full_disk_holds_up_no_time_and_it_is_asked_for_until_it_is_noted(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, hands: HandClock
) -> None:
    outbox.has_room, lines = False, list(outbox.lines)
    assert anchor(outbox, Network(central), clock, central.trust) is None
    assert (clock.corrected_ms(), outbox.lines) == (central.now_ms, lines)
    assert clock.anchor_due()
    outbox.has_room = True
    assert anchor(outbox, Network(central), clock, central.trust) is None
    assert not clock.anchor_due()
    assert read_line(outbox.lines[-1]).kind == "clock.anchored"


def test_an_anchor_is_due_at_first_contact_of_a_boot_and_then_hourly(
    clock: KioskTime, hands: HandClock
) -> None:
    assert clock.anchor_due()
    clock.anchored_at(1_000, hands.up)
    hands.pass_ms(3_599_999)
    assert not clock.anchor_due()
    hands.pass_ms(1)
    assert clock.anchor_due()


def test_another_boot_knows_no_time(clock: KioskTime, hands: HandClock) -> None:
    clock.anchored_at(1_000, hands.up)
    hands.boot_id, hands.up = HandClock().boot_id, 5
    assert clock.anchor_due()
    assert clock.now_ms() == hands.wall


def test_a_time_that_took_longer_than_a_minute_is_no_anchor(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, hands: HandClock
) -> None:
    assert isinstance(anchor(outbox, SlowNetwork(central, hands, 30_001), clock, central.trust), Unreachable)
    assert clock.anchor_due()
    assert "clock.anchored" not in outbox.kinds()


@pytest.mark.parametrize("change", [{"nonce": "f" * 32}, {"server": "other"}, {"time": -1}, {"time": None}])
def test_a_time_that_does_not_answer_us_is_no_anchor(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, change: dict[str, object]
) -> None:
    central.edit = lambda document: document | change
    assert isinstance(anchor(outbox, Network(central), clock, central.trust), Untrusted)
    assert clock.anchor_due()
    assert "clock.anchored" not in outbox.kinds()


def test_a_login_page_is_no_anchor(central: Central, outbox: MemoryOutbox, clock: KioskTime) -> None:
    class LoginPage(Network):
        def ask(self, ask: Ask) -> Reply:
            return Reply(200, "text/html", b"<html>Log in</html>")

    assert isinstance(anchor(outbox, LoginPage(central), clock, central.trust), Portal)


@pytest.mark.parametrize("jump", [-86_400_000, -2_001, 2_001, 500_000_000_000])
def test_a_step_of_the_wall_clock_is_seen_once(clock: KioskTime, hands: HandClock, jump: int) -> None:
    hands.pass_ms(60_000)
    expected = hands.wall
    hands.wall += jump
    assert clock.step() == {"before": expected, "after": expected + jump}
    assert clock.step() is None


def test_time_that_passes_is_no_step(clock: KioskTime, hands: HandClock) -> None:
    hands.pass_ms(86_400_000)
    hands.wall += 2_000
    assert clock.step() is None


def test_a_new_boot_is_no_step(clock: KioskTime, hands: HandClock) -> None:
    hands.boot_id, hands.up, hands.wall = HandClock().boot_id, 5, 0
    assert clock.step() is None
