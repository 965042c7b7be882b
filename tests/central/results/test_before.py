"""A unit after a merger, and after a division."""

from datetime import date

import pytest
from sqlalchemy import insert

from sync.central.database.engine import writing
from sync.central.database.tables import successions
from sync.central.figures.closing import Cell, Published
from sync.central.figures.closings import Closing, store
from tests.central.results.test_pages import text_of
from tests.central.web.province import POLITE, QUESTIONS, Province
from tests.central.web.reader import ask

MERGER = str(date(2026, 7, 1))


@pytest.fixture
def url(sqlite_url: str) -> str:
    return sqlite_url


def succeed(province: Province, *pairs: tuple[str, str]) -> None:
    with writing(province.engine) as connection:
        rows = [{"predecessor": before, "successor": after, "since": MERGER} for before, after in pairs]
        connection.execute(insert(successions), rows)


def test_merged_units_are_read_with_their_successor_and_a_divided_one_is_in_no_sum(
    province: Province,
) -> None:
    new, other = province.add_unit("Xã Hòa Bình"), province.add_unit("Xã Yên Lạc")
    old = [province.add_unit(name, active=0) for name in ("Xã Bình An", "Xã Hòa Lợi", "Xã Chia Đôi")]
    succeed(province, (old[0], new), (old[1], new), (old[2], new), (old[2], other))
    for unit, number in ((new, 31), (old[0], 40), (old[1], 20), (old[2], 50)):
        province.rate(unit, (0, 0, 0, number, 0))
    page = text_of(ask(province.application(), f"/units/{new}").text)
    assert "Số phiếu 31 " in page
    assert "Xã Bình An đã sáp nhập vào đơn vị này Phiếu 40" in page
    assert "Xã Chia Đôi đã chia cho nhiều đơn vị, không cộng vào đâu Phiếu 50" in page
    assert "Đơn vị này và các đơn vị đã sáp nhập Phiếu 91" in page
    assert "đã sáp nhập" not in text_of(ask(province.application(), f"/units/{other}").text)
    assert "Số phiếu 141" in text_of(ask(province.application(), "/").text)


def test_a_hidden_predecessor_is_in_no_sum_that_would_give_it_away(province: Province) -> None:
    new, old = province.add_unit("Xã Hòa Bình"), province.add_unit("Xã Bình An", active=0)
    succeed(province, (old, new))
    province.rate(new, (0, 0, 0, 31, 0))
    province.rate(old, (1, 0, 0, 0, 3))
    page = text_of(ask(province.application(), f"/units/{new}").text)
    together = page.partition("Đơn vị này và các đơn vị đã sáp nhập")[2]
    assert "Hài lòng trở lên" not in together.partition("Cán bộ")[0]


def test_officials_answers_and_calls_of_merged_units_are_read_with_it(province: Province) -> None:
    new, old, split = (province.add_unit(name) for name in ("Xã Hòa Bình", "Xã Bình An", "Xã Chia Đôi"))
    succeed(province, (old, new), (split, new), (split, old))
    province.publish([POLITE])
    lan = province.add_official(new, "Nguyễn Thị Lan")
    duc = province.add_official(old, "Trần Văn Đức")
    for unit, official, number in ((new, lan, 31), (old, lan, 15), (old, duc, 40), (split, duc, 33)):
        province.rate(unit, (0, 0, 0, number, 0), official)
        province.ask(unit, {"polite": {"yes": number, "*": number}}, version=number)
        province.offer(unit, **{"called": number} if official == lan else {"rated": 12})
    page = text_of(ask(province.application(), f"/units/{new}").text)
    assert "Số phiếu 31 " in page
    assert "Nguyễn Thị Lan Công chức tiếp nhận Phiếu 46 " in page
    assert "Trần Văn Đức Công chức tiếp nhận Phiếu 40 " in page
    assert "86 phiếu có trả lời" in page
    assert "Lượt gọi đánh giá 46 " in page
    assert page.count("tính cả các đơn vị đã sáp nhập") == 3


def test_officials_of_a_hidden_predecessor_are_not_read_with_the_unit(province: Province) -> None:
    new, old = province.add_unit("Xã Hòa Bình"), province.add_unit("Xã Bình An", active=0)
    succeed(province, (old, new))
    lan = province.add_official(new, "Nguyễn Thị Lan")
    province.rate(new, (0, 0, 0, 31, 0), lan)
    province.rate(old, (1, 0, 0, 0, 3), lan)
    page = text_of(ask(province.application(), f"/units/{new}").text)
    assert "Nguyễn Thị Lan Công chức tiếp nhận Phiếu 31 " in page
    assert "tính cả" not in page


def test_a_merger_that_is_still_to_come_adds_nothing(province: Province) -> None:
    new, old = province.add_unit("Xã Hòa Bình"), province.add_unit("Xã Bình An")
    with writing(province.engine) as connection:
        ahead = {"predecessor": old, "successor": new, "since": "2026-11-25"}  # it is the 24th
        connection.execute(insert(successions), [ahead])
    for unit in (new, old):
        province.rate(unit, (0, 0, 0, 31, 0))
    assert "đã sáp nhập" not in text_of(ask(province.application(), f"/units/{new}").text)


def test_below_the_supervisor_the_sum_is_of_what_is_published(province: Province) -> None:
    new, old = province.add_unit("Xã Hòa Bình"), province.add_unit("Xã Bình An", active=0)
    succeed(province, (old, new))
    province.rate(new, (0, 0, 0, 31, 0))
    province.rate(old, (0, 0, 0, 0, 44))
    lan, polite = f"official:{province.add_official(new, 'Nguyễn Thị Lan')}", f"answers:{QUESTIONS}/polite"
    province.publish([POLITE])
    states = [
        Published(new, 1, {lan: Cell({"4": 12}), polite: Cell({"*": 11, "yes": 11})}),
        Published(old, 1, {lan: Cell({"5": 40}), polite: Cell({"*": 20, "no": 20})}),
    ]
    with writing(province.engine) as connection:
        store(connection, [Closing("2026-11-23", state) for state in states])
    page = text_of(ask(province.application(("head_of_unit", new)), f"/units/{new}?view=live").text)
    assert "Xã Bình An đã sáp nhập vào đơn vị này Phiếu 40" in page
    assert "Đơn vị này và các đơn vị đã sáp nhập Phiếu 52" in page
    assert "Nguyễn Thị Lan Công chức tiếp nhận Phiếu 52 " in page
    assert "31 phiếu có trả lời" in page
    assert "Phiếu 31" not in page
    assert "Phiếu 44" not in page
