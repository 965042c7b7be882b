"""Trend, comparisons, cohorts, flags and regions on their pages, over two generated years."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import pytest
from sqlalchemy import event
from starlette.types import ASGIApp

from sync.central.database.engine import open_engine, reading
from sync.central.results.looking import read_looked
from sync.central.results.overview import read_overview
from sync.central.results.pilots import Missing, read_pilots
from sync.central.results.regions import with_regions
from sync.central.results.view import View
from tests.central.results.test_pages import text_of
from tests.central.results.years import BEGUN, LAST, Years, fill_years
from tests.central.web.province import NOW_MS, Province
from tests.central.web.reader import ask


class Told(NamedTuple):
    province: Province
    years: Years

    def reader(self, role: str = "supervisor", about: str = "") -> ASGIApp:
        return self.province.application((role, about))

    def page(self, path: str, role: str = "supervisor", about: str = "") -> str:
        answer = ask(self.reader(role, about), path)
        assert answer.status_code == 200
        assert len(answer.content) <= 300_000
        return text_of(answer.text).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module", name="told")
def two_years(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    file = copyfile(migrated_sqlite, tmp_path_factory.mktemp("years") / "central.sqlite")
    engine = open_engine(f"sqlite:///{file}")
    province = Province(engine)
    yield Told(province, fill_years(province, units=14, daily=4))
    engine.dispose()


def test_the_overview_has_a_trend_whose_table_holds_every_step(told: Told) -> None:
    for step, first in (("day", "25/10/2026"), ("week", "1/6–7/6/2026"), ("month", "12/2025")):
        answer = ask(told.reader(), f"/?by={step}")
        assert f'<th scope="row" role="rowheader">{first}</th>' in answer.text
        assert 'aria-current="true"' in answer.text
        assert answer.text.count("<circle") >= 12


def test_a_unit_is_set_against_the_rest_and_the_year_before_in_words(told: Told) -> None:
    behind = told.page(f"/units/{told.years.behind}")
    assert "Với các đơn vị còn lại của tỉnh Thấp hơn" in behind
    assert "Với cùng kỳ năm trước (1/12/2024–24/11/2025) Chưa thấy khác biệt" in behind
    new = told.page(f"/units/{told.years.units[0]}")
    assert "(1/12/2024–24/11/2025) Chưa đủ dữ liệu để so sánh" in new


def test_below_the_supervisor_a_trend_says_nothing_but_what_was_published_on_each_day(told: Told) -> None:
    unit = told.years.units[1]
    page = told.page(f"/units/{unit}?by=day", "head_of_unit", unit)
    assert "Theo ngày công bố" in page
    assert "24/11/2026" not in page  # that day is not over
    live = told.page(f"/units/{unit}?by=day")
    assert "24/11/2026" in live


def test_a_region_is_the_sum_of_what_stands_below_it_at_any_depth(told: Told) -> None:
    with reading(told.province.engine) as connection:
        overview = with_regions(connection, read_overview(connection, NOW_MS))
    rows = {row.unit: row.distribution for row in overview.regions}
    assert rows[told.years.root] == overview.distribution
    assert sum(rows[region].n for region in told.years.regions) == overview.distribution.n
    assert not {row.unit for row in overview.units} & rows.keys()
    assert {row.unit for row in overview.outermost} == set(told.years.regions)
    assert overview.outside == ()
    page = told.page(f"/units/{told.years.root}")
    assert "Các đơn vị trực thuộc" in page
    assert "Khu vực Đông" in page


def test_counters_are_shown_to_supervisors_only_and_few_ratings_of_one_to_nobody(told: Told) -> None:
    path = f"/units/{told.years.units[1]}"
    page = told.page(path)
    assert "1 · Tiếp nhận hồ sơ Phiếu" in page
    assert "3 · Hướng dẫn người khuyết tật Phiếu 1 Chưa đủ 10 phiếu" in page
    for view, role in (
        ("?view=published", "supervisor"),
        ("?view=live", "head_of_unit"),
        ("", "survey_owner"),
    ):
        assert "Tiếp nhận hồ sơ" not in told.page(path + view, role, told.years.units[1])


def test_a_head_of_a_region_sees_its_units_and_no_other_nor_what_stands_above(told: Told) -> None:
    region = told.years.regions[0]
    page = ask(told.reader("head_of_unit", region), f"/units/{region}").text
    links = {
        unit for unit in (*told.years.units, *told.years.regions, told.years.root) if f"/units/{unit}" in page
    }
    assert links - {region} == set(told.years.units[0::3])


def test_a_cohort_stands_against_the_rest_with_what_it_does_not_prove(told: Told) -> None:
    for role in ("supervisor", "survey_owner"):
        page = told.page("/pilots", role)
        assert "Chính quyền thân thiện" in page
        assert "Khác biệt của khác biệt: +" in page
        assert "Điều này không chứng minh thí điểm là nguyên nhân" in page
    assert ask(told.reader("head_of_unit", told.years.units[0]), "/pilots").status_code == 404


def test_a_cohort_that_has_just_begun_is_not_judged(told: Told) -> None:
    with reading(told.province.engine) as connection:
        (pilot,) = read_pilots(connection, View.LIVE, BEGUN.replace(day=20))
        (later,) = read_pilots(connection, View.LIVE, LAST)
    (wave,) = pilot.waves
    assert (wave.change, wave.missing) == (None, Missing.DAYS)
    (wave,) = later.waves
    assert wave.change is not None
    assert wave.change.interval.low < 0.06 < wave.change.interval.high
    assert (wave.before.last - wave.before.first) == (wave.after.last - wave.after.first)


def test_only_the_unit_that_fell_behind_is_flagged_and_only_supervisors_see_it(told: Told) -> None:
    with reading(told.province.engine) as connection:
        looked = read_looked(connection, View.LIVE, LAST)
    assert [flag.unit for flag in looked.flags] == [told.years.behind]
    assert looked.compared == 14
    assert "không phải căn cứ xử lý" in told.page("/differences")
    for role, about in (("survey_owner", ""), ("head_of_unit", told.years.behind)):
        assert ask(told.reader(role, about), "/differences").status_code == 403
        assert "Đơn vị nên tìm hiểu" not in told.page("/", role, about)


def test_no_page_reads_a_rating_itself(told: Told) -> None:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(told.province.engine, "before_cursor_execute", note)
    for path in (
        "/",
        f"/units/{told.years.units[0]}",
        f"/units/{told.years.root}",
        "/differences",
        "/pilots",
        "/criteria",
    ):
        for view in ("", "?view=published", "?view=unmarked"):
            told.page(path + view)
    event.remove(told.province.engine, "before_cursor_execute", note)
    assert not [one for one in asked if "FROM ratings" in one or "JOIN ratings" in one or "FROM lines" in one]


def test_everybody_reads_how_all_this_is_counted_and_what_is_not_shown(told: Told) -> None:
    page = told.page("/public/method")
    for word in (
        "Xu hướng",
        "Newcombe",
        "Holm",
        "khác biệt của khác biệt",
        "không chứng minh",
        "Không có ở đây",
        "phiếu được gửi sau hạn 7 ngày thì phiếu không được tính",
    ):
        assert word in page
