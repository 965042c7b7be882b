"""A case that waits for its unit's batch is not forgotten."""

from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import update

from sync.central.cases.counting import CaseCounts
from sync.central.cases.noticing import Notice, What, due_notices
from sync.central.database.engine import reading, writing
from sync.central.database.tables import cases
from sync.central.reports.facts import CaseFacts
from sync.central.reports.periods import Span
from sync.central.reports.verifying import check_cases
from tests.central.cases.site import ANSWER, NEXT_WORKING, Complaints
from tests.central.reports.samples import a_province
from tests.central.world import World

LAST, LATER = "2026-11-27", date(2026, 12, 1)
"""Three working days after the assignment, the 24th being a holiday; two days after that."""
ANSWERED_IN_TIME = CaseCounts(cases=1, opened=1, in_time=1, median_days=5.0)
ANSWERED_LATE = CaseCounts(cases=1, opened=1, late=1, median_days=5.0)


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def overdue(site: Complaints) -> list[Notice]:
    with reading(site.world.engine) as connection:
        return [one for one in due_notices(connection, site.finder) if one.what is What.OVERDUE]


def test_it_is_due_as_if_nobody_had_it_and_stands_on_top_once_that_is_over(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.assigned()
    code = site.case(rating).code
    assert site.case(rating).due == LAST
    site.on(date.fromisoformat(LAST))
    assert overdue(site) == []
    site.on(LATER)
    newer = site.rate(1, reasons=("waiting",))
    site.find()
    assert site.hand_over() == 0, "too few have rated"
    assert overdue(site) == [Notice(What.OVERDUE, f"overdue {code} {LAST}", None)]
    assert code in site.see("/cases?state=overdue").text
    listed = site.see("/cases").text
    assert listed.index(code) < listed.index(site.case(newer).code)
    site.others(20)
    site.on(LATER + timedelta(days=1))
    assert site.hand_over() == 1
    assert site.case(rating).due == "2026-12-16", "the unit's own ten days begin here"
    assert overdue(site) == []


def test_one_that_an_earlier_program_let_wait_without_an_end_gets_one(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.assigned()
    with writing(world.engine) as connection:
        connection.execute(update(cases).values(due=None))
    site.on(NEXT_WORKING)
    assert site.hand_over() == 0
    assert site.case(rating).due == LAST


def test_reports_count_it_late_and_those_from_before_are_still_found_as_they_were(world: World) -> None:
    site = Complaints(world)
    site.unlock()
    rating = site.assigned()
    site.on(LATER)
    assert site.act(rating, "decide", ANSWER).status_code == 303
    now_ms, days = world.clock.wall_ms(), Span("2026-07-01", "2026-12-31")
    old, new = CaseFacts(site.rules, ANSWERED_IN_TIME), CaseFacts(site.rules, ANSWERED_LATE, waiting=True)
    for cases_then in (old, new):
        period = msgspec.structs.replace(a_province().period, now=days)
        facts = msgspec.structs.replace(a_province(), period=period, frozen_ms=now_ms, cases=cases_then)
        with reading(world.engine) as connection:
            assert list(check_cases(connection, facts)) == []
