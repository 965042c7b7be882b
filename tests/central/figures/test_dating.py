from hypothesis import assume, example, given
from hypothesis import strategies as st

from sync.central.figures.dating import Dating, within
from sync.central.figures.stand import Stand, read_stand, write_stand
from sync.central.figures.time import UNKNOWN, Anchor, Interval, Receipted, day_of
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
        st.sampled_from(
            [0, 0, HOUR, -HOUR, -20 * HOUR, 15 * YEAR, -15 * YEAR]
        ),  # beyond any drift in 30 steps
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
        earliest, latest = dates[seq].earliest, dates[seq].latest
        assert earliest is None or earliest <= when
        assert latest is None or latest >= when
        assert day_of(dates[seq]) in ("", day_of(Interval(when, when)))


def receipt(time: int, held: int, up: int | None = None) -> Receipted:
    return Receipted(time, held, "", up)


def test_an_applied_receipt_bounds_what_was_delivered_and_what_comes_after() -> None:
    dating = Dating()
    dating.extend(1, "a", 0)
    dating.extend(2, "a", HOUR)
    dating.extend(3, "a", 3 * HOUR)
    dated = dating.apply(receipt(YEAR, 2, HOUR))  # signed when the machine had been up for 1 to 3 hours
    drift = HOUR // 5_000
    assert within(dated, 1, 0) == Interval(YEAR - 3 * HOUR - 2_000 - 3 * drift, YEAR - HOUR + 2_000 + drift)
    last = Interval(YEAR - 2_000 - 6 * drift, YEAR + 2 * HOUR + 2_000 + 4 * drift)
    assert within(dated, 3, 3 * HOUR) == last
    assert dating.extend(4, "a", 3 * HOUR) == last


def test_a_later_receipt_that_says_nothing_new_of_earlier_boots_dates_none_of_them_again() -> None:
    dating = Dating()
    dating.extend(1, "a", 0)
    dating.extend(2, "b", 0)
    assert [dated.run.boot for dated in dating.apply(receipt(YEAR, 1, 0))] == ["a", "b"]
    dating.extend(3, "b", HOUR)
    dating.extend(4, "c", 0)
    assert [dated.run.boot for dated in dating.apply(receipt(YEAR + 2 * HOUR, 3, HOUR))] == ["b", "c"]


def test_boots_between_what_was_delivered_and_the_receipt_have_bounds_on_both_sides_later() -> None:
    dating = Dating()
    dating.extend(1, "a", 0)
    dating.extend(2, "b", 0)
    dating.extend(3, "c", 0)
    dating.apply(receipt(YEAR, 1, 0))
    dated = dating.apply(receipt(YEAR + HOUR, 3, 0))
    assert within(dated, 2, 0) == Interval(None, YEAR + HOUR + 2_000)
    assert within(dated, 3, 0) == Interval(YEAR + HOUR - 2_000, YEAR + HOUR + 2_000)
    assert dating.extend(4, "d", 0) == Interval(YEAR + HOUR - 2_000, None)


def test_an_anchor_knows_better_than_a_receipt() -> None:
    dating = Dating()
    dating.extend(1, "a", 0)
    dating.apply(receipt(YEAR, 1, 0))
    settled = dating.settle(Anchor(5_000, 0, 0))
    assert within(settled, 1, 0) == Interval(5_000, 5_000)
    assert dating.apply(receipt(2 * YEAR, 1, 0)) == []


def test_receipts_that_contradict_each_other_leave_the_date_unknown() -> None:
    dating = Dating()
    dating.extend(1, "a", 0)
    dating.apply(receipt(YEAR, 0))
    dated = dating.apply(receipt(2 * HOUR, 1, 0))
    assert day_of(within(dated, 1, 0)) == ""


# how long after the step before, what, where in the ledger a stick was filled, when its receipt was signed
TRIPS = st.lists(
    st.tuples(
        st.integers(0, 40 * HOUR),
        st.sampled_from(["line", "line", "line", "boot", "receipt", "unread"]),
        st.floats(0, 1),
        st.floats(0, 1),
    ),
    max_size=30,
)


@example(
    steps=[
        (0, "line", 0.0, 0.0),
        (60_636_364, "line", 0.0, 0.0),
        (0, "boot", 0.0, 0.0),
        (0, "receipt", 1.0, 0.0),
    ],
    drift_ppm=33,
)
@given(steps=TRIPS, drift_ppm=st.integers(-200, 200))
def test_a_kiosk_that_travels_by_stick_is_never_dated_wrongly(
    steps: list[tuple[int, str, float, float]], drift_ppm: int
) -> None:
    dating, now, boot, began = Dating(), START_MS, 0, START_MS
    truth: dict[int, tuple[int, int]] = {}  # when, up
    dates: dict[int, Interval] = {}
    for seq, (later, what, where, signed) in enumerate(steps, start=1):
        now += later
        if what == "boot":
            boot, began = boot + 1, now
        up = (now - began) + (now - began) * drift_ppm // 1_000_000
        truth[seq] = now, up
        dates[seq] = dating.extend(seq, str(boot), up)
        held = int(where * (seq - 1))
        if what in ("receipt", "unread") and held:
            delivered, held_up = truth[held]
            said = receipt(
                delivered + int(signed * (now - delivered)), held, held_up if what == "receipt" else None
            )
            dated = dating.apply(said)
            for known, (_when, known_up) in truth.items():
                if dated and known >= dated[0].run.first_seq:
                    dates[known] = within(dated, known, known_up)
    for seq, (when, _up) in truth.items():
        earliest, latest = dates[seq].earliest, dates[seq].latest
        assert earliest is None or earliest <= when
        assert latest is None or latest >= when
