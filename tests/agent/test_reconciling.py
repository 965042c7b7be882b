"""Where the two ends disagree they find how far they agree; what is beyond travels as salvage, once."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Unreachable, Untrusted
from sync.agent.reconciling import Heads, agreed_line, part_at_settled
from sync.agent.salvaging import note_kept, waiting_salvage
from sync.contract.encoding import convert
from sync.contract.ledger import Head, read_line
from sync.contract.receipt import Receipt
from sync.contract.salvage import read_salvage
from tests.agent.central import Central
from tests.agent.memory import Keys, MemoryOutbox
from tests.agent.network import Fault, Network
from tests.agent.test_contact import Desk
from tests.hand_clock import HandClock


@pytest.fixture
def desk(central: Central, outbox: MemoryOutbox, clock: KioskTime, keys: Keys) -> Desk:
    return Desk(central, outbox, clock, keys)


def rate(outbox: MemoryOutbox, count: int, page: str = "score") -> None:
    for number in range(count):
        outbox.append_now("visit.abandoned", {"page": f"{page} {number}"})


def roll_back(outbox: MemoryOutbox, seq: int) -> None:
    """The disk is as it was when line `seq` was written."""
    del outbox.lines[seq:], outbox.hashes[seq + 1 :]
    outbox.settled = min(outbox.settled, seq)


@given(st.integers(0, 300), st.integers(0, 40), st.integers(0, 40))
def test_the_agreed_line_is_found_wherever_the_ledgers_part(shared: int, ours: int, theirs: int) -> None:
    hands, central = HandClock(), Central()
    outbox = MemoryOutbox(hands, central.kiosk)
    network, clock = Network(central), KioskTime(hands)
    rate(outbox, shared)
    central.lines = list(outbox.lines)
    rate(outbox, theirs, "theirs")
    central.lines += outbox.lines[shared:]
    roll_back(outbox, shared)
    rate(outbox, ours, "ours")
    heads = Heads(outbox.ledger, outbox, network, clock, central.trust)
    last = min(len(outbox.lines), len(central.lines))
    assert agreed_line(outbox.head, last, heads) == shared
    assert len(network.asks) <= max(last, 1).bit_length()


def test_inside_a_hole_the_head_behind_it_decides(
    central: Central, outbox: MemoryOutbox, clock: KioskTime
) -> None:
    rate(outbox, 64)
    hole = range(11, 64)

    class Holed(Heads):
        def at(self, seq: int) -> Head | None:
            return outbox.head(63 if seq in hole else seq)

    heads = Holed(outbox.ledger, outbox, Network(central), clock, central.trust)
    assert agreed_line(outbox.head, 64, heads) == 64


def test_a_rolled_back_kiosk_delivers_its_other_tail_and_goes_on_in_a_new_ledger(
    desk: Desk, outbox: MemoryOutbox, central: Central
) -> None:
    rate(outbox, 9)
    desk.contact.deliver()
    held, old = list(central.lines), outbox.ledger
    roll_back(outbox, 6)
    rate(outbox, 3, "again")
    tail = outbox.lines[6:]
    assert isinstance(desk.contact.deliver(), Delivered)
    assert central.lines == held
    (salvage,) = central.salvages
    assert list(salvage.lines) == tail
    assert (salvage.header.salvage, salvage.header.ledger) == ("forked", old)
    opened = read_line(central.others[outbox.ledger][0])
    assert (opened.kind, opened.body["reason"]) == ("ledger.opened", "forked")
    assert opened.body["parent"] == {"ledger": old, "seq": 6, "head": central.hash_at(old, 6).hex()}
    assert outbox.formers()[0].waiting == 0


def test_a_rolled_back_kiosk_without_lines_of_its_own_has_nothing_to_salvage(
    desk: Desk, outbox: MemoryOutbox, central: Central
) -> None:
    rate(outbox, 9)
    desk.contact.deliver()
    roll_back(outbox, 6)
    assert isinstance(desk.contact.beat(), Delivered)
    assert central.salvages == []
    assert read_line(outbox.lines[0]).body["reason"] == "restored"


@pytest.mark.parametrize(
    "faults",
    [
        [Fault.NONE, Fault.NEVER_ARRIVES],
        [Fault.NONE, Fault.REPLY_LOST],
        [Fault.NONE, Fault.LOGIN_PAGE],
        [Fault.NONE, Fault.FORGED_RECEIPT],
        [Fault.NONE] * 6 + [Fault.REPLY_LOST, Fault.NONE, Fault.REPLY_LOST],
        [Fault.NONE] * 6 + [Fault.NEVER_ARRIVES, Fault.FORGED_RECEIPT, Fault.BUSY, Fault.ARRIVES_TWICE],
    ],
)
def test_whatever_the_network_does_the_tail_arrives_and_no_line_is_marked_before(
    desk: Desk, outbox: MemoryOutbox, central: Central, faults: list[Fault]
) -> None:
    rate(outbox, 9)
    desk.contact.deliver()
    held = list(central.lines)
    roll_back(outbox, 6)
    rate(outbox, 3, "again")
    tail = outbox.lines[6:]
    desk.network.faults.extend(faults)
    for _ in range(6):
        desk.contact.beat()
        kept = {line for salvage in central.salvages for line in salvage.lines}
        if outbox.formers() and not outbox.formers()[0].waiting:
            assert kept == set(tail)
    desk.contact.deliver()
    assert {line for salvage in central.salvages for line in salvage.lines} == set(tail)
    assert outbox.formers()[0].waiting == 0
    assert central.lines == held
    assert central.others[outbox.ledger] == outbox.lines


def test_a_long_tail_travels_in_bodies_that_the_server_takes(
    desk: Desk, outbox: MemoryOutbox, central: Central
) -> None:
    rate(outbox, 1_300)
    central.lines = [b"another machine's"]
    desk.contact.deliver_all()
    assert [len(salvage.lines) for salvage in central.salvages] == [
        500,
        500,
        304,
    ]  # and what was there, and the anchor
    rate(outbox, 700, "again")
    del central.others[outbox.ledger][1:]
    central.others[outbox.ledger].append(b"a clone's")
    central.max_lines = 200
    for _ in range(8):
        desk.contact.deliver()
    assert outbox.formers()[1].waiting == 0
    assert max(len(salvage.lines) for salvage in central.salvages[3:]) <= 200


def test_no_word_for_another_salvage_marks_anything(
    desk: Desk, outbox: MemoryOutbox, central: Central
) -> None:
    rate(outbox, 3)
    central.lines = [b"another machine's"]
    central.edit = lambda said: said | ({"digest": "0" * 64} if "digest" in said else {})
    desk.contact.deliver()
    assert isinstance(desk.not_come(), Untrusted)
    assert outbox.formers()[0].waiting
    central.edit = lambda said: said | ({"nonce": "0" * 32} if "digest" in said else {})
    desk.contact.beat()
    assert outbox.formers()[0].waiting
    central.edit = lambda said: said
    desk.contact.beat()
    assert desk.not_come() is None
    assert outbox.formers()[0].waiting == 0


def test_of_a_damaged_ledger_only_what_the_server_has_not_travels(
    desk: Desk, outbox: MemoryOutbox, central: Central
) -> None:
    rate(outbox, 40)
    central.lines = outbox.lines[:25]
    central.first = outbox.ledger
    outbox.succeed(outbox.ledger, 0)
    outbox.given_up[0].agreed, outbox.given_up[0].reason = None, "corrupt"
    desk.network.faults.extend([Fault.NONE, Fault.NONE, Fault.NEVER_ARRIVES])
    desk.contact.deliver()
    assert isinstance(desk.not_come(), Unreachable)
    desk.contact.beat()
    (salvage,) = central.salvages
    assert list(salvage.lines) == outbox.given_up[0].all_lines[25:]
    assert salvage.header.salvage == "corrupt"


def test_what_waits_can_travel_by_file_and_a_word_that_came_by_file_marks_it(
    outbox: MemoryOutbox, keys: Keys
) -> None:
    rate(outbox, 1_200)
    outbox.succeed(outbox.ledger, 100)
    framed = list(waiting_salvage(outbox, outbox.kiosk, keys))
    lines = [line for one in framed for line in read_salvage(one.body).lines]
    assert lines == outbox.given_up[0].all_lines[100:]
    assert framed == list(waiting_salvage(outbox, outbox.kiosk, keys))
    assert not note_kept(outbox, framed[1].ledger, framed[1].digest)
    for one, following in pairwise([*framed, None]):
        assert one is not None
        assert note_kept(outbox, one.ledger, one.digest)
        assert next(waiting_salvage(outbox, outbox.kiosk, keys), None) == following


def test_by_file_the_settled_mark_is_what_is_agreed(
    desk: Desk, outbox: MemoryOutbox, central: Central
) -> None:
    rate(outbox, 4)
    desk.contact.deliver()
    settled, old = outbox.settled, outbox.ledger
    rate(outbox, 3)
    fitting = convert(central.receipt(old, "0" * 32), Receipt)
    part_at_settled(outbox, outbox, fitting)
    assert outbox.ledger == old
    central.lines.append(b"a clone's")
    part_at_settled(outbox, outbox, convert(central.receipt(old, "0" * 32), Receipt))
    assert outbox.ledger != old
    (former,) = outbox.formers()
    assert (former.agreed, former.waiting) == (settled, 3)
    part_at_settled(outbox, outbox, fitting)
    assert len(outbox.formers()) == 1
