"""An attacker in the unit: knows when each rated, reads all that the unit is shown, asks who it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select

from sync.central.cases.batches import hand_over
from sync.central.cases.history import code_of
from sync.central.cases.opening import Finder
from sync.central.cases.rules import load_rules
from sync.central.database.engine import reading, writing
from sync.central.database.tables import case_batches, case_events, cases, ratings
from sync.central.figures.closing import FEWEST
from sync.contract.desk_time import began_ms
from sync.contract.token import receipt_code
from tests.central.cases.site import NEXT_WORKING, SUMMARY, TODAY, Complaints
from tests.central.world import UNIT

SECRET = "Tôi Nguyễn Văn Bình, sáng nay 9h30 chờ cô Hoa ở quầy 2"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; `test_cases_engines.py` tells it on both engines."""
    return sqlite_url


def test_a_unit_is_handed_nothing_until_ten_others_may_have_said_it(site: Complaints) -> None:
    site.others(8)
    rating = site.assigned()
    site.on(NEXT_WORKING)
    assert site.hand_over() == 0, "nine have rated: the tenth is missing"
    site.others(1)
    assert site.hand_over() == 0, "and came only today"
    site.on(NEXT_WORKING + timedelta(days=1))
    assert site.hand_over() == 1
    assert site.case(rating).batch == str(NEXT_WORKING + timedelta(days=1))
    assert site.hand_over() == 0


def test_nothing_is_handed_on_the_day_of_its_assignment_nor_on_a_day_of_rest(site: Complaints) -> None:
    site.others(30)
    site.assigned()
    for day in (TODAY, TODAY + timedelta(days=1)):
        site.on(day, hour=23)
        assert site.hand_over() == 0, day
    site.on(NEXT_WORKING, hour=0)
    assert site.hand_over() == 1


def test_at_most_half_of_those_who_rated_are_handed_over_as_having_complained(site: Complaints) -> None:
    for _ in range(10):
        site.assigned()
    site.on(NEXT_WORKING)
    assert site.hand_over() == 5, "all ten complained; were all handed over, the unit would know it of each"
    site.on(NEXT_WORKING + timedelta(days=1))
    assert site.hand_over() == 0
    site.others(10)
    site.on(NEXT_WORKING + timedelta(days=2))
    assert site.hand_over() == 5


def test_what_a_head_of_unit_reads_tells_neither_time_nor_official_nor_text_nor_number(
    site: Complaints,
) -> None:
    site.others(9)
    rating = site.rate(1, comment=SECRET, reasons=("waiting",))
    unassigned = site.rate(2, comment=SECRET)
    site.find()
    site.open(rating)
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303
    site.on(NEXT_WORKING)
    site.hand_over()
    code = site.case(rating).code
    for page in ("/cases", f"/cases/{code}", "/cases?lang=en", f"/cases/{code}?lang=en", "/cases?state=new"):
        read = site.see(page, site.head).text
        text = re.sub(r"<[^>]+>", " ", read[read.index("<main") :])
        assert code in text
        assert not re.search(r"\d{1,2}:\d{2}", text), "no time of day"
        assert "23/11" not in text, "no day before the batch's"
        assert "23 Nov" not in text
        for hidden in (
            rating,
            receipt_code(rating),
            site.case(unassigned).code,
            "Hoa",
            "Văn Bình",
            "9h30",
            SECRET,
        ):
            assert hidden not in read, hidden
        for number in ("10", "11"):
            assert not re.search(rf"(?<![\d/]){number}(?![\d/])", text.replace(code, "")), (
                "not how many have rated"
            )


def test_a_case_s_code_tells_neither_order_nor_rating_and_is_the_same_after_a_restore(
    site: Complaints,
) -> None:
    codes = [code_of(site.world.identity, site.desk.ledger, seq) for seq in range(1, 200)]
    assert len(set(codes)) == len(codes)
    assert codes != sorted(codes)
    rating = site.rate(1, reasons=("waiting",))
    site.find()
    before = site.case(rating).code
    with writing(site.world.engine) as connection:
        for table in ("case_events", "cases", "sealed_texts", "case_marks"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert site.find() == 1
    assert site.case(rating).code == before


@dataclass
class Seen:
    """What the attacker was shown: on which day, how many cases."""

    day: date
    cases: int


DAYS = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAYS)
def test_whoever_knows_when_each_rated_still_finds_ten_for_every_case_and_half_of_them_silent(
    site: Complaints, days: list[tuple[int, int]]
) -> None:
    """The supervisor of this province assigns at once, which is the best an attacker can hope for."""
    rated: list[date] = []
    seen: list[Seen] = []
    _clean(site)
    day = TODAY
    for number, complaints in days:
        seen += _morning(site, day)
        _rate(site, day, number, min(complaints, number), first=len(rated) + 1)
        rated += [day] * number
        day += timedelta(days=1)
    for _ in range(4):
        seen += _morning(site, day)
        day += timedelta(days=1)
    since = date.min
    for batch in seen:
        may_be = [one for one in rated if since <= one < batch.day]
        assert len(may_be) >= FEWEST
        assert batch.cases <= len(may_be) - batch.cases, "as many are silent"
        since = batch.day


def _morning(site: Complaints, day: date) -> Sequence[Seen]:
    site.world.clock.now_ms = began_ms(day)
    with writing(site.world.engine) as connection:
        finder = Finder(site.world.identity, site.world.clock, load_rules())
        handed = hand_over(connection, finder)
    with reading(site.world.engine) as connection:
        batch = connection.execute(select(case_batches).where(case_batches.c.day == str(day))).one_or_none()
    assert handed == (batch.cases if batch else 0)
    return [Seen(day, handed)] if batch else []


def _clean(site: Complaints) -> None:
    with writing(site.world.engine) as connection:
        for table in (case_events, cases, case_batches, ratings):
            connection.execute(delete(table))


def _rate(site: Complaints, day: date, number: int, complaints: int, first: int) -> None:
    at_ms = began_ms(day) + 9 * 3_600_000
    with writing(site.world.engine) as connection:
        for seq in range(first, first + number):
            row = {
                "ledger_no": 1, "seq": seq, "rating": str(seq), "kiosk": "", "unit": UNIT, "score": 1,
                "status": "counted", "via": "touch", "questionnaire": "q/1", "up": 0, "day": str(day),
                "month": str(day)[:7], "received_ms": at_ms,
            }  # fmt: skip
            connection.execute(insert(ratings).values(row))
            if seq < first + complaints:
                case = {
                    "code": f"c{seq}", "ledger_no": 1, "seq": seq, "rating": str(seq), "unit": UNIT,
                    "rules": '["comment"]', "state": "assigned", "opened_ms": at_ms, "assigned": UNIT,
                    "assigned_ms": at_ms, "summary": SUMMARY,
                }  # fmt: skip
                connection.execute(insert(cases).values(case))
