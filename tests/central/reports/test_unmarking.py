"""Figures with and without marked ratings, against somebody who subtracts."""

from dataclasses import replace

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET

from sync.central.cases.counting import CaseCounts
from sync.central.reports.adding_up import contents_of, told_by
from sync.central.reports.annex import write_annex
from sync.central.reports.contents import Contents, Unmarked, Without
from sync.central.reports.facts import Facts, digest_of
from sync.central.reports.layout import Heading, Table
from sync.central.reports.wording import layout_of
from sync.central.results.standing import Standing
from sync.central.results.telling import Told
from tests.central.reports.samples import Numbers, a_province, an_id, facts_of, with_cases

CALM = Numbers((1, 3, 5, 60, 40))
BUSY = Numbers((1, 3, 5, 60, 40), marked=(0, 0, 0, 5, 15))
QUIET = Numbers((1, 3, 5, 60, 40), marked=(0, 0, 0, 1, 3))


def both_ways(facts: Facts) -> tuple[Contents, Unmarked]:
    contents = contents_of(facts)
    assert isinstance(contents.unmarked, Unmarked)
    return contents, contents.unmarked


def by_name(contents: Contents) -> dict[str, Without]:
    assert isinstance(contents.unmarked, Unmarked)
    names = (one.name for one in contents.units)
    return dict(zip(names, contents.unmarked.units, strict=True))


def test_a_figure_stands_with_and_without_the_marked_and_says_how_many_by_which_rule() -> None:
    contents, found = both_ways(facts_of({"Xã A": BUSY, "Xã B": BUSY}))
    assert (contents.whole.n, found.whole.marked, found.whole.figure.n) == (218, 40, 178)
    assert found.whole.figure.levels == (2, 6, 10, 110, 50)
    assert by_name(contents)["Xã A"].figure.levels == (1, 3, 5, 55, 25)
    assert {one.rule: one.marked for one in found.rules} == {
        "burst": 40, "fives": 0, "out_of_hours": 0, "closing": 0, "uncalled": 0, "invitations": 0,
        "repeated": 0,
    }  # fmt: skip


def test_fewer_than_ten_marked_are_told_of_nobody_and_of_no_unit_that_would_give_them_away() -> None:
    contents, found = both_ways(facts_of({"Xã A": BUSY, "Xã B": BUSY, "Xã Ít": QUIET, "Xã Không": CALM}))
    hidden = {name: one.figure.standing for name, one in by_name(contents).items() if one.marked is None}
    assert hidden["Xã Ít"] == Standing.HIDDEN
    assert sorted(hidden.values()) == [Standing.COVERING, Standing.HIDDEN]
    assert by_name(contents)["Xã Không"].marked == 0
    assert found.whole.marked == 44
    assert "null" in write_annex(contents).decode()


def test_what_days_side_by_side_would_tell_of_few_is_not_shown_both_ways() -> None:
    """Nearly all of some day's ratings were marked: that day's row less the marked ones is a few citizens."""
    contents, found = both_ways(facts_of({"Xã A": replace(BUSY, apart=9)}))
    assert found.whole.marked is None
    assert contents.whole.shown


def test_units_that_are_hidden_for_their_days_are_not_found_together_by_subtracting_the_others() -> None:
    """What is left of the whole without the unit that may be shown would tell of four ratings."""
    known = replace(BUSY, apart=2)
    contents, found = both_ways(facts_of({"Xã A": BUSY, "Xã B": known, "Xã C": known}))
    assert found.whole.marked == 60
    assert [one.marked for one in by_name(contents).values()] == [None, None, None]


