"""The survey owner's way through a report's pages."""

import re

import pytest

from sync.central.figures.publishing import OUTSIDE, close_due
from tests.central.desk import Desk
from tests.central.people import ORIGIN, Person
from tests.central.reports.test_sampling import workbook
from tests.central.results.test_pages import text_of
from tests.central.world import DAY_MS, World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite: pages are the same on each engine."""
    return sqlite_url


@pytest.fixture
def owner(world: World, desk: Desk) -> Person:
    outside = world.folder / OUTSIDE
    close_due(world.engine, world.identity, world.clock, outside)
    desk.open()
    desk.anchor()
    for _ in range(12):
        desk.rate(5, None)
    desk.deliver()
    world.clock.now_ms += DAY_MS
    close_due(world.engine, world.identity, world.clock, outside)
    return world.sign_in(("survey_owner", ""))


def open_page(world: World, person: Person, path: str) -> str:
    answer = world.call("GET", path, headers=person.headers)
    assert answer.status_code == 200, path
    return text_of(answer.text)


def upload(world: World, person: Person, path: str, raw: bytes) -> str:
    """Where the browser is led."""
    mark = "----a-form"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="token"\r\n\r\n{person.token}\r\n'.encode(),
        f'--{mark}\r\nContent-Disposition: form-data; name="sample"; filename="mttq.xlsx"\r\n'.encode(),
        b"Content-Type: application/octet-stream\r\n\r\n" + raw + f"\r\n--{mark}--\r\n".encode(),
    ]
    kind = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    answer = world.call("POST", path, b"".join(parts), person.headers | ORIGIN | kind)
    assert answer.status_code == 303, text_of(answer.text)
    return str(answer.headers["location"])


def test_a_report_goes_from_its_draft_to_the_public_on_pages_alone(world: World, owner: Person) -> None:
    assert "Chưa có báo cáo nào" in open_page(world, owner, "/reports")
    assert world.send(owner, "/reports", report="2026-H2").headers["location"] == "/reports/2026-H2?saved=1"
    rows = ((1, "P-1", "Phường An Bình", "", 5), (2, "P-2", "Xã Không Có", "", "=1+1"))
    preview = upload(world, owner, "/reports/2026-H2/sample", workbook(*rows))
    page = open_page(world, owner, preview)
    assert "nhận 1, không nhận 1" in page
    assert "P-2 · Xã Không Có" in page
    refused = world.send(owner, preview)
    assert refused.status_code == 422
    assert "Còn dòng không nhận" in text_of(refused.text)
    assert world.send(owner, preview, without_refused="1").status_code == 303
    early = world.send(owner, "/reports/2026-H2/freeze")
    assert (early.status_code, "Kỳ báo cáo chưa hết" in text_of(early.text)) == (422, True)
    world.clock.now_ms += 25 * DAY_MS
    owner = world.sign_in(("survey_owner", ""))
    assert world.send(owner, "/reports/2026-H2/freeze").status_code == 303
    page = open_page(world, owner, "/reports/2026-H2")
    assert "Đã chốt số liệu" in page
    assert "Phiếu đã công bố trong kỳ 12" in page
    assert "Phiếu giấy của MTTQ 1" in page
    assert "Chưa có phiếu nào về sau" in page
    assert world.send(owner, "/reports/2026-H2/sign", number="07").status_code == 422
    assert (
        world.send(owner, "/reports/2026-H2/sign", number="07", signer="Nguyễn Văn Minh").status_code == 303
    )
    public = "/public/reports/2026-H2/pdf"
    assert world.call("GET", public).status_code == 404
    assert world.send(owner, "/reports/2026-H2/publish").status_code == 303
    page = open_page(world, owner, "/reports/2026-H2")
    assert re.search("Công bố lúc 19/12/2026", page)
    file = world.call("GET", "/reports/2026-H2/files/pdf", headers=owner.headers)
    assert file.content.startswith(b"%PDF")
    assert world.call("GET", public).content == file.content
    assert f'href="{public}"' in world.call("GET", "/public").text
    assert file.headers["content-disposition"] == 'attachment; filename="bao-cao-2026-H2-published.pdf"'
    assert "Nguyễn Văn Minh ký ngày 19/12/2026" in page
    acts = [row[0] for row in world.query("SELECT act FROM audit ORDER BY seq")]
    assert acts == ["report_made", "sample_taken", "report_frozen", "report_signed", "report_published"]


def test_english_readers_read_english(world: World, owner: Person) -> None:
    page = open_page(world, owner, "/reports?lang=en")
    assert "There is no report yet" in page
    assert "Báo cáo" not in page.replace("Báo cáo (", "")


def test_a_report_is_begun_once_and_for_a_known_period(world: World, owner: Person) -> None:
    world.send(owner, "/reports", report="2026-H2")
    for name, told in (("2026-H2", "đã được lập"), ("2026-H7", "Không có báo cáo này")):
        answer = world.send(owner, "/reports", report=name)
        assert (answer.status_code, told in text_of(answer.text)) == (422, True)
