import itertools

from hypothesis import given
from hypothesis import strategies as st

from sync.agent.carrier import Ask, Reply
from sync.agent.delivery import deliver_once
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Forked, Idle, Unreachable
from sync.contract.ledger import read_line
from tests.agent.central import Central
from tests.agent.memory import Keys, MemoryOutbox
from tests.agent.network import Fault, Network
from tests.hand_clock import HandClock

KEYS = Keys()
HAPPENINGS = st.lists(
    st.one_of(st.sampled_from(Fault), st.integers(min_value=1, max_value=7)), min_size=1, max_size=20
)


@given(HAPPENINGS, st.integers(min_value=1, max_value=4))
def test_whatever_the_network_did_each_line_is_held_exactly_once_in_the_end(
    happenings: list[Fault | int], max_lines: int
) -> None:
    central, hands = Central(), HandClock()
    outbox, clock, network = MemoryOutbox(hands, central.kiosk), KioskTime(hands), Network(central)
    outbox.append_now("kiosk.started", {})
    for happening in happenings:
        if isinstance(happening, Fault):
            network.faults.append(happening)
            outcome = deliver_once(outbox, network, clock, central.trust, KEYS, max_lines=max_lines)
            assert not isinstance(outcome, Forked)
        else:
            for _ in range(happening):
                outbox.append_now("visit.abandoned", {"page": "score"})
        assert central.lines == outbox.lines[: len(central.lines)]
        if Fault.SERVER_RESTORED not in happenings:
            assert outbox.settled <= len(central.lines)
    network.faults.clear()
    outbox.append_now("kiosk.stopped", {})
    for _ in itertools.takewhile(lambda _: outbox.pending() is not None, range(1_000)):
        outcome = deliver_once(outbox, network, clock, central.trust, KEYS, max_lines=max_lines)
        assert isinstance(outcome, Delivered | Idle)
    assert central.lines == outbox.lines
    assert [read_line(line).seq for line in central.lines] == list(range(1, len(outbox.lines) + 1))


def test_a_line_added_while_a_segment_travels_is_not_a_backlog(
    central: Central, outbox: MemoryOutbox, clock: KioskTime
) -> None:
    class Meanwhile(Network):
        def ask(self, ask: Ask) -> Reply | Unreachable:
            outbox.append_now("visit.abandoned", {"page": "score"})
            return super().ask(ask)

    network = Meanwhile(central)
    outcome = deliver_once(outbox, network, clock, central.trust, KEYS)
    assert isinstance(outcome, Delivered)
    assert (outcome.count, outcome.more) == (3, False)


def test_more_lines_than_a_segment_holds_are_a_backlog(
    central: Central, outbox: MemoryOutbox, clock: KioskTime
) -> None:
    outcome = deliver_once(outbox, Network(central), clock, central.trust, KEYS, max_lines=2)
    assert isinstance(outcome, Delivered)
    assert (outcome.count, outcome.more) == (2, True)
