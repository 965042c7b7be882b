from random import Random

import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from sync.central.results.statistics.flags import LEVEL, Period, flagged, holm

LOW, FAIR = Period(60, 100, 0.85), Period(84, 100, 0.85)


def test_a_unit_is_flagged_only_if_it_is_below_in_both_periods() -> None:
    assert flagged({"both": (LOW, LOW), "late": (FAIR, LOW), "early": (LOW, FAIR), "none": (FAIR, FAIR)}) == {
        "both"
    }


def test_few_ratings_are_never_flagged() -> None:
    assert flagged({"few": (Period(0, 29, 0.85), LOW)}) == frozenset()
    assert flagged({"enough": (Period(0, 30, 0.85), LOW)}) == {"enough"}


def test_what_would_flag_one_unit_alone_flags_none_of_a_hundred_like_it_or_better() -> None:
    slightly = (Period(77, 100, 0.85), Period(77, 100, 0.85))
    assert all(one.below for one in slightly)
    assert flagged({"alone": slightly}) == {"alone"}
    others = {str(number): (FAIR, FAIR) for number in range(99)}
    assert flagged({"alone": slightly, **others}) == frozenset()


def test_the_p_value_is_the_one_sided_binomial_test_of_an_independent_library() -> None:
    expected = stats.binomtest(60, 100, 0.85, alternative="less").pvalue
    assert LOW.p_value == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("p_values", [[0.01, 0.04, 0.03, 0.005], [0.9], [0.5, 0.5, 0.001, 0.2, 0.0]])
def test_the_correction_is_that_of_an_independent_library(p_values: list[float]) -> None:
    expected = multipletests(p_values, method="holm")[1]
    found = holm(dict(enumerate(p_values)))
    assert [found[place] for place in range(len(p_values))] == pytest.approx(list(expected))


def test_the_correction_agrees_with_a_worked_example() -> None:
    adjusted = holm({"a": 0.01, "b": 0.04, "c": 0.03, "d": 0.005})
    assert adjusted == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06, "d": 0.02})


def test_among_provinces_where_nobody_is_below_hardly_one_has_a_flag() -> None:
    random = Random(20261125)

    def period() -> Period:
        return Period(sum(random.random() < 0.9 for _ in range(60)), 60, 0.9)

    provinces = [{unit: (period(), period()) for unit in range(30)} for _ in range(100)]
    assert sum(bool(flagged(province)) for province in provinces) <= 100 * LEVEL
