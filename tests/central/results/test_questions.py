import re
from typing import Any

from sync.central.database.engine import reading
from sync.central.results.standing import Standing
from sync.central.results.unit import UnitPage, read_unit
from tests.central.results.test_pages import text_of
from tests.central.web.province import IMPROVE, ON_TIME, POLITE, Province
from tests.central.web.reader import ask


def page_of(province: Province, unit: str) -> UnitPage:
    with reading(province.engine) as connection:
        page = read_unit(connection, unit, "2026-11-24")
    assert page is not None
    return page


def a_unit(province: Province, *questions: dict[str, Any], ratings: int = 100) -> str:
    province.publish(questions)
    unit = province.add_unit("Phường An Bình")
    province.rate(unit, (0, 0, 0, 0, ratings))
    return unit


def test_answers_stand_with_how_many_gave_one(province: Province) -> None:
    unit = a_unit(province, POLITE, IMPROVE)
    numbers = {"polite": {"yes": 30, "no": 10, "*": 40}, "improve": {"waiting": 8, "attitude": 9, "*": 12}}
    province.ask(unit, numbers)
    polite, improve = page_of(province, unit).questions
    assert (polite.n, polite.standing, polite.is_reasons) == (40, Standing.ENOUGH, False)
    assert [(a.text["vi"], a.estimate.number, a.estimate.share) for a in polite.answers] == [
        ("Có", 30, 0.75),
        ("Không", 10, 0.25),
    ]
    assert (improve.n, improve.standing, improve.is_reasons) == (12, Standing.SPARSE, True)
    assert [(a.text["vi"], a.estimate.number) for a in improve.answers] == [
        ("Thái độ phục vụ", 9),
        ("Chờ lâu", 8),
        ("Đòi giấy tờ ngoài quy định", 0),
        ("Cơ sở vật chất", 0),
    ]


def test_a_question_that_fewer_than_ten_answered_says_how_many_and_no_more(province: Province) -> None:
    unit = a_unit(province, POLITE)
    province.ask(unit, {"polite": {"yes": 8, "no": 1, "*": 9}})
    (polite,) = page_of(province, unit).questions
    assert (polite.n, polite.standing, polite.answers) == (9, Standing.HIDDEN, ())
    page = text_of(ask(province.application(), f"/units/{unit}").text)
    assert "9 phiếu có trả lời Chưa đủ 10 phiếu trả lời" in page


def test_where_the_units_own_figures_are_hidden_its_answers_are_too(province: Province) -> None:
    unit = a_unit(province, POLITE, ratings=20)
    province.ask(unit, {"polite": {"yes": 10, "no": 1, "*": 11}})
    few = province.add_unit("Xã Ân Phú")
    province.rate(few, (0, 0, 0, 0, 9))
    page = page_of(province, unit)
    assert page.row.standing is Standing.COVERING
    assert [(found.standing, found.answers) for found in page.questions] == [(Standing.COVERING, ())]


def test_versions_of_a_question_are_counted_together_under_its_newest_words(province: Province) -> None:
    unit = a_unit(province, POLITE, ON_TIME)
    renamed = POLITE | {"text": {"vi": "Lịch sự?"}, "choices": POLITE["choices"][:1] + ON_TIME["choices"][:1]}
    province.publish([renamed], version=2)
    province.ask(unit, {"polite": {"yes": 10, "no": 5, "*": 15}, "on_time": {"late": 10, "*": 10}})
    province.ask(unit, {"polite": {"yes": 10, "early": 3, "*": 13}}, version=2)
    polite, on_time = page_of(province, unit).questions
    assert (polite.text["vi"], polite.n, on_time.n) == ("Lịch sự?", 28, 10)
    assert [(a.text["vi"], a.estimate.number) for a in polite.answers] == [
        ("Có", 20),
        ("Sớm hẹn", 3),
        ("Không", 5),
    ]


def test_calls_nobody_rated_after_are_shown_as_unrated(province: Province) -> None:
    unit = a_unit(province)
    province.offer(unit, called=40, rated=30, lapsed=7, invited=2)
    calls = page_of(province, unit).calls
    assert (calls.called, calls.unrated, calls.invited) == (40, 10, 2)
    assert calls.response is not None
    assert calls.response.share == 0.75
    page = text_of(ask(province.application(), f"/units/{unit}?lang=en").text)
    assert "Calls to rate 40 Unrated: 10 Response rate: 75.0% (59.8–85.8%)" in page
    assert "Invited to rate by phone: 2" in page
    assert "how many visits went unrated is not known" not in page


def test_few_calls_have_no_rate_and_more_ratings_than_calls_are_said(province: Province) -> None:
    unit = a_unit(province)
    province.offer(unit, called=9, rated=8)
    assert page_of(province, unit).calls.response is None
    other = province.add_unit("Xã Ân Phú")
    province.rate(other, (0, 0, 0, 0, 50))
    province.offer(other, called=20, rated=21)
    calls = page_of(province, other).calls
    assert (calls.response, calls.unrated) == (None, 0)
    page = text_of(ask(province.application(), f"/units/{other}").text)
    assert "Số phiếu nhiều hơn số lượt gọi" in page


def test_without_calls_or_answers_nothing_is_said_of_them(province: Province) -> None:
    unit = a_unit(province, POLITE)
    page = text_of(ask(province.application(), f"/units/{unit}").text)
    assert not re.search("Lượt gọi|Các câu hỏi thêm", page)
    assert "chưa biết bao nhiêu lượt giao dịch không có phiếu" in page
