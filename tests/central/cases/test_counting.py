"""What becomes of cases, counted over a span from histories alone."""

from datetime import date

from sync.central.cases.counting import CaseCounts, Happened, counted
from sync.central.cases.rules import load_rules

RULES = load_rules()
MONDAY = date(2026, 11, 2)


def history(*told: tuple[int, str] | tuple[int, str, str]) -> list[Happened]:
    """(day of November, act, what was said with it)."""
    return [Happened(date(2026, 11, one[0]), one[1], one[2] if len(one) > 2 else "") for one in told]


def test_a_unit_is_late_by_the_day_it_was_handed_a_case_and_waited_for_since_it_was_opened() -> None:
    days = RULES.rules["low"].days if "low" in RULES.rules else next(iter(RULES.rules.values())).days
    rule = next(name for name, one in RULES.rules.items() if one.days == days)
    handed = date(2026, 11, 10)
    last = RULES.working.after(handed, days)
    begun = history((2, "opened", rule), (9, "assign"), (10, "handed"))
    in_time = counted([[*begun, Happened(last, "answer", "")]], RULES, MONDAY)
    late = counted([[*begun, Happened(RULES.working.after(last, 1), "answer", "")]], RULES, MONDAY)
    assert (in_time.in_time, in_time.late) == (1, 0)
    assert (late.in_time, late.late) == (0, 1)
    assert in_time.median_days == RULES.working.between(MONDAY, last)


def test_what_waited_past_its_deadline_to_be_handed_over_is_late_whoever_answers_it() -> None:
    begun = history((2, "opened", "comment"), (3, "assign"))
    last = RULES.working.after(date(2026, 11, 3), RULES.days.handle)
    soon, late = last, RULES.working.after(last, 1)

    def late_ones(*acts: tuple[date, str], waiting: bool = True) -> tuple[int, int]:
        told = [*begun, *(Happened(day, act, "") for day, act in acts)]
        found = counted([told], RULES, MONDAY, waiting=waiting)
        return found.in_time, found.late

    assert late_ones((soon, "decide")) == (1, 0)
    assert late_ones((late, "decide")) == (0, 1)
    assert late_ones((soon, "handed"), (late, "answer")) == (1, 0)
    assert late_ones((late, "handed"), (late, "answer")) == (0, 1)
    for acts in ([(late, "decide")], [(late, "handed"), (late, "answer")]):
        assert late_ones(*acts, waiting=False) == (1, 0), "as reports that were frozen before have it"


def test_only_the_first_answer_of_each_opening_counts_and_a_case_that_begins_again_is_answered_again() -> (
    None
):
    once = history(
        (2, "opened", "comment"), (3, "decide"), (4, "publish"), (5, "reopen"), (9, "decide"), (9, "close")
    )
    back = history((2, "opened", "comment"), (2, "assign"), (3, "handed"), (4, "answer"), (5, "return"))
    found = counted([once, [*back, Happened(date(2026, 11, 20), "answer", "")]], RULES, MONDAY)
    assert found == CaseCounts(2, 2, 3, 0, 1, 1, 1, 2.0)


def test_what_lies_before_the_span_is_not_counted_but_known() -> None:
    old = [Happened(date(2026, 10, 1), "opened", "comment"), *history((3, "decide"))]
    found = counted([old], RULES, MONDAY)
    assert (found.cases, found.opened, found.in_time, found.late) == (1, 0, 0, 1)
    assert counted([], RULES, MONDAY) == CaseCounts()
