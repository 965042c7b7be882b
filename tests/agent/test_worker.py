import logging
import threading

import pytest

from sync.agent.carrier import Ask, Reply
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Busy, Delivered, Forked, Portal, Refused, Unreachable
from sync.agent.pacing import Pacing
from sync.agent.worker import Status, Worker
from tests.agent.central import Central
from tests.agent.in_memory import contact_of
from tests.agent.memory import Keys, MemoryOutbox
from tests.agent.network import Fault, Network
from tests.hand_clock import HandClock

AT_ONCE = Pacing(live_ms=(0, 0), first_spread_ms=0)


class Desk:
    """A worker whose turns a test takes; `go` lets the time pass until the next one."""

    def __init__(
        self,
        outbox: MemoryOutbox,
        network: Network,
        hands: HandClock,
        keys: Keys,
        pacing: Pacing | None = None,
    ) -> None:
        self.hands, self.outbox = hands, outbox
        clock = KioskTime(hands)
        contact = contact_of(outbox, network, keys, clock, network.central.directory())
        self.worker = Worker(contact, outbox, clock, pacing=pacing, chance=lambda: 0.5)

    def go(self, turns: int) -> Status:
        for _ in range(turns):
            self.hands.pass_ms(self.worker.turn())
        return self.worker.status()


