import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.results.bars import measured, stacked
from sync.central.results.distribution import Distribution, total
from sync.central.results.statistics.interval import wilson

COUNTS = st.tuples(*(st.integers(0, 5000) for _ in range(5)))
RATED = COUNTS.filter(any).map(Distribution)


def test_neutral_never_counts_as_satisfied() -> None:
    distribution = Distribution((1, 2, 30, 40, 27))
    assert distribution.n == 100
    assert distribution.top_two.share == pytest.approx(0.67)
    assert distribution.bottom_two.share == pytest.approx(0.03)
    assert distribution.top_two.interval == wilson(67, 100)
    assert distribution.mean == pytest.approx(3.9)


def test_a_level_nobody_gave_counts_nothing() -> None:
    assert Distribution.of({5: 2, 1: 1}) == Distribution((1, 0, 0, 0, 2))


def test_distributions_add_up_and_can_be_taken_apart() -> None:
    one, other = Distribution((1, 2, 3, 4, 5)), Distribution((0, 1, 0, 1, 0))
    assert total([one, other]) - other == one
    assert total([]).n == 0


@given(RATED)
def test_the_pieces_of_a_bar_fill_it_without_gap_or_overlap(distribution: Distribution) -> None:
    pieces = stacked(distribution)
    assert [piece.score for piece in pieces] == [
        score for score, number in enumerate(distribution.counts, start=1) if number
    ]
    end = 0.0
    for piece in pieces:
        assert piece.left == pytest.approx(end, abs=0.005)
        end = piece.left + piece.width
    assert end == pytest.approx(100, abs=0.005)


@given(RATED)
def test_a_measured_bar_and_its_whiskers_stay_inside_the_drawing(distribution: Distribution) -> None:
    for measure in measured(distribution.levels):
        assert 0 <= measure.low <= measure.width <= measure.high <= 100
