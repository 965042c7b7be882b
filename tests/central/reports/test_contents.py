import json
from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.reports.adding_up import contents_of, told_by
from sync.central.reports.annex import write_annex
from sync.central.reports.contents import Contents, Line
from sync.central.reports.facts import Facts, Said, Told
from sync.central.reports.layout import Paragraph
from sync.central.reports.wording import layout_of
from sync.central.reports.writing import note_of
from sync.central.results import telling
from sync.central.results.standing import FEWEST_ENOUGH, FEWEST_SHOWN, Standing
from tests.central.reports.samples import Numbers, a_province, an_id, facts_of

MANY = Numbers((1, 3, 5, 60, 40), (1, 3, 5, 60, 40), (1, 3, 5, 60, 40))


def line(contents: Contents, name: str) -> Line:
    return next(one for one in contents.units if one.name == name)


def shown(contents: Contents) -> set[str]:
    return {one.name for one in contents.units if one.now.shown}


def test_a_figure_has_its_number_levels_and_both_ends_and_the_middle_is_not_satisfied() -> None:
    contents = contents_of(facts_of({"Xã A": MANY, "Xã B": MANY}))
    whole = contents.whole
    assert (whole.n, whole.levels) == (218, (2, 6, 10, 120, 80))
    assert whole.top_two
    assert whole.top_two.share == round(200 / 218, 6)
    assert whole.bottom_two
    assert whole.bottom_two.share == round(8 / 218, 6)
    assert (contents.calls.called, contents.calls.rated, contents.calls.unrated) == (436, 218, 218)


def test_few_ratings_are_hidden_and_so_is_the_row_that_would_give_them_away() -> None:
    contents = contents_of(facts_of({"Xã A": MANY, "Xã B": MANY, "Xã Ít": Numbers((0, 0, 0, 4, 3))}))
    assert line(contents, "Xã Ít").now.standing == Standing.HIDDEN
    assert line(contents, "Xã Ít").now.levels == ()
    assert len(shown(contents)) == 1
    assert contents.whole.shown


def test_a_unit_stands_from_thirty_ratings_on_and_no_sum_without_it_gives_it_away() -> None:
    few, enough = Numbers((0, 1, 1, 5, 5)), Numbers((0, 1, 1, 14, 14))
    contents = contents_of(facts_of({"Xã A": MANY, "Xã Vừa": few, "Xã Đủ": enough, "Xã B": MANY}))
    standings = {one.name: one.now.standing for one in contents.units}
    assert standings == {"Xã A": "enough", "Xã Vừa": "hidden", "Xã Đủ": "covering", "Xã B": "enough"}
    assert contents.whole.n == 260
    assert contents.whole.shown


def test_all_units_together_stand_from_ten_ratings_on_unless_they_are_one_unit() -> None:
    some = Numbers((0, 1, 1, 5, 5))
    assert contents_of(facts_of({"Xã A": some, "Xã B": some})).whole.standing == Standing.SPARSE
    for units in ({"Xã A": some}, {"Xã A": some, "Xã B": Numbers()}):
        contents = contents_of(facts_of(units))
        assert (contents.whole.shown, shown(contents), contents.months) == (False, set(), ())
    alone = contents_of(facts_of({"Xã A": some})).whole
    assert note_of(alone, FEWEST_SHOWN) == "Chưa đủ 30 phiếu"
    few = contents_of(facts_of({"Xã A": Numbers((0, 0, 0, 0, 3))})).whole
    assert note_of(few, FEWEST_SHOWN) == "Chưa đủ 10 phiếu"


def test_a_pilots_arm_of_fewer_than_thirty_ratings_is_hidden() -> None:
    few = Numbers((0, 1, 1, 5, 5))
    facts = facts_of(
        {"Xã A": few, "Xã B": few, "Xã C": MANY, "Xã D": MANY}, cohorts={"Điểm": {"Xã A": "2025-10-01"}}
    )
    (pilot,) = contents_of(facts).pilots
    assert (pilot.treated.now.n, pilot.treated.now.levels) == (12, ())
    assert pilot.rest.now.standing == Standing.COVERING, "the province less the rest is the arm"


