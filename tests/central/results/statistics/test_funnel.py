import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sync.central.results.statistics.funnel import INNER, OUTER, funnel_limits


@settings(max_examples=80)
@given(st.integers(1, 3000), st.floats(0.02, 0.98), st.sampled_from([INNER, OUTER]))
def test_the_limits_are_those_of_an_independent_library(n: int, benchmark: float, tail: float) -> None:
    def limit(p: float) -> float:
        r = stats.binom.ppf(p, n, benchmark)
        at, below = stats.binom.cdf([r, r - 1], n, benchmark)
        return float(min(1, max(0, (r - (at - p) / (at - below)) / n)))

    found = funnel_limits(n, benchmark, tail)
    assert found == pytest.approx((limit(tail), limit(1 - tail)), abs=1e-6)


def test_the_inner_funnel_lies_in_the_outer_one_and_both_close_in_on_the_benchmark() -> None:
    before = funnel_limits(10, 0.9, OUTER)
    for n in (20, 50, 200, 1000, 50_000):
        inner, outer = funnel_limits(n, 0.9, INNER), funnel_limits(n, 0.9, OUTER)
        assert before.low < outer.low < inner.low < 0.9 < inner.high <= outer.high <= before.high
        before = outer
    assert before == pytest.approx((0.9, 0.9), abs=0.005)


BRISTOL = {
    "Bristol": (41, 143), "Leicester": (25, 187), "Leeds": (24, 323), "Oxford": (23, 122), "Guys": (25, 164),
    "Liverpool": (42, 405), "Southampton": (24, 239), "Great Ormond St": (53, 482), "Newcastle": (26, 195),
    "Harefield": (25, 177), "Birmingham": (58, 581), "Brompton": (31, 301),
}  # fmt: skip
"""Children who died within 30 days of heart surgery, and operations, 1991-1995, of the Bristol Inquiry:
D. J. Spiegelhalter (2019), "The Art of Statistics", figure 2.5."""


def test_of_the_hospitals_of_the_bristol_inquiry_bristol_alone_lies_outside() -> None:
    others = [counts for name, counts in BRISTOL.items() if name != "Bristol"]
    benchmark = sum(deaths for deaths, _ in others) / sum(operations for _, operations in others)
    outside = {
        name
        for name, (deaths, operations) in BRISTOL.items()
        if deaths / operations > funnel_limits(operations, benchmark, OUTER).high
    }
    assert outside == {"Bristol"}


@pytest.mark.parametrize(("n", "benchmark", "tail"), [(0, 0.5, 0.1), (5, 0, 0.1), (5, 1, 0.1), (5, 0.5, 0.5)])
def test_what_has_no_funnel_is_refused(n: int, benchmark: float, tail: float) -> None:
    with pytest.raises(ValueError, match="no funnel"):
        funnel_limits(n, benchmark, tail)