def test_a_rule_that_leaves_few_of_the_marked_is_not_numbered() -> None:
    facts = facts_of({"Xã A": BUSY, "Xã B": BUSY})
    first = facts.units[0]
    assert first.marked
    rules = {"burst": 20, "fives": 14}
    marked = msgspec.structs.replace(first.marked, rules=rules)
    units = (msgspec.structs.replace(first, marked=marked), *facts.units[1:])
    other = msgspec.structs.replace(facts, units=units)
    numbers = {one.rule: one.marked for one in both_ways(other)[1].rules}
    assert (numbers["burst"], numbers["fives"]) == (40, 14)
    rules = {"burst": 12, "fives": 4}
    marked = msgspec.structs.replace(first.marked, rules=rules)
    units = (msgspec.structs.replace(first, marked=marked), *facts.units[1:])
    other = msgspec.structs.replace(facts, units=units)
    numbers = {one.rule: one.marked for one in both_ways(other)[1].rules}
    assert (numbers["burst"], numbers["fives"]) == (None, None)


@settings(max_examples=40, deadline=None)
@given(
    marked=st.lists(st.sampled_from([0, 2, 5, 9, 10, 14, 40]), min_size=2, max_size=6),
    apart=st.lists(st.sampled_from([0, 9, 10, 40]), min_size=6, max_size=6),
    merged=st.booleans(),
)
def test_no_hidden_number_of_marked_ratings_is_a_sum_or_difference_of_what_two_reports_show(
    marked: list[int], apart: list[int], *, merged: bool
) -> None:
    names = [f"Xã {place}" for place in range(len(marked))]
    units = {
        name: Numbers((5, 5, 5, 45, n + 30), marked=(0, 0, 0, 0, n), apart=min(n, sure))
        for name, n, sure in zip(names, marked, apart, strict=False)
    }
    earlier = facts_of(units)
    heirs = {names[0]: names[1]} if merged else {}
    later = facts_of(units, heirs=heirs, told=told_by(earlier))
    some = {an_id(name): place for place, name in enumerate(names) if units[name].marked[4]}
    shown = Told(
        frozenset(some[unit] for unit in one.units if unit in some)
        for one in (*told_by(earlier), *told_by(later))
        if one.marked
    )
    contents, _ = both_ways(later)
    for one, left in zip(contents.units, by_name(contents).values(), strict=True):
        members = frozenset(some[an_id(name)] for name in (one.name, *one.with_) if an_id(name) in some)
        if members and left.figure.standing == Standing.HIDDEN:
            assert not shown.tells(members) or bool(earlier_told(earlier, members, some))


def earlier_told(earlier: Facts, members: frozenset[int], some: dict[str, int]) -> bool:
    """Whether the earlier report alone showed it: then nothing that is hidden now can help."""
    one = Told(
        frozenset(some[unit] for unit in told.units if unit in some)
        for told in told_by(earlier)
        if told.marked
    )
    return one.tells(members)


def test_a_report_frozen_before_marks_and_cases_were_kept_reads_as_it_did() -> None:
    facts = a_province()
    units = tuple(msgspec.structs.replace(one, marked=UNSET) for one in facts.units)
    old = msgspec.structs.replace(facts, units=units, cases=UNSET)
    raw = msgspec.json.encode(old)
    assert b"marked" not in raw
    assert b"cases" not in raw
    assert digest_of(msgspec.json.decode(raw, type=Facts)) == digest_of(old)
    contents = contents_of(old)
    assert not [one for one in told_by(old) if one.marked]
    assert b"unmarked" not in write_annex(contents)
    layout = layout_of(contents, old.heading, None, draft=True)
    assert not [one.sheet for one in layout.tables if one.sheet in ("Hai cách tính", "Vụ việc")]
    assert Heading("Phiếu bị đánh dấu", 2) not in layout.blocks


def test_cases_are_numbered_from_ten_on() -> None:
    def tables(counts: CaseCounts) -> list[Table]:
        facts = with_cases(a_province(), counts)
        layout = layout_of(contents_of(facts), facts.heading, None, draft=True)
        return [one for one in layout.tables if one.sheet == "Vụ việc"]

    (table,) = tables(CaseCounts(10, 10, 4, 2, 3, 1, 1, 6.0))
    assert table.rows == [(10, 4, 2, 3, 1, 1, 6.0)]
    assert tables(CaseCounts(9, 9)) == []