def test_sampled_forms_of_a_unit_stand_from_thirty_on_too() -> None:
    def sampled(**units: int) -> tuple[str, list[str]]:
        facts = facts_of({name: Numbers(sampled=(0, 0, 0, 0, n)) for name, n in units.items()})
        contents = contents_of(facts)
        return contents.sampled.standing, [one.sampled.standing for one in contents.units]

    assert sampled(a=12, b=40, c=50) == ("enough", ["hidden", "covering", "enough"])
    assert sampled(a=12, b=12) == ("sparse", ["hidden", "hidden"])
    assert sampled(a=12, b=0) == ("hidden", ["hidden", "none"])


def test_what_an_earlier_report_told_of_a_small_unit_hides_no_other() -> None:
    """Reports showed units from ten ratings on once: that cannot be taken back."""
    few = Numbers(year_before=(0, 1, 1, 5, 5))
    names = ("Xã A", "Xã B", "Xã Vừa")
    told = tuple(Told("2024-12-15", "2025-06-14", (an_id(name),)) for name in names)
    facts = facts_of({"Xã A": MANY, "Xã B": MANY, "Xã Vừa": few}, told=told)
    contents = contents_of(facts)
    assert {one.name for one in contents.units if one.year_before.shown} == {"Xã A", "Xã B"}


def test_a_level_that_corrections_took_below_zero_is_not_shown() -> None:
    facts = facts_of({"Xã A": MANY, "Xã B": MANY, "Xã C": MANY})
    first = msgspec.structs.replace(facts.units[0], now=Said(scores={"5": 40, "1": -1}))
    contents = contents_of(msgspec.structs.replace(facts, units=(first, *facts.units[1:])))
    assert not line(contents, "Xã A").now.shown


def test_two_reports_side_by_side_tell_no_more_than_one() -> None:
    """A sum that an earlier report showed cannot be taken from one that a later report would show."""
    units = {"Xã A": MANY, "Xã B": MANY, "Xã C": MANY, "Xã Ít": Numbers(year_before=(0, 0, 0, 4, 3))}
    alone = contents_of(facts_of(units))
    earlier = facts_of({name: Numbers(now=one.year_before) for name, one in units.items()}, report="2025-H1")
    told = told_by(earlier)
    assert {one.first for one in told} >= {"2024-12-15"}
    later = contents_of(facts_of(units, told=told))
    before = {one.name for one in contents_of(earlier).units if one.now.shown}
    now = {one.name for one in later.units if one.year_before.shown}
    assert now <= before
    assert line(alone, "Xã Ít").year_before.standing == Standing.HIDDEN


