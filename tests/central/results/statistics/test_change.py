from random import Random

import numpy as np
import pytest
from statsmodels.regression.linear_model import OLS

from sync.central.results.statistics.change import Observed, Unit, difference_in_differences


def stores(before: float, after: float) -> list[Unit]:
    return [Unit(Observed(10 * before, 10), Observed(10 * after, 10))] * 5


def test_the_textbook_value_is_found() -> None:
    # D. Card and A. B. Krueger (1994), American Economic Review 84, 772-793, table 3: full-time employment of
    # restaurants before and after, New Jersey and Pennsylvania; 2.76 there, from means that are not rounded.
    found = difference_in_differences(stores(20.44, 21.03), stores(23.33, 21.17), seed=1)
    assert found is not None
    assert found.value == pytest.approx(2.75)


def province(random: Random, effect: float) -> list[Unit]:
    units = []
    for _ in range(40):
        level, n, trend = random.uniform(0.6, 0.8), random.randint(50, 200), random.gauss(0.03, 0.05)
        shares = (level, level + trend + effect)
        units.append(Unit(*(Observed(sum(random.random() < s for _ in range(n)), n) for s in shares)))
    return units


def test_the_interval_is_as_wide_as_the_clustered_regression_of_an_independent_library() -> None:
    random = Random(3)
    sides = (province(random, 0), province(random, 0.08))
    rows = [
        (float(treated), float(late), number + 40 * treated, value)
        for treated, units in enumerate(sides)
        for number, unit in enumerate(units)
        for late, seen in enumerate(unit)
        for value in [1.0] * int(seen.total) + [0.0] * int(seen.n - seen.total)
    ]
    treated, late, cluster, value = (np.array(column) for column in zip(*rows, strict=True))
    design = np.column_stack([np.ones(len(rows)), treated, late, treated * late])
    fit = OLS(value, design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    low, high = fit.conf_int()[3]
    found = difference_in_differences(sides[1], sides[0], seed=11)
    assert found is not None
    assert found.value == pytest.approx(fit.params[3])
    assert found.interval.high - found.interval.low == pytest.approx(high - low, rel=0.1)
    assert found.interval == pytest.approx((low, high), abs=0.01)


def test_ratings_of_one_unit_stay_together_so_that_more_of_each_do_not_make_it_surer() -> None:
    sides = (province(Random(3), 0.08), province(Random(4), 0))
    many = tuple(
        [Unit(*(Observed(100 * seen.total, 100 * seen.n) for seen in unit)) for unit in side]
        for side in sides
    )
    found, again = (difference_in_differences(one, two, seed=1) for one, two in (sides, many))
    assert found == again


def test_the_same_seed_gives_the_same_bounds() -> None:
    sides = (province(Random(3), 0.08), province(Random(4), 0))
    first, again, other = (difference_in_differences(sides[0], sides[1], seed=seed) for seed in (5, 5, 6))
    assert first == again != other


def test_four_units_are_too_few() -> None:
    assert difference_in_differences(stores(1, 2)[:4], stores(1, 1), seed=1) is None


def test_a_unit_without_observations_is_refused() -> None:
    empty = Unit(Observed(0, 0), Observed(1, 1))
    with pytest.raises(ValueError, match="without observations"):
        difference_in_differences([empty, *stores(1, 2)], stores(1, 1), seed=1)
