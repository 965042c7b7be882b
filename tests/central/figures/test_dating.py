from hypothesis import assume, given
from hypothesis import strategies as st

from sync.central.figures.dating import Dating, within
from sync.central.figures.stand import Stand, read_stand, write_stand
from sync.central.figures.time import UNKNOWN, Anchor, Interval, day_of
from tests.central.world import START_MS


def test_lines_before_the_first_anchor_of_their_run_are_dated_by_it() -> None:
    dating = Dating()
    assert dating.extend(1, "a", 100) == UNKNOWN
    dating.extend(2, "a", 500)
    settled = dating.settle(Anchor(10_000, 400, 500))
    assert within(settled, 1, 100) == Interval(9_600, 9_700)


def test_lines_after_an_anchor_are_dated_by_the_last_one() -> None:
    dating = Dating()
    dating.extend(1, "a", 500)
    dating.settle(Anchor(10_000, 400, 500))
    assert dating.extend(2, "a", 600) == Interval(10_100, 10_200)
    assert dating.settle(Anchor(11_000, 600, 600)) == []
    assert dating.extend(3, "a", 700) == Interval(11_100, 11_100)


def test_a_boot_without_an_anchor_is_bounded_by_its_neighbours() -> None:
    dating = Dating()
    dating.extend(1, "a", 1_000)
    dating.settle(Anchor(100_000, 1_000, 1_000))
    dating.extend(2, "a", 2_000)
    assert dating.extend(3, "b", 10) == Interval(101_000, None)
    assert dating.extend(4, "b", 510) == Interval(101_500, None)
    assert dating.extend(5, "c", 20) == Interval(101_500, None)
    dating.extend(6, "d", 50)
    settled = dating.settle(Anchor(200_000, 50, 50))
    assert within(settled, 3, 10) == Interval(101_000, 199_500)
    assert within(settled, 4, 510) == Interval(101_500, 200_000)
    assert within(settled, 5, 20) == Interval(101_500, 200_000)
    assert within(settled, 2, 2_000) == UNKNOWN


def test_a_clock_that_falls_within_a_boot_begins_a_new_run() -> None:
    dating = Dating()
    dating.extend(1, "a", 1_000)
    dating.settle(Anchor(100_000, 1_000, 1_000))
    assert dating.extend(2, "a", 10) == Interval(100_000, None)


def test_the_fold_can_stop_and_go_on_anywhere() -> None:
    dating = Dating()
    dating.extend(1, "a", 1_000)
    dating.settle(Anchor(100_000, 1_000, 1_000))
    dating.extend(2, "b", 10)
    again = read_stand(write_stand(Stand(dating))).dating
    assert again == dating
    assert again.extend(3, "b", 20) == dating.extend(3, "b", 20)


HOUR, YEAR = 3_600_000, 365 * 24 * 3_600_000


def test_anchors_that_contradict_each_other_leave_the_run_between_what_both_say() -> None:
    dating = Dating()
    dating.extend(1, "a", 0)
    dating.settle(Anchor(1_000_000, 0, 0))
    dating.extend(2, "a", HOUR)
    settled = dating.settle(Anchor(1_000_000 + HOUR + YEAR, HOUR, HOUR))
    slack = 2_000 + 720
    assert within(settled, 1, 0) == Interval(1_000_000 - slack, 1_000_000 + YEAR + slack)
    assert within(settled, 2, HOUR) == Interval(1_000_000 + HOUR - slack, 1_000_000 + HOUR + YEAR + slack)
    assert dating.extend(3, "a", HOUR) == within(settled, 2, HOUR)
    assert dating.settle(Anchor(1_000_000 + HOUR, HOUR, HOUR)) == []
    assert dating.extend(4, "b", 5) == Interval(1_000_000 + HOUR - slack, None)


def test_anchors_that_differ_by_no_more_than_trips_and_drift_agree() -> None:
    for apart, sound in ((2_719, True), (2_720, True), (2_721, False)):
        dating = Dating()
        dating.extend(1, "a", 0)
        dating.settle(Anchor(1_000_000, 0, 0))
        dating.extend(2, "a", HOUR)
        assert (dating.settle(Anchor(1_000_000 + HOUR + apart, HOUR, HOUR)) == []) is sound


def test_a_run_that_a_wrong_anchor_bounded_is_bounded_by_both() -> None:
    dating = Dating()
    dating.extend(1, "a", 10)
    dating.extend(2, "b", 0)
    assert within(dating.settle(Anchor(-YEAR, 0, 0)), 1, 10) == Interval(None, -YEAR)
    dating.extend(3, "b", 100)
    settled = dating.settle(Anchor(100, 100, 100))
    assert within(settled, 1, 10) == Interval(None, 2_000)


# how long after the step before, what, how long an answer took, how wrong the server's clock was
STEPS = st.lists(
    st.tuples(
        st.integers(0, 40 * HOUR),
        st.sampled_from(["line", "line", "line", "anchor", "boot"]),
        st.integers(0, 1_000),
        st.sampled_from([0, 0, 10_000, -10_000, HOUR, -20 * HOUR, 15 * YEAR, -15 * YEAR]),
    ),
    max_size=30,
)


@given(steps=STEPS)
def test_where_one_anchor_of_each_boot_was_right_no_line_is_dated_wrongly(
    steps: list[tuple[int, str, int, int]],
) -> None:
    dating, now, boot, began = Dating(), START_MS, 0, START_MS
    truth: dict[int, tuple[int, int]] = {}  # when, up
    dates: dict[int, Interval] = {}
    anchors: dict[int, list[bool]] = {0: []}
    for seq, (later, what, took, error) in enumerate(steps, start=1):
        now += later
        if what == "boot":
            boot, began = boot + 1, now
            anchors[boot] = []
        sent = now - began
        now += took
        truth[seq] = now, now - began
        dates[seq] = dating.extend(seq, str(boot), now - began)
        if what == "anchor":
            anchors[boot].append(error == 0)
            said = Anchor(now - took // 2 + error, sent, now - began)
            settled = dating.settle(said)
            for known, (_when, up) in truth.items():
                if settled and known >= settled[0].run.first_seq:
                    dates[known] = within(settled, known, up)
    assume(all(any(right) for right in anchors.values() if right))
    for seq, (when, _up) in truth.items():
        earliest, latest = dates[seq]
        assert earliest is None or earliest <= when
        assert latest is None or latest >= when
        assert day_of(dates[seq]) in ("", day_of(Interval(when, when)))