@settings(max_examples=60, deadline=None)
@given(
    now=st.lists(st.sampled_from([0, 3, 7, 9, 12, 25, 60]), min_size=3, max_size=7),
    before=st.lists(st.sampled_from([0, 3, 7, 9, 12, 25, 60]), min_size=7, max_size=7),
    piloted=st.sets(st.integers(0, 6)),
)
def test_no_hidden_figure_is_a_sum_or_difference_of_what_two_reports_show(
    now: list[int], before: list[int], piloted: set[int]
) -> None:
    names = [f"Xã {place}" for place in range(len(now))]
    joined = {"Điểm": {name: "2020-01-01" for place, name in enumerate(names) if place in piloted}}
    earlier = facts_of(
        {name: Numbers((0, 0, 0, 0, n)) for name, n in zip(names, before, strict=False)}, report="2025-H1"
    )
    told = told_by(earlier)
    numbers = {
        name: Numbers((0, 0, 0, 0, n), year_before=(0, 0, 0, 0, was))
        for name, n, was in zip(names, now, before, strict=False)
    }
    later = facts_of(numbers, cohorts=joined, told=told)
    atoms: dict[tuple[str, str], int] = {}

    def figure(first: str, units: Iterable[str]) -> frozenset[int]:
        rated = {an_id(name): (first, one) for name, one in numbers.items()}
        counted = [
            unit
            for unit in units
            if sum(rated[unit][1].now if first == "2025-12-15" else rated[unit][1].year_before)
        ]
        return frozenset(atoms.setdefault((first, unit), len(atoms)) for unit in counted)

    shown = telling.Told(figure(one.first, one.units) for one in (*told, *told_by(later)))
    contents = contents_of(later)
    alone = sum(one.now.n for one in contents.units if not one.now.shown)
    assert not contents.whole.shown or alone == 0 or alone >= FEWEST_SHOWN
    for one in contents.units:
        for first, found in (("2025-12-15", one.now), ("2024-12-15", one.year_before)):
            assert found.n >= FEWEST_ENOUGH or not found.levels
            if found.standing == Standing.HIDDEN:
                assert not shown.tells(figure(first, [one.unit]))


def test_a_unit_that_merged_into_another_is_read_with_it_in_every_year() -> None:
    facts = facts_of({"Xã Cũ": MANY, "Xã Mới": MANY, "Xã Khác": MANY}, heirs={"Xã Cũ": "Xã Mới"})
    merged = line(contents_of(facts), "Xã Mới")
    assert (merged.with_, merged.now.n, merged.year_before.n) == (("Xã Cũ",), 218, 218)


def test_pilots_are_compared_with_those_that_never_were_and_chance_follows_from_the_heads() -> None:
    facts = a_province()
    (pilot,) = contents_of(facts).pilots
    assert (pilot.treated.units, pilot.rest.units, pilot.left_out) == (6, 11, 0)
    assert pilot.change
    assert pilot.change.low <= pilot.change.share <= pilot.change.high
    assert contents_of(facts).pilots == (pilot,)
    other = msgspec.structs.replace(facts, heads=(msgspec.structs.replace(facts.heads[0], seq=121),))
    assert contents_of(other).pilots != (pilot,)


def test_a_unit_that_joined_in_the_middle_stands_on_neither_side() -> None:
    units = {f"Xã {place}": MANY for place in range(12)}
    since = {"Xã 0": "2025-10-01", "Xã 1": "2026-03-01"}
    (pilot,) = contents_of(facts_of(units, cohorts={"Điểm": since})).pilots
    assert (pilot.treated.units, pilot.rest.units, pilot.left_out) == (1, 10, 1)
    assert pilot.change is None


def test_units_below_the_province_in_two_periods_are_numbered_and_not_named() -> None:
    facts = a_province()
    contents = contents_of(facts)
    assert (contents.below, contents.compared) == (1, 14)
    assert "look_at" not in json.loads(write_annex(contents))
    blocks = layout_of(contents, facts.heading, None, draft=True).blocks
    (told,) = [one.text for one in blocks if isinstance(one, Paragraph) and "/differences" in one.text]
    assert "1 đơn vị" in told
    assert "kỳ này và kỳ báo cáo liền trước" in told
    assert not [one for one in blocks if "Xã Kém" in repr(one)]


def test_the_sampled_arm_is_never_added_to_what_the_kiosks_say() -> None:
    units = {"Xã A": Numbers((1, 3, 5, 60, 40), sampled=(0, 1, 2, 20, 10)), "Xã B": MANY}
    contents = contents_of(facts_of(units))
    assert (contents.whole.n, contents.sampled.n) == (218, 33)


@pytest.mark.parametrize("facts", [facts_of({}), facts_of({"Xã A": Numbers()})])
def test_a_period_without_ratings_has_a_report_that_says_so(facts: Facts) -> None:
    contents = contents_of(facts)
    assert (contents.whole.standing, contents.difference, contents.below) == (Standing.NONE, None, 0)
