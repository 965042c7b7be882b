"""What becomes of a published answer when its citizen writes again, it is opened again, or it is erased."""

import re
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from sync.central.cases.counting import count_cases
from sync.central.cases.rules import Rule
from sync.central.database.engine import reading, writing
from sync.central.database.tables import case_events
from sync.central.erasure.erasing import erase
from sync.central.erasure.repeating import repeat_erasures
from tests.central.cases.every_state import comment, erase_all
from tests.central.cases.site import ANSWER, SUMMARY, Complaints
from tests.central.figures.test_publishing import Copy
from tests.central.world import UNIT, World

AGAIN = "Câu trả lời đang được xem lại."
WHY = "Xin nói rõ đã làm gì"
RULES_TOLD = {"opened", "fits"}


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture
def site(site: Complaints) -> Complaints:
    site.others(20)
    return site


def published(site: Complaints, rating: str) -> str:
    """Hand it over, let it be answered twice and published; its code."""
    site.hand_over_next_day()
    assert site.answer(rating).status_code == 303
    assert site.act(rating, "return", WHY).status_code == 303
    assert site.answer(rating).status_code == 303
    for act in ("accept", "publish"):
        assert site.act(rating, act).status_code == 303
    return str(site.case(rating).code)


def receipt(site: Complaints, rating: str) -> str:
    return site.world.call("GET", f"/T/{site.token(rating)}").text


def read_by_head(site: Complaints, code: str) -> list[str]:
    pages = (site.see(path, site.head).text for path in ("/cases", f"/cases/{code}"))
    return [re.sub(r"<[^>]+>", " ", page[page.index("<main") :]) for page in pages]


def test_a_later_comment_leaves_the_answer_and_tells_the_unit_nothing_until_a_supervisor_opens_it_again(
    site: Complaints,
) -> None:
    rating = site.rate(1, reasons=("waiting",))
    site.find()
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303
    code = published(site, rating)
    before = read_by_head(site, code)
    comment(site, [rating])
    site.find()
    assert (site.case(rating).state, site.case(rating).rules) == ("published", '["low_rating","comment"]')
    assert ANSWER in receipt(site, rating)
    assert ANSWER in site.world.call("GET", "/answers").text
    assert read_by_head(site, code) == before
    assert "có điều chưa đọc" in site.see(f"/cases/{code}").text
    assert "họ đòi tôi" in site.open(rating).text
    assert site.act(rating, "reopen", "Người dân viết thêm").status_code == 303
    shown = receipt(site, rating)
    assert (AGAIN in shown, ANSWER in shown) == (True, False)
    assert AGAIN in site.world.call("GET", f"/T/{site.token(rating)}?lang=vi").text
    assert site.act(rating, "decide", "Người giám sát đã làm việc với đơn vị.").status_code == 303
    assert site.act(rating, "publish").status_code == 303
    assert AGAIN not in receipt(site, rating)


def test_a_later_comment_that_may_be_no_unit_s_takes_the_answer_away_at_once(site: Complaints) -> None:
    rating = site.rate(1, reasons=("waiting",))
    site.find()
    assert site.act(rating, "assign", SUMMARY, unit=UNIT).status_code == 303
    published(site, rating)
    kept = Rule({"vi": "Lời kín"}, to_unit=False, days=5, comment=True)
    site.rules = msgspec.structs.replace(site.rules, rules={**site.rules.rules, "kept": kept})
    comment(site, [rating])
    site.find()
    assert (site.case(rating).state, site.case(rating).answer) == ("new", None)


def test_with_a_text_goes_all_that_was_said_of_it_and_what_is_counted_stays(
    site: Complaints, world: World
) -> None:
    rating = site.assigned()
    code = published(site, rating)
    with_it, counts = Copy(world), counted(site)
    files = [Path(str(world.engine.url.database) + ending) for ending in ("", "-wal")]
    assert any(ANSWER.encode() in file.read_bytes() for file in files if file.exists())
    erase_all(site, [rating])
    assert not any(ANSWER.encode() in file.read_bytes() for file in files if file.exists())
    assert (said(site, code), counted(site)) == ([], counts)
    assert (site.case(rating).answer, site.case(rating).state) == (None, "published")
    assert "Trả lời của đơn vị" not in receipt(site, rating)
    assert UNIT not in world.call("GET", "/answers").text
    for page in (site.see(f"/cases/{code}").text, site.see(f"/cases/{code}", site.head).text):
        assert "Nội dung đã được xóa theo quy định." in page
        assert not [one for one in (ANSWER, SUMMARY, WHY) if one in page]
    with_it.restore(world)
    assert ANSWER in said(site, code)
    with writing(world.engine) as connection:
        repeat_erasures(connection, world.identity, world.clock, world.folder / "outside")
    assert (said(site, code), site.case(rating).answer) == ([], None)


def test_an_answer_that_is_gone_is_not_published_and_another_goes_when_the_rating_is_erased_again(
    site: Complaints, world: World
) -> None:
    rating = site.assigned()
    code = published(site, rating)
    assert site.act(rating, "reopen", "Xem lại").status_code == 303
    assert site.act(rating, "decide", ANSWER).status_code == 303
    erase_all(site, [rating])
    refused = site.act(rating, "publish")
    assert (refused.status_code, "Câu trả lời đã được xóa" in refused.text) == (422, True)
    assert site.act(rating, "decide", ANSWER).status_code == 303
    outside = world.folder / "outside"
    assert erase(world.engine, world.identity, world.clock, outside, rating, "Mai", "lần nữa").erased == []
    assert (said(site, code), site.case(rating).answer) == ([], None)


def said(site: Complaints, code: str) -> list[str]:
    """All that is told in a case's history but its rules."""
    mine = (case_events.c.code == code, case_events.c.act.not_in(RULES_TOLD), case_events.c.told != "")
    with reading(site.world.engine) as connection:
        return list(connection.execute(select(case_events.c.told).where(*mine)).scalars())


def counted(site: Complaints) -> object:
    with reading(site.world.engine) as connection:
        return count_cases(connection, site.rules, "2026-11-01", "2026-12-31", site.world.clock.wall_ms())
