from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central.cases.rules import RulesRefused, Said, load_rules
from sync.central.cases.states import NEXT, Act, State, acts_in
from sync.central.cases.working_days import Calendar

RULES = load_rules()
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 1))


def said(score: int = 5, reasons: tuple[str, ...] = (), *, comment: bool = False, harassed: str = "") -> Said:
    return Said(score, reasons, comment, {"harassed": harassed} if harassed else {})


def test_a_comment_harassment_and_a_low_rating_with_reasons_are_cases_and_nothing_else_is() -> None:
    assert RULES.fitting(said(comment=True)) == ["comment"]
    assert RULES.fitting(said(harassed="yes")) == ["harassment"]
    assert RULES.fitting(said(2, ("waiting",))) == ["low_rating"]
    assert RULES.fitting(said(1, ("waiting",), comment=True)) == ["comment", "low_rating"]
    for nothing in (said(1), said(3, ("waiting",)), said(harassed="no"), said()):
        assert RULES.fitting(nothing) == []


def test_the_shortest_time_holds_and_one_rule_keeps_the_case_from_the_unit() -> None:
    assert RULES.days_for(["low_rating", "comment"]) == 10
    assert RULES.may_go_to_unit(["low_rating", "comment"])
    assert not RULES.may_go_to_unit(["comment", "harassment"])
    assert not RULES.may_go_to_unit(["comment", "a rule that the data no longer have"])


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        "[days]\nhandle = 0\nremind = 1\n[rules]",
        "[days]\nhandle = 3\nremind = 1\n[rules.all]\nname = {vi='x'}\nto_unit = true\ndays = 1",
        "[days]\nhandle = 3\nremind = 1\nrule = 1\n[rules]",
    ],
)
def test_rules_that_cannot_be_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(text, "utf-8")
    with pytest.raises(RulesRefused):
        load_rules(tmp_path / "rules.toml")


def test_tet_holidays_in_lieu_and_days_that_are_moved_are_known() -> None:
    year = Calendar()
    assert year.after(date(2026, 2, 13), 1) == date(2026, 2, 23), "Tết, from a Friday on"
    assert year.after(date(2026, 8, 28), 1) == date(2026, 9, 3), "31 August rests for 22 August"
    assert year.is_working(date(2026, 8, 22)), "which was a Saturday that the government let work"
    assert not year.is_working(date(2026, 11, 24))


def test_a_province_s_own_days_go_before_the_country_s() -> None:
    own = Calendar(rests=frozenset({date(2026, 11, 23)}), works=frozenset({date(2026, 11, 28)}))
    assert not own.is_working(date(2026, 11, 23))
    assert own.after(date(2026, 11, 27), 1) == date(2026, 11, 28)


@given(DAYS, st.integers(1, 30))
def test_going_ahead_and_back_counts_the_same_working_days(day: date, days: int) -> None:
    year = Calendar()
    last = year.after(day, days)
    assert last > day
    assert year.is_working(last)
    start = year.before(last, days)
    assert start <= day
    assert not any(
        year.is_working(date.fromordinal(one)) for one in range(start.toordinal() + 1, day.toordinal() + 1)
    )


@given(st.lists(st.sampled_from(Act), max_size=30))
def test_a_case_ends_only_reviewed_or_closed_and_can_always_be_opened_again(acts: list[Act]) -> None:
    state, been = State.NEW, [State.NEW]
    for act in acts:
        if (after := NEXT.get((state, act))) is not None:
            if after is State.PUBLISHED:
                assert state is State.REVIEWED
            state = after
            been.append(state)
    assert acts_in(state), "there is always a way on"
    assert state.is_over == (Act.REOPEN in acts_in(state))
