"""What everybody sees: units of at least 30 published ratings, as pages and as open data, and no person."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from starlette.applications import Starlette

from sync.central.accounts.open_door import OpenDoor
from sync.central.api.callers import Callers
from sync.central.database.tables import units
from sync.central.results.public import PublicReport
from sync.central.results.public_routes import routes
from tests.central.results.test_pages import text_of
from tests.central.web.province import Province, an_id, fill, fill_published
from tests.central.web.reader import ask

pytestmark = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
FEW, MANY = "Đặc khu Cát Hải", "Phường Bình Minh"


@pytest.fixture(name="first")
def a_first(province: Province) -> str:
    first = fill(province, heard_ms=0)
    fill_published(province, first)
    return first


def rows(province: Province, path: str = "/public/data/units.csv") -> list[dict[str, str]]:
    answer = ask(province.application(), path)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_unit_with_fewer_than_thirty_is_named_and_in_no_sum(province: Province, first: str) -> None:
    page = text_of(ask(province.application(), "/public").text)
    assert "603 phiếu của 3 đơn vị dưới đây" in page
    shown, waiting = page.split("Chưa đủ 30 phiếu")
    assert MANY in shown
    assert FEW not in shown
    assert FEW in waiting
    application = province.application()
    assert ask(application, f"/public/units/{an_id(MANY)}").status_code == 200
    assert ask(application, f"/public/units/{an_id(FEW)}").status_code == 404
    assert ask(application, "/public/units/nowhere").status_code == 404
    assert ask(application, f"/public/units/{first}").status_code == 200


def test_a_region_that_nothing_was_rated_in_waits_for_nothing(province: Province, first: str) -> None:
    region = province.add_unit("Khu vực Đông")
    with province.engine.begin() as connection:
        connection.execute(update(units).where(units.c.unit == first).values(parent=region))
    page = text_of(ask(province.application(), "/public").text)
    assert "603 phiếu của 3 đơn vị dưới đây" in page
    assert "Khu vực Đông" not in page


def test_no_person_is_shown_to_everybody(province: Province, first: str) -> None:
    for path in ("/public", f"/public/units/{first}", "/public/data/units.csv", "/public/data/units.json"):
        page = ask(province.application(), path).text
        assert "Nguyễn Thị Lan" not in page
        assert an_id("Nguyễn Thị Lan") not in page


@pytest.mark.usefixtures("first")
def test_open_data_says_what_the_page_says_with_licence_and_columns(province: Province) -> None:
    found = rows(province)
    assert sum(int(row["ratings"]) for row in found) == 603
    assert len(found) == 3
    document = json.loads(ask(province.application(), "/public/data/units.json").content)
    assert document["licence"]["name"] == "CC BY 4.0"
    assert document["published_to"] == "2026-11-23"
    assert list(document["columns"]) == list(found[0])
    plain = [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in document["rows"]
    ]
    assert plain == found
    told = ask(province.application(), "/public/data?lang=en").text
    assert all(f"<code>{name}</code>" in told for name in found[0])


@pytest.mark.usefixtures("first")
def test_a_program_that_has_it_already_is_told_so(province: Province) -> None:
    application = province.application()
    for path in ("/public/data/units.csv", "/public/data/units.json"):
        answer = ask(application, path)
        tag = answer.headers["etag"]
        assert answer.headers["cache-control"] == "public, max-age=300"
        again = ask(application, path, {"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert ask(application, path, {"If-None-Match": '"other"'}).status_code == 200


def test_a_names_formula_is_text_in_a_spreadsheet(province: Province) -> None:
    unit = province.add_unit("=HYPERLINK(1)")
    fill_published(province, unit)
    assert "'=HYPERLINK(1)" in {row["name_vi"] for row in rows(province)}


def test_files_of_results_hide_what_their_pages_hide(province: Province, first: str) -> None:
    live = {row["name_vi"]: row for row in rows(province, "/units.csv")}
    assert (live["Xã Ân Phú"]["standing"], live["Xã Ân Phú"]["level_1"]) == ("hidden", "")
    assert live["Phường An Bình"]["ratings"] == "260"
    published = {row["name_vi"]: row for row in rows(province, "/units.csv?view=published")}
    assert published["Phường An Bình"]["ratings"] == "244"
    officials = rows(province, f"/units/{first}/officials.csv")
    hidden = [row for row in officials if row["standing"] not in ("enough", "sparse")]
    assert hidden
    assert not any(row["level_5"] or row["satisfied_share"] for row in hidden)
    seen = [row["official"] for row in officials if row["official"] and row["level_5"]]
    with province.engine.connect() as connection:
        acts = connection.exec_driver_sql("SELECT about FROM audit WHERE act = 'person_viewed'").scalars()
        assert set(acts) == set(seen)


def test_published_reports_are_listed(province: Province) -> None:
    title = {"vi": "Báo cáo 6 tháng", "en": "Half-year report"}
    report = PublicReport(title, date(2026, 7, 1), {"pdf": "/public/reports/1/pdf"})
    state = province.state
    door = OpenDoor(state, Callers())
    application = Starlette(routes=routes(door, state, lambda: None, lambda _connection: [report]))
    page = ask(application, "/public?lang=en").text
    assert "Half-year report" in page
    assert '<a href="/public/reports/1/pdf">PDF</a>' in page


def test_however_often_everybody_asks_what_is_published_is_read_once_a_minute(
    province: Province, first: str
) -> None:
    now = [0]
    application = replace(province, up_ms=lambda: now[0]).application()
    assert "Phường An Bình" in ask(application, "/public").text
    with province.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE units SET name_vi = 'Phường Mới' WHERE unit = '{first}'")
    assert "Phường Mới" not in ask(application, "/public").text
    now[0] += 60_000
    assert "Phường Mới" in ask(application, "/public").text
