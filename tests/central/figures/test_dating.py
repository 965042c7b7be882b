from sync.central.figures.dating import Dating, within
from sync.central.figures.stand import Stand, read_stand, write_stand
from sync.central.figures.time import UNKNOWN, Anchor, Interval


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
    assert dating.settle(Anchor(20_000, 600, 600)) == []
    assert dating.extend(3, "a", 700) == Interval(20_100, 20_100)


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
