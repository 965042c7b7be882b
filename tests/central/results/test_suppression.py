"""Hidden figures against somebody who adds and subtracts whatever is shown, now and before."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sync.central.results.suppression import AlreadyToldError, suppress
from tests.central.results.subtracting import Atoms, Attacker


def table(numbers: Mapping[tuple[Any, ...], int]) -> dict[Any, Atoms]:
    """Units × levels with every margin: cells, units, levels, two districts, all."""
    figures: dict[Any, Atoms] = {cell: frozenset([cell]) for cell in numbers}
    for unit in sorted({cell[0] for cell in numbers}):
        figures["unit", unit] = frozenset(cell for cell in numbers if cell[0] == unit)
        district = figures.get(("district", unit % 2), frozenset())
        figures["district", unit % 2] = district | figures["unit", unit]
    for level in sorted({cell[1] for cell in numbers}):
        figures["level", level] = frozenset(cell for cell in numbers if cell[1] == level)
    return figures | {"all": frozenset(numbers)}


def size(figure: Atoms, numbers: Mapping[Any, int]) -> int:
    return sum(numbers[atom] for atom in figure)


def small(figures: Mapping[Any, Atoms], numbers: Mapping[Any, int]) -> list[Any]:
    return [name for name, figure in figures.items() if 0 < size(figure, numbers) < 10]


COUNTS = st.sampled_from([0, 1, 2, 5, 9, 10, 11, 25, 80])
TABLES = st.tuples(st.integers(1, 5), st.integers(1, 3)).flatmap(
    lambda shape: st.fixed_dictionaries(dict.fromkeys(product(*map(range, shape)), COUNTS))
)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_no_hidden_figure_is_a_combination_of_shown_ones(numbers: dict[Any, int]) -> None:
    figures = table(numbers)
    hidden = suppress(figures, numbers, small(figures, numbers))
    assert hidden >= set(small(figures, numbers))
    attacker = Attacker(figure for name, figure in figures.items() if name not in hidden)
    assert not [name for name in hidden if attacker.works_out(figures[name])]


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_no_shown_sum_less_a_shown_part_leaves_a_secret_among_fewer_than_ten(numbers: dict[Any, int]) -> None:
    figures = table(numbers)
    secret = small(figures, numbers)
    hidden = suppress(figures, numbers, secret)
    shown = [figure for name, figure in figures.items() if name not in hidden]
    for whole, part in product(shown, [frozenset[Any](), *shown]):
        if part < whole and size(whole - part, numbers) < 10:
            assert not [name for name in secret if figures[name] & (whole - part)]


@settings(max_examples=30, deadline=None)
@given(TABLES)
def test_that_no_count_is_negative_leaves_more_than_one_value_for_every_secret(
    numbers: dict[Any, int],
) -> None:
    figures = table(numbers)
    secret = [name for name in small(figures, numbers) if name in numbers]
    hidden = suppress(figures, numbers, small(figures, numbers))
    shown = [figure for name, figure in figures.items() if name not in hidden]
    if not shown:
        return
    matrix = [[int(cell in figure) for cell in numbers] for figure in shown]
    sums = [size(figure, numbers) for figure in shown]
    for name in secret:
        aim = [int(cell == name) for cell in numbers]
        low, high = (
            sign * linprog([sign * value for value in aim], A_eq=matrix, b_eq=sums).fun for sign in (1, -1)
        )
        assert high - low > 0.5


@settings(max_examples=60, deadline=None)
@given(TABLES, st.data())
def test_no_secret_of_any_view_is_a_combination_of_all_views(
    first: dict[Any, int], data: st.DataObject
) -> None:
    """Three views of a growing table. What a cell gains is an atom; one that gains nothing stays the same."""
    numbers: dict[Any, int] = {}
    told: list[Atoms] = []
    secrets: dict[Any, Atoms] = {}
    for view in range(3):
        gained = first if view == 0 else {cell: data.draw(st.sampled_from([0, 0, 10, 15])) for cell in first}
        numbers |= {(*cell, view): n for cell, n in gained.items() if n or view == 0}
        figures = {
            (view, name): frozenset(atom for atom in numbers if atom[:2] in figure)
            for name, figure in table(first).items()
        }
        secrets |= {name: figures[name] for name in small(figures, numbers)}
        hidden = suppress(figures | secrets, numbers, list(secrets), told)
        told += [figure for name, figure in figures.items() if name not in hidden]
        attacker = Attacker(told)
        assert not [name for name, figure in secrets.items() if attacker.works_out(figure)]


def test_the_attacker_subtracts_and_combines() -> None:
    a, b, c = (frozenset(name) for name in "abc")
    assert Attacker([a | b, b]).works_out(a)
    assert Attacker([a | b, b | c, a | c]).works_out(a)
    assert not Attacker([a | b, b | c]).works_out(a)


def test_one_secret_in_a_list_takes_the_smallest_other_with_it() -> None:
    numbers = {"a": 4, "b": 80, "c": 12, "d": 30}
    figures = {name: frozenset([name]) for name in numbers} | {"all": frozenset(numbers)}
    assert suppress(figures, numbers, ["a"]) == {"a", "c"}


def test_one_secret_in_a_table_takes_a_rectangle_with_it() -> None:
    numbers = dict.fromkeys(product(range(4), range(3)), 50) | {(0, 0): 3, (2, 0): 20, (2, 1): 20}
    figures = {name: figure for name, figure in table(numbers).items() if name[0] != "district"}
    hidden = suppress(figures, numbers, [(0, 0)])
    assert (0, 0) in hidden
    assert len(hidden) == 4
    assert len({unit for unit, _ in hidden}) == len({level for _, level in hidden}) == 2


def test_where_nothing_is_secret_nothing_is_hidden() -> None:
    numbers = dict.fromkeys(product(range(3), range(2)), 5)
    assert suppress(table(numbers), numbers, []) == frozenset()


def test_a_secret_that_was_told_before_cannot_be_kept() -> None:
    with pytest.raises(AlreadyToldError):
        suppress({"a": frozenset("a")}, {"a": 3, "b": 9}, ["a"], told=[frozenset("ab"), frozenset("b")])


def test_a_second_view_hides_what_the_first_would_be_found_by() -> None:
    """a was hidden behind b; now a has grown, and b, which has not, would tell what a was."""
    numbers = {"a": 4, "b": 60, "a later": 10}
    figures = {"b": frozenset(["b"]), "a": frozenset(["a", "a later"]), "all": frozenset(numbers)}
    before = [frozenset(["a", "b"])]
    assert suppress(figures, numbers, []) == frozenset()
    hidden = suppress(figures | {"a before": frozenset(["a"])}, numbers, ["a before"], before)
    attacker = Attacker([*before, *(figure for name, figure in figures.items() if name not in hidden)])
    assert not attacker.works_out(frozenset(["a"]))
    assert hidden - {"a before"} == {"a", "b"}
