"""What people do on the directory's pages, and what is refused there."""

import io
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import httpx
import pytest
from PIL import Image

from tests.central.directory.site import ISLAND, LONG, OFFICIAL, QUESTIONS, REGION, WARD, Site, a_site
from tests.central.directory.test_publish import directory_of
from tests.central.directory.workbooks import csv_file, workbook
from tests.central.people import ORIGIN, Person

OTHER_WARD = "a7af955f-6657-49fb-b079-ccb9111a0b4d"


@pytest.fixture(scope="module", name="site")
def a_directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("directory")) as site:
        yield site


@pytest.fixture
def admin(site: Site) -> Person:
    return site.world.sign_in(("administrator", ""))


@pytest.fixture
def keeper(site: Site) -> Person:
    """Somebody who keeps one ward's directory."""
    return site.world.sign_in(("it_staff", WARD))


def show(site: Site, person: Person, path: str) -> httpx.Response:
    return site.world.call("GET", path, headers=person.headers)


def seen(answer: httpx.Response) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', answer.text)
    assert found is not None, answer.text
    return found[1]


def filled(answer: httpx.Response) -> dict[str, str]:
    """Every named input and choice of the page's forms as the page holds them."""
    held = {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', answer.text)
        if 'type="checkbox"' not in name
    }
    for name, inner in re.findall(r'<select[^>]*?name="([^"]+)"[^>]*>(.*?)</select>', answer.text, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        held[name] = chosen[1] if chosen else ""
    return held


def upload(site: Site, person: Person, path: str, field: str, name: str, content: bytes) -> httpx.Response:
    request = httpx.Request(
        "POST", site.address, files={field: (name, content)}, data={"token": person.token, "unit": ""}
    )
    kind = {"Content-Type": request.headers["Content-Type"]}
    return site.world.call("POST", path, request.read(), person.headers | ORIGIN | kind)


def send(site: Site, person: Person, path: str, **fields: str) -> httpx.Response:
    return site.world.send(person, path, **fields)


def test_whoever_keeps_a_unit_sees_it_and_what_stands_below_and_nothing_else(
    site: Site, keeper: Person
) -> None:
    tree = show(site, keeper, "/directory").text
    assert "phường An Bình" in tree
    assert LONG in tree
    assert "Hương Mai" not in tree
    assert show(site, keeper, f"/directory/units/{ISLAND}").status_code == 200
    for path in (OTHER_WARD, f"{OTHER_WARD}/edit", f"{OTHER_WARD}/counters", REGION, "no-such-unit"):
        assert show(site, keeper, f"/directory/units/{path}").status_code == 404
    assert send(site, keeper, f"/directory/units/{OTHER_WARD}/counters", seen="").status_code == 404
    for path in ("questionnaires", "cohorts", "policies"):
        assert show(site, keeper, f"/directory/{path}").status_code == 403


def test_a_form_that_somebody_else_saved_meanwhile_says_so_and_keeps_what_was_typed(
    site: Site, admin: Person
) -> None:
    path = f"/directory/units/{ISLAND}/edit"
    first = filled(show(site, admin, path))
    assert send(site, admin, path, **first | {"name_vi": LONG + " một"}).status_code == 303
    refused = send(site, admin, path, **first | {"name_vi": LONG + " hai"})
    assert refused.status_code == 422
    assert "Người khác đã lưu" in refused.text
    assert LONG + " hai" in refused.text
    again = first | {"name_vi": LONG, "seen": seen(refused)}
    assert send(site, admin, path, **again).status_code == 303
    assert LONG + " một" not in show(site, admin, "/directory").text


def test_a_unit_is_added_below_another_after_two_that_end(site: Site, admin: Person) -> None:
    new = {"name_vi": "Phường Hợp Nhất", "parent": REGION, "since": "2027-01-01", "seen": ""}
    said = send(site, admin, "/directory/new-unit", **new, predecessors="phường Không Có")
    assert (said.status_code, "Không có đơn vị tên như vậy" in said.text) == (422, True)
    done = send(site, admin, "/directory/new-unit", **new, predecessors="phường Phú Khê\nxã Hương Mai")
    page = show(site, admin, done.headers["location"])
    assert "phường Phú Khê" in page.text
    assert "xã Hương Mai" in page.text
    assert "Nay là" in show(site, admin, f"/directory/units/{OTHER_WARD}").text


def test_officials_are_found_without_marks_and_only_where_one_may_look(
    site: Site, admin: Person, keeper: Person
) -> None:
    found = show(site, admin, "/directory/officials?q=truong+dinh").text
    assert "Trương Định" in found
    assert "Phạm Quốc Đạt" not in found
    assert "Không tìm thấy ai" in show(site, keeper, "/directory/officials?q=zzz").text
    everyone = show(site, keeper, "/directory/officials").text
    assert everyone.count('href="/directory/officials/') >= 14


def test_an_official_is_written_down_with_leave_and_duty_and_a_wrong_day_is_refused(
    site: Site, keeper: Person
) -> None:
    path = f"/directory/officials/{OFFICIAL}"
    page = show(site, keeper, path)
    serves = re.search(r'name="serves" value="([^"]+)" checked', page.text)
    assert serves is not None
    given = {
        "name": "Nguyễn Thị Phương Thảo Nguyên",
        "title_vi": "Trưởng bộ phận",
        "unit": WARD,
        "serves": serves[1],
        f"days_{serves[1]}": "T2, T4",
        "leave": "0",
        "first_0": "2027-02-01",
        "last_0": "2027-02-03",
        "seen": seen(page),
    }
    wrong = send(site, keeper, path, **given | {f"days_{serves[1]}": "tuần chẵn"})
    assert (wrong.status_code, "Không phải là lịch trực" in wrong.text, "tuần chẵn" in wrong.text) == (
        422,
        True,
        True,
    )
    assert send(site, keeper, path, **given).status_code == 303
    after = show(site, keeper, path).text
    assert 'value="T2, T4"' in after
    assert 'value="2027-02-01"' in after
    assert send(site, keeper, path, **given | {"unit": OTHER_WARD}).status_code == 404


def test_somebody_new_is_written_down_in_ones_own_unit(site: Site, keeper: Person) -> None:
    page = show(site, keeper, f"/directory/new-official?unit={WARD}")
    new = {"name": "HOÀNG ĐỨC ÂN", "title_vi": "Công chức", "code": "CC-77", "seen": seen(page)}
    assert send(site, keeper, "/directory/new-official", **new, unit=OTHER_WARD).status_code == 404
    done = send(site, keeper, "/directory/new-official", **new, unit=WARD)
    assert done.status_code == 303, done.text
    assert "Hoàng Đức Ân" in show(site, keeper, "/directory/officials?q=cc-77").text
    again = send(site, keeper, "/directory/new-official", **new, unit=WARD)
    assert (again.status_code, "Mã này đã có người khác dùng" in again.text) == (422, True)


def test_a_photo_is_given_shown_and_removed(site: Site, keeper: Person) -> None:
    out = io.BytesIO()
    Image.new("RGB", (900, 1500), "navy").save(out, "PNG")
    path = f"/directory/officials/{OFFICIAL}"
    refused = upload(site, keeper, f"{path}/photo", "photo", "x.png", b"no picture")
    assert (refused.status_code, "Không phải là ảnh" in refused.text) == (422, True)
    assert upload(site, keeper, f"{path}/photo", "photo", "hoa.png", out.getvalue()).status_code == 303
    found = re.search(r"/directory/photos/[0-9a-f]{64}", show(site, keeper, path).text)
    assert found is not None
    photo = show(site, keeper, found[0])
    assert Image.open(io.BytesIO(photo.content)).size == (600, 1000)
    face = show(site, keeper, found[0].replace("photos", "faces"))
    assert Image.open(io.BytesIO(face.content)).size == (86, 144)
    stranger = site.world.sign_in(("it_staff", OTHER_WARD))
    assert show(site, stranger, found[0]).status_code == 404
    assert send(site, keeper, f"{path}/photo", remove="1").status_code == 303
    assert "/directory/photos/" not in show(site, keeper, path).text


def test_a_policy_is_said_here_and_taken_back(site: Site, admin: Person) -> None:
    path = f"/directory/units/{WARD}/policies"
    page = show(site, admin, path)
    assert "Theo toàn tỉnh" in page.text
    said = {"own_hotline": "1", "hotline": "1900 1234", "own_hours": "1", "hours_mon": "07:30-11:30"}
    wrong = {"hours_mon": "7-8", "own_keep_days": "1", "keep_days": "29"}
    refused = send(site, admin, path, **said | {"seen": seen(page)} | wrong)
    assert refused.status_code == 422
    assert "Số chỗ cần sửa: 2." in refused.text
    first = refused.text.partition('<a href="#')[2].partition('"')[0]
    assert f'id="{first}"' in refused.text
    assert send(site, admin, path, **said, seen=seen(page)).status_code == 303
    unit = show(site, admin, f"/directory/units/{WARD}").text
    assert "1900 1234" in unit
    assert (
        "theo Trung tâm Phục vụ hành chính công phường An Bình"
        in show(site, admin, f"/directory/units/{ISLAND}").text
    )
    assert send(site, admin, path, seen=seen(show(site, admin, path))).status_code == 303
    assert "1900 1234" not in show(site, admin, f"/directory/units/{WARD}").text


def test_a_questionnaire_goes_from_draft_to_kiosk_and_back_again(site: Site, admin: Person) -> None:
    at = f"/directory/questionnaires/{QUESTIONS}"
    editor = show(site, admin, f"{at}/edit")
    names = re.findall(r'name="question" value="([^"]*)"', editor.text)
    assert names[-1] == ""
    form = filled(editor) | {"vi_0": "Ông/Bà thấy thế nào?"}
    body = _repeated(editor.text, form)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    saved = site.world.call("POST", f"{at}/edit", body, admin.headers | ORIGIN | kind)
    assert saved.status_code == 303, saved.text
    page = show(site, admin, at)
    assert "Ông/Bà thấy thế nào?" in show(site, admin, f"{at}/screens").text
    assert send(site, admin, f"{at}/release", seen="0" * 32).status_code == 422
    assert send(site, admin, f"{at}/release", seen=seen(page)).status_code == 303
    publish(site, admin)
    asked = directory_of(site.desk).questionnaires[0]
    assert (asked.version, asked.questions[0].text["vi"]) == (4, "Ông/Bà thấy thế nào?")
    assert [question.question for question in asked.questions] == names[:-1]
    assert send(site, admin, f"{at}/restore", version="3").status_code == 303
    publish(site, admin)
    assert directory_of(site.desk).questionnaires[0].version == 5
    assert "dùng lại bản 3" in show(site, admin, at).text


def publish(site: Site, person: Person) -> None:
    page = show(site, person, "/directory/publish")
    done = send(site, person, "/directory/publish", seen=seen(page))
    assert done.status_code == 303, done.text


def _repeated(page: str, form: dict[str, str]) -> bytes:
    """The form with fields of one name in their order, as a browser sends them; checkboxes as they stand."""
    hidden = re.findall(r'<input type="hidden" name="(question|choice_\d+)" value="([^"]*)"', page)
    ticked = re.findall(r'<input type="checkbox" name="([^"]+)" value="1"[^>]*? checked', page)
    pairs = [
        (name, value)
        for name, value in form.items()
        if not re.fullmatch(r"question|choice_\d+|(sealed|alone|remove)_.*", name)
    ]
    return urlencode([*pairs, *hidden, *((name, "1") for name in ticked)]).encode()


def test_a_messy_roster_is_looked_at_agreed_to_and_published(site: Site, keeper: Person) -> None:
    raw = workbook(
        [
            ["DANH SÁCH"],
            ["TT", "HỌ VÀ TÊN", "Chức vụ", "Quầy số"],
            [1, "ĐẶNG NGUYỄN MỸ HẠNH", "Công chức Văn phòng – Thống kê", 4],
            [2, "Lê Văn 8", "Công chức", 1],
        ]
    )
    answer = upload(site, keeper, "/directory/import", "roster", "danh-sách.xlsx", raw)
    path = answer.headers["location"]
    assert "Không ghi đơn vị" in show(site, keeper, path).text
    raw = raw_with_unit()
    path = upload(site, keeper, "/directory/import", "roster", "danh-sách.xlsx", raw).headers["location"]
    stranger = site.world.sign_in(("it_staff", OTHER_WARD))
    assert show(site, stranger, path).status_code == 404
    refused = send(site, keeper, path)
    assert (refused.status_code, "Còn dòng không nhận" in refused.text) == (422, True)
    done = send(site, keeper, path, without_refused="1")
    assert done.headers["location"].startswith("/directory/publish")
    assert show(site, keeper, path).status_code == 404
    waits = show(site, keeper, "/directory/publish")
    assert "Đặng Nguyễn Mỹ Hạnh" in waits.text
    stale = send(site, keeper, "/directory/publish", seen="0" * 32)
    assert (stale.status_code, "xin xem lại" in stale.text) == (422, True)
    publish(site, keeper)
    assert "Đặng Nguyễn Mỹ Hạnh" in {official.name for official in directory_of(site.desk).officials}
    history = show(site, keeper, "/directory/history").text
    assert "Đặng Nguyễn Mỹ Hạnh" in history
    acts = {act for (act,) in site.world.query("SELECT act FROM audit")}
    assert {"roster_imported", "directory_published"} <= acts


def raw_with_unit() -> bytes:
    return csv_file(
        "TT;HỌ VÀ TÊN;Chức vụ;Quầy số;Đơn vị",
        "1;ĐẶNG NGUYỄN MỸ HẠNH;Công chức Văn phòng – Thống kê;4;phường An Bình",
        "2;Lê Văn 8;Công chức;1;phường An Bình",
        "3;Lê Văn Tám;Công chức;1;xã Hương Mai",
    )


def test_a_file_that_is_no_table_says_why_on_the_page(site: Site, keeper: Person) -> None:
    answer = upload(site, keeper, "/directory/import", "roster", "x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert (answer.status_code, "lưu lại thành .xlsx" in answer.text) == (422, True)
    assert upload(site, keeper, "/directory/import", "roster", "", b"").status_code == 422


def test_the_roster_goes_out_as_a_file_of_ones_own_units(site: Site, keeper: Person) -> None:
    answer = show(site, keeper, "/directory/roster.csv")
    assert answer.headers["content-disposition"].endswith('.csv"')
    text = answer.content.decode("utf-8-sig")
    assert "phường An Bình" in text
    assert "Phú Khê" not in text
    assert show(site, keeper, "/directory/roster.xlsx").content.startswith(b"PK")
    assert show(site, keeper, "/directory/roster.pdf").status_code == 404


def test_a_cohort_is_a_dated_list(site: Site, admin: Person) -> None:
    names = {"name_vi": "Chính quyền thân thiện", "seen": "", "member": WARD}
    wrong = send(site, admin, "/directory/new-cohort", **names, since_0="2026-01-01", until_0="2025-01-01")
    assert (wrong.status_code, "Kết thúc trước khi bắt đầu" in wrong.text) == (422, True)
    done = send(site, admin, "/directory/new-cohort", **names, since_0="2026-01-01")
    assert "Có hiệu lực ở máy" not in show(site, admin, done.headers["location"]).text
    assert 'value="2026-01-01"' in show(site, admin, done.headers["location"].partition("?")[0]).text
    assert "Chính quyền thân thiện" in show(site, admin, "/directory/cohorts").text


def test_counters_are_written_down_together(site: Site, keeper: Person) -> None:
    path = f"/directory/units/{ISLAND}/counters"
    page = show(site, keeper, path)
    new = {"counter": "", "number_0": "7", "name_vi_0": "Đất đai", "active_0": "1", "seen": seen(page)}
    assert send(site, keeper, path, **new | {"number_0": "bảy"}).status_code == 422
    assert send(site, keeper, path, **new).status_code == 303
    assert "Quầy 7 · Đất đai" in show(site, keeper, f"/directory/units/{ISLAND}").text
