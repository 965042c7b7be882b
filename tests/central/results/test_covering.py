"""Rows of a unit's page against somebody who subtracts the rows that he sees from the unit's own figures."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.results.calls import Calls
from sync.central.results.covering import DESK, POOLED, row_standings
from sync.central.results.distribution import Distribution
from sync.central.results.published import PublishedUnit
from sync.central.results.standing import Standing
from tests.central.results.subtracting import Attacker


def unit_of(desk: int = 0, pooled: int = 0, **officials: int) -> PublishedUnit:
    rows = {name: Distribution.of({5: n}) for name, n in officials.items()}
    whole = Distribution.of({5: desk + pooled + sum(officials.values())})
    return PublishedUnit(whole, rows, Distribution.of({5: desk}), Distribution.of({5: pooled}), {}, Calls())


def test_an_official_with_few_ratings_takes_the_smallest_row_with_him() -> None:
    found = row_standings({"u": unit_of(desk=73, pooled=12, lan=82, thao=17)})
    assert found == {
        "lan": Standing.ENOUGH,
        "thao": Standing.PERSONAL,
        DESK: Standing.ENOUGH,
        POOLED: Standing.COVERING,
    }


def test_two_officials_with_few_ratings_cover_each_other() -> None:
    found = row_standings({"u": unit_of(desk=73, lan=22, thao=17)})
    assert found[DESK] is Standing.ENOUGH


def test_where_everybody_has_enough_nothing_is_covered() -> None:
    found = row_standings({"u": unit_of(desk=12, pooled=12, lan=82, thao=30)})
    assert all(one.shown for one in found.values())


def test_a_row_of_a_merged_unit_that_its_own_page_shows_is_no_cover() -> None:
    """The old unit's page shows its desk; so the new one's desk would be known, and Thảo with it."""
    units = {"new": unit_of(desk=40, thao=17, lan=90), "old": unit_of(desk=35)}
    found = row_standings(units, ["old"])
    assert not found["thao"].shown
    assert not found["lan"].shown


def test_who_is_the_whole_unit_is_not_shown_by_name_all_the_same() -> None:
    assert row_standings({"u": unit_of(lan=17)}) == {"lan": Standing.PERSONAL}


NUMBERS = st.sampled_from([0, 0, 10, 17, 29, 30, 31, 80])
UNITS = st.builds(
    lambda desk, pooled, some: unit_of(desk, pooled, **some),
    NUMBERS,
    NUMBERS,
    st.dictionaries(st.sampled_from(["an", "binh", "chi", "dung"]), NUMBERS, max_size=4),
)


@settings(max_examples=80, deadline=None)
@given(UNITS, st.lists(UNITS, max_size=2))
def test_no_persons_few_ratings_are_worked_out_from_the_pages_of_merged_units(
    unit: PublishedUnit, others: list[PublishedUnit]
) -> None:
    units = {"u": unit} | {f"old {place}": old for place, old in enumerate(others)}
    apart = [name for name in units if name != "u"]
    numbers = {(name, row): n for name, one in units.items() for row, n in rows_of(one).items() if n}
    found = row_standings(units, apart)
    shown = [sum_of(numbers, row) for row, allowed in found.items() if allowed.shown]
    shown += [frozenset(atom for atom in numbers if atom[0] == name) for name in units]
    for name in apart:
        alone = row_standings({name: units[name]})
        shown += [frozenset([(name, row)]) for row, allowed in alone.items() if allowed.shown]
    attacker = Attacker(shown)
    for row in found:
        few = row not in (DESK, POOLED) and sum(numbers[atom] for atom in sum_of(numbers, row)) < 30
        if few and not attacker.works_out(sum_of(numbers, row)):
            assert not found[row].shown
        elif few:
            wholes = [frozenset(atom for atom in numbers if atom[0] == name) for name in units]
            alone_shown = [one for one in shown if len(one) == 1 and next(iter(one))[0] in apart]
            assert Attacker([*wholes, *alone_shown]).works_out(sum_of(numbers, row))


def rows_of(unit: PublishedUnit) -> dict[str, int]:
    people = {name: one.n for name, one in unit.officials.items()}
    return people | {DESK: unit.desk.n, POOLED: unit.pooled.n}


def sum_of(numbers: dict[Any, int], row: str) -> frozenset[Any]:
    return frozenset(atom for atom in numbers if atom[1] == row)
