"""Regions as sums of what stands below them, and what may be seen of them beside hidden units."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.results.distribution import Distribution
from sync.central.results.overview import UnitRow
from sync.central.results.regions import all_below, below, region_rows
from sync.central.results.standing import Standing, standings
from sync.central.results.view import View
from tests.central.results.subtracting import Attacker

CHILDREN = {"top": ("east", "west"), "east": ("a", "b", "c"), "west": ("d", "e")}
UNITS = ("top", "east", "west", "a", "b", "c", "d", "e")


def rows_of(**numbers: int) -> list[UnitRow]:
    every = {unit: numbers.get(unit, 0) for unit in UNITS}
    allowed = standings(every)
    return [
        UnitRow(unit, {"vi": unit}, Distribution((0, 0, 0, 0, n)), allowed[unit]) for unit, n in every.items()
    ]


def test_a_region_sums_what_stands_below_it_at_any_depth_with_its_own() -> None:
    rows = rows_of(east=15, a=40, b=30, d=20, e=50)
    found = {row.unit: row.distribution.n for row in region_rows(rows, CHILDREN, View.LIVE)}
    assert found == {"top": 155, "east": 85, "west": 70}
    seen = below("east", rows, CHILDREN, View.LIVE)
    assert seen is not None
    assert [row.unit for row in seen.rows] == ["a", "b", "c"]
    assert seen.alone is not None
    assert seen.alone.distribution.n == 15
    assert below("a", rows, CHILDREN, View.LIVE) is None


def test_a_circle_that_somebody_made_by_hand_ends() -> None:
    assert all_below("a", {"a": ("b",), "b": ("a",)}) == {"a", "b"}


@pytest.mark.parametrize("view", [View.LIVE, View.UNMARKED])
def test_a_region_that_would_give_a_hidden_unit_away_is_withheld(view: View) -> None:
    found = {row.unit: row for row in region_rows(rows_of(a=40, b=5, c=12, d=20, e=50), CHILDREN, view)}
    assert found["top"].standing is Standing.ENOUGH
    shown = [frozenset("abcde"), *(frozenset(one) for one in "ade")]
    shown += [
        all_below(one, CHILDREN) & set("abcde") for one in ("east", "west") if found[one].standing.shown
    ]
    assert not Attacker(shown).works_out(frozenset("b"))


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({unit: st.sampled_from([0, 0, 4, 9, 12, 31, 80]) for unit in UNITS}))
def test_no_hidden_unit_is_worked_out_from_regions_beside_all_units(numbers: dict[str, int]) -> None:
    rows = rows_of(**numbers)
    atoms = frozenset(unit for unit, n in numbers.items() if n)
    shown = [frozenset([row.unit]) for row in rows if row.standing.shown]
    alone = Attacker([atoms, *shown])
    regions = region_rows(rows, CHILDREN, View.LIVE)
    sums = [all_below(row.unit, CHILDREN) & atoms for row in regions if row.standing.shown]
    attacker = Attacker([atoms, *shown, *sums])
    for row in rows:
        if row.standing is Standing.HIDDEN and not alone.works_out(frozenset([row.unit])):
            assert not attacker.works_out(frozenset([row.unit]))