def test_after_a_start_nothing_is_sent_before_the_spread_has_passed(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    desk = Desk(outbox, Network(central), hands, keys)
    assert desk.worker.turn() == 30_000
    assert central.asked == []
    assert desk.worker.status() == Status()


def test_lines_are_delivered_at_the_pace_and_heartbeats_go_on(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    desk = Desk(outbox, Network(central), hands, keys)
    status = desk.go(30)
    assert isinstance(status.outcome, Delivered)
    assert central.lines == outbox.lines
    assert len(central.beats) >= 3
    assert (status.failures, status.fault, status.directory) == (0, None, 1)
    assert status.heard_ms is not None
    assert status.offset_ms is not None


def test_a_live_line_is_not_sent_before_half_a_minute(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    desk = Desk(outbox, Network(central), hands, keys)
    desk.go(10)
    held, since = len(central.lines), hands.up
    outbox.append_now("visit.abandoned", {"page": "score"})
    wait_ms = desk.worker.turn()
    while len(central.lines) == held:
        hands.pass_ms(wait_ms)
        wait_ms = desk.worker.turn()
    assert 30_000 <= hands.up - since <= 90_000


def test_a_backlog_goes_without_a_wait(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    for _ in range(1_200):
        outbox.append_now("visit.abandoned", {"page": "score"})
    desk = Desk(outbox, Network(central), hands, keys, AT_ONCE)
    waits = [desk.worker.turn() for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert len(central.lines) >= 1_200


def test_failures_back_off_and_success_recovers(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    network = Network(central, [Fault.NEVER_ARRIVES, Fault.LOGIN_PAGE, Fault.GATEWAY_ERROR, Fault.BUSY])
    desk = Desk(outbox, network, hands, keys, AT_ONCE)
    waits, kinds = [], []
    for _ in range(4):
        waits.append(desk.worker.turn())
        kinds.append(type(desk.worker.status().outcome))
        hands.pass_ms(waits[-1])
    assert kinds[:3] == [Unreachable, Portal, Unreachable]
    assert waits == [7_500, 12_500, 7_500, 9_500]
    assert desk.worker.status().failures == 4
    status = desk.go(1)
    assert isinstance(status.outcome, Delivered)
    assert status.failures == 0


def test_a_fork_is_reported_until_the_kiosk_goes_on_in_a_new_ledger(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    central.lines = [b"somebody else's"]
    desk = Desk(outbox, Network(central), hands, keys, AT_ONCE)
    with monkeypatch.context() as busy:
        busy.setattr(outbox, "succeed", lambda _ledger, _agreed: None)  # a visit is under way
        assert isinstance(desk.go(3).outcome, Forked)
    assert outbox.settled == 0
    assert isinstance(desk.go(3).outcome, Delivered)
    assert central.lines == [b"somebody else's"]
    assert central.others[outbox.ledger] == outbox.lines


def test_a_kiosk_whose_lines_are_refused_still_says_that_it_lives(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    central.max_lines = 0
    desk = Desk(outbox, Network(central), hands, keys, AT_ONCE)
    begun, outcomes = hands.up, set()
    while hands.up - begun < 3_600_000:
        outcomes.add(type(desk.go(1).outcome))
    assert outcomes == {Refused, Delivered}
    assert [beat.settled for beat in central.beats[:2]] == [0, 0]
    assert len(central.beats) >= 4


class Breaking(Network):
    """Raises what nobody expects, as long as `broken`."""

    broken = True

    def ask(self, ask: Ask) -> Reply | Unreachable:
        if self.broken:
            raise ZeroDivisionError("a bug")
        return super().ask(ask)


def test_an_unexpected_error_is_logged_shown_and_survived(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    network = Breaking(central)
    desk = Desk(outbox, network, hands, keys, AT_ONCE)
    with caplog.at_level(logging.ERROR):
        assert desk.worker.turn() == 7_500
    status = desk.worker.status()
    assert (status.fault, status.failures) == ("ZeroDivisionError: a bug", 1)
    assert "ZeroDivisionError" in caplog.text
    hands.pass_ms(7_500)
    network.broken = False
    status = desk.go(1)
    assert (status.fault, status.failures) == (None, 0)
    assert isinstance(status.outcome, Delivered)


def test_a_store_that_fails_does_not_end_the_worker_either(
    central: Central,
    outbox: MemoryOutbox,
    hands: HandClock,
    keys: Keys,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def disk_full() -> int:
        raise OSError("No space left on device")

    desk = Desk(outbox, Network(central), hands, keys, AT_ONCE)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "oldest_pending_up_ms", disk_full)
        assert desk.go(1).fault == "OSError: No space left on device"
    assert desk.go(1).fault is None


def test_a_hurry_delivers_what_is_pending_at_once_and_only_once(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    desk = Desk(outbox, Network(central), hands, keys)
    assert desk.worker.turn() == 30_000
    desk.worker.hurry()
    assert desk.worker.is_hurrying()
    desk.worker.turn()
    assert central.lines == outbox.lines
    assert not desk.worker.is_hurrying()
    desk.go(2)
    outbox.append_now("visit.abandoned", {"page": "score"})
    held = len(central.lines)
    assert desk.worker.turn() >= 30_000
    assert len(central.lines) == held


def test_a_hurry_with_nothing_pending_is_a_heartbeat(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    desk = Desk(outbox, Network(central), hands, keys)
    desk.go(10)
    beats = len(central.beats)
    desk.worker.hurry()
    desk.worker.turn()
    assert len(central.beats) == beats + 1


def test_a_hurry_ends_a_wait_of_ours_and_not_one_the_server_asked_for(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    network = Network(central, [Fault.NEVER_ARRIVES, Fault.BUSY])
    desk = Desk(outbox, network, hands, keys, AT_ONCE)
    desk.worker.turn()
    desk.worker.hurry()
    desk.worker.turn()
    assert isinstance(desk.worker.status().outcome, Busy)
    desk.worker.hurry()
    assert desk.worker.turn() == 9_500
    assert central.lines == []
    hands.pass_ms(9_500)
    assert isinstance(desk.go(1).outcome, Delivered)


class Bell(threading.Event):
    """Tells when somebody lies down to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        if timeout and not self.is_set():
            self.asleep.set()
        return super().wait(timeout)


def test_the_thread_sleeps_looks_again_when_woken_and_ends_when_stopped(
    central: Central, hands: HandClock, keys: Keys
) -> None:
    outbox = MemoryOutbox(hands, central.kiosk)
    worker = Desk(outbox, Network(central), hands, keys, AT_ONCE).worker
    worker._bell = bell = Bell()
    worker.start()
    for lines in (2, 3):
        assert bell.asleep.wait(20)
        bell.asleep.clear()
        outbox.append_now("visit.abandoned", {"page": "score"})
        worker.wake()
        assert bell.asleep.wait(20)
        assert central.lines == outbox.lines[:lines]
    assert worker.stop(20)


def test_what_may_wait_is_done_only_while_no_line_waits_and_the_server_answers(
    central: Central, outbox: MemoryOutbox, hands: HandClock, keys: Keys
) -> None:
    network, clock = Network(central), KioskTime(hands)
    contact = contact_of(outbox, network, keys, clock, network.central.directory())
    waiting: list[int | None] = []

    def aside() -> int:
        waiting.append(outbox.oldest_pending_up_ms())
        return 1_000

    worker = Worker(contact, outbox, clock, pacing=AT_ONCE, chance=lambda: 0.5, aside=aside)
    for _ in range(60):
        hands.pass_ms(worker.turn())
    assert len(waiting) > 20
    assert set(waiting) == {None}
    network.faults.extend([Fault.NEVER_ARRIVES] * 50)
    for _ in range(3):
        hands.pass_ms(400_000)
        worker.turn()
    done = len(waiting)
    for _ in range(10):
        hands.pass_ms(worker.turn())
    assert len(waiting) == done
