from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from sync.central.ingest.lane import LEAST_WAIT_MS, LONGEST_WAIT_MS, Lane


@dataclass
class Hand:
    """A clock, and a lane of four places that it drives."""

    now_ms: int = 0
    lane: Lane = field(init=False)

    def __post_init__(self) -> None:
        self.lane = Lane(4, lambda: self.now_ms)

    def fill(self) -> None:
        for kiosk in "abcd":
            assert self.lane.enter(kiosk) == 0

    def serve(self, number: int, each_ms: int) -> None:
        """One after another, the lane always full."""
        for place in range(number):
            self.now_ms += each_ms
            self.lane.leave()
            while self.lane.enter(f"served {place}"):
                self.now_ms += each_ms


def test_who_comes_too_late_gets_a_slot_of_its_own_in_the_order_of_asking() -> None:
    hand = Hand()
    hand.fill()
    waits = [hand.lane.enter(str(number)) for number in range(200)]
    assert waits == sorted(waits)
    assert waits[0] == LEAST_WAIT_MS
    assert len(set(waits)) == 200


def test_who_asks_before_its_slot_keeps_it() -> None:
    hand = Hand()
    hand.fill()
    wait_ms = [hand.lane.enter(str(number)) for number in range(400)][-1]
    hand.now_ms += 7_000
    assert hand.lane.enter("399") == wait_ms - 7_000


def test_who_comes_at_its_slot_goes_before_newcomers() -> None:
    hand = Hand()
    hand.fill()
    waits = {str(number): hand.lane.enter(str(number)) for number in range(400)}
    hand.now_ms = waits["0"]
    hand.lane.leave()
    assert hand.now_ms + hand.lane.enter("newcomer") > waits["399"]
    assert hand.lane.enter("0") == 0


def test_a_lane_that_is_half_empty_takes_anybody_in() -> None:
    hand = Hand()
    hand.fill()
    hand.lane.enter("waits")
    for _ in range(3):
        hand.lane.leave()
    assert hand.lane.enter("newcomer") == 0


def test_slots_are_as_wide_as_a_delivery_takes() -> None:
    for each_ms in (10, 200):
        hand = Hand()
        hand.fill()
        hand.serve(100, each_ms)
        first, *others = [hand.lane.enter(f"late {number}") for number in range(500)]
        width = (others[-1] - first) / len(others)
        assert 0.8 * each_ms < width < 1.2 * each_ms


def test_a_lane_that_runs_dry_though_kiosks_wait_calls_them_sooner() -> None:
    hand = Hand()
    hand.fill()
    hand.serve(100, 200)
    begun_ms = hand.now_ms
    waits = [hand.lane.enter(f"late {number}") for number in range(200)]
    for _ in range(4):
        hand.lane.leave()
    for kiosk, wait_ms in enumerate(waits):
        hand.now_ms = max(hand.now_ms, begun_ms + wait_ms)
        assert hand.lane.enter(f"late {kiosk}") == 0
        hand.lane.leave()
    waits = [hand.lane.enter(f"later {number}") for number in range(50)]
    first, *others = [wait_ms for wait_ms in waits if wait_ms]
    assert (others[-1] - first) / len(others) < 100


def test_a_kiosk_that_has_more_gets_a_slot_only_while_others_wait() -> None:
    hand = Hand()
    hand.fill()
    assert hand.lane.next_ms("a") == 0
    waits = [hand.lane.enter(str(number)) for number in range(100)]
    assert hand.lane.next_ms("a") > waits[-1]
    hand.now_ms += 3_600_000
    assert hand.lane.next_ms("a") == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10_000), st.booleans()), max_size=300))
def test_no_lane_is_ever_overfull_and_no_wait_beyond_what_kiosks_believe(
    moves: list[tuple[int, int, bool]],
) -> None:
    hand = Hand()
    inside = 0
    for kiosk, passed_ms, leaves in moves:
        hand.now_ms += passed_ms
        if leaves and inside:
            hand.lane.leave()
            inside -= 1
            continue
        wait_ms = hand.lane.enter(str(kiosk))
        assert wait_ms == 0 or LEAST_WAIT_MS <= wait_ms <= LONGEST_WAIT_MS
        inside += not wait_ms
        assert hand.lane.inside == inside <= 4


def test_many_kiosks_do_not_fill_the_memory() -> None:
    hand = Hand()
    hand.fill()
    for number in range(50_000):
        hand.lane.enter(str(number))
    assert len(hand.lane._booked) == 20_000
