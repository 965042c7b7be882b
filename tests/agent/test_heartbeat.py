from sync.agent.heartbeat import Vitals, beat_once
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Forked, Portal, Refused, Untrusted
from tests.agent.central import Central
from tests.agent.memory import Keys, MemoryOutbox
from tests.agent.network import Fault, Network
from tests.hand_clock import HandClock

VITALS = Vitals(room_bytes=64 << 20, directory=3)


def test_a_heartbeat_carries_the_signed_head_even_when_nothing_is_pending(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    central.lines = list(outbox.lines)
    outbox.settle(3, outbox.hashes[3], may_lower=False)
    outcome = beat_once(outbox, Network(central), clock, central.trust, keys, VITALS)
    assert isinstance(outcome, Delivered)
    assert (outcome.count, outcome.more) == (0, False)
    (beat,) = central.beats
    assert beat.signed_by(keys.public)
    assert (beat.kiosk, beat.ledger) == (outbox.kiosk, outbox.ledger)
    assert (beat.last, beat.head, beat.settled) == (3, outbox.hashes[3].hex(), 3)
    assert (beat.room_bytes, beat.directory, beat.offset_ms) == (64 << 20, 3, None)


def test_a_wall_clock_ahead_shows_as_a_negative_offset(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys, hands: HandClock
) -> None:
    clock.anchored_at(hands.wall - 5_000, hands.up)
    beat_once(outbox, Network(central), clock, central.trust, keys, VITALS)
    assert central.beats[0].offset_ms == -5_000


def test_a_restored_server_shows_in_a_heartbeat_and_the_lines_go_again(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    outbox.settle(3, outbox.hashes[3], may_lower=False)
    central.lines = outbox.lines[:1]
    outcome = beat_once(outbox, Network(central), clock, central.trust, keys, VITALS)
    assert isinstance(outcome, Delivered)
    assert outcome.more
    assert outbox.settled == 1


def test_lines_still_waiting_for_their_time_are_no_backlog(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    outcome = beat_once(outbox, Network(central), clock, central.trust, keys, VITALS)
    assert isinstance(outcome, Delivered)
    assert not outcome.more


def test_a_lost_receipt_is_made_up_for_by_a_heartbeat(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    central.lines = outbox.lines[:2]
    outcome = beat_once(outbox, Network(central), clock, central.trust, keys, VITALS)
    assert isinstance(outcome, Delivered)
    assert (outcome.count, outbox.settled) == (2, 2)


def test_a_clone_shows_in_a_heartbeat(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    central.lines = [b"somebody else's"]
    assert isinstance(beat_once(outbox, Network(central), clock, central.trust, keys, VITALS), Forked)


def test_nothing_but_a_receipt_of_ours_is_a_sign_that_it_was_heard(
    central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys
) -> None:
    central.lines = list(outbox.lines)
    network = Network(central, [Fault.LOGIN_PAGE, Fault.FORGED_RECEIPT, Fault.TOO_LARGE])
    outcomes = [beat_once(outbox, network, clock, central.trust, keys, VITALS) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Portal, Untrusted, Refused]
    assert outbox.settled == 0
