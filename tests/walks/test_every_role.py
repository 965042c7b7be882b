"""Each role from a one-time link to its main answer, by clicks alone, at a central server with figures."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sync.central.figures.closing import FEWEST_NAMED
from tests.central.web.judging import CHROMIUM, chromium
from tests.journeys.wire import Wire
from tests.walks.half_year import COMMENT, LOW, OFFICIAL, OTHER, RATED, UNIT, WAITING, HalfYear, levels
from tests.walks.person import Person, invited, visitor

KEY_PASSPHRASE = "only for this test"
OWN_PASSPHRASE = "ba cây dừa nghiêng bên bến đò"
NEWCOMER = "Công Tằng Tôn Nữ Thị Phương Thảo Nguyên"
PEOPLE = {
    "administrator": "Trần Văn Minh",
    "it_staff": "Lê Quốc Khánh",
    "supervisor": "Nguyễn Hoàng Bảo Trân",
    "head_of_unit": "Phạm Thị Hồng Hạnh",
    "official": OFFICIAL["name"],
    "survey_owner": "Đỗ Thị Mai Anh",
    "auditor": "Huỳnh Công Thành",
}
LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")

Enter = Callable[..., Person]


@pytest.fixture(name="browser", scope="module")
def a_browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(name="folder", scope="module")
def a_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(name="office", scope="module")
def an_office(folder: Path) -> Iterator[HalfYear]:
    """One for all: a half-year that is over, a comment of today, the server at work."""
    with Wire() as wire:
        office = HalfYear(folder, wire)
        typed = ["keys", "supervisors", "--out", str(folder / "supervisors.pem"), "--stdin"]
        assert office.central(*typed, typed=KEY_PASSPHRASE + "\n").code == 0
        with office.serving():
            office.complain()
            yield office


@pytest.fixture(name="enter", scope="module")
def an_entrance(office: HalfYear, browser: Browser, folder: Path) -> Enter:
    """Somebody new with a role, signed in; the first one is the administrator."""

    def enter(role: str, over: str = "") -> Person:
        login = f"{role}@tinh.example"
        who = ["--login", login, "--name", PEOPLE[role], "--json"]
        given = ["--role", role, "--as", "Sở Nội vụ", *(["--over", over] if over else [])]
        asked = ["first", *who] if role == "administrator" else ["add", *who, *given]
        made = office.central("account", *asked).told
        return invited(browser, made["link"], login, folder)

    return enter


@pytest.fixture(name="case", scope="module")
def a_case(enter: Enter, folder: Path) -> str:
    """The code of the case that a supervisor read and handed on."""
    someone = enter("supervisor")
    summed, here = levels(), levels(UNIT["unit"])
    for whole in (summed, here):
        whole[LOW] += 1
    assert someone.figure("Số phiếu") == str(summed.total())
    assert someone.figure("Hài lòng và rất hài lòng").startswith(share(summed))
    someone.follow(UNIT["name"]["vi"])
    assert someone.figure("Số phiếu") == str(here.total())
    assert someone.figure("Hài lòng và rất hài lòng").startswith(share(here))
    assert someone.keep("supervisor-unit") == []
    someone.follow("Vụ việc", "Khóa ý kiến: đang đóng")
    someone.fill(new_passphrase=OWN_PASSPHRASE, again=OWN_PASSPHRASE)
    someone.press("Lưu")
    someone.page.locator("[name=file]").set_input_files(folder / "supervisors.pem")
    someone.fill(file_passphrase=KEY_PASSPHRASE)
    someone.press("Nhận khóa")
    if someone.page.locator("[name=passphrase]").count():
        someone.fill(passphrase=OWN_PASSPHRASE)
        someone.press("Mở")
    someone.follow("Vụ việc")
    code = someone.page.get_by_role("rowheader").get_by_role("link").inner_text()
    someone.follow(code)
    assert not someone.reads(COMMENT)
    someone.press("Mở và đọc")
    assert someone.reads(COMMENT)
    assert someone.keep("supervisor") == []
    someone.press("Giao đơn vị")
    assert someone.reads("chờ đủ lượt đánh giá để không ai đoán được người viết")
    return code


def test_an_administrator_adds_an_account(enter: Enter) -> None:
    someone = enter("administrator")
    someone.follow("Tài khoản", "Thêm tài khoản")
    someone.fill(name=NEWCOMER, login="moi@tinh.example")
    someone.page.get_by_label("Vai trò").select_option(label="Kiểm toán viên")
    someone.press("Thêm tài khoản")
    assert someone.reads("Liên kết dùng một lần")
    someone.follow("Đến tài khoản", "Tài khoản")
    listed = someone.row("moi@tinh.example").inner_text()
    assert NEWCOMER in listed
    assert "Kiểm toán viên" in listed
    assert "Chờ người dùng thiết lập" in listed
    assert someone.keep("administrator") == []


def test_it_staff_see_what_a_kiosk_holds(enter: Enter, office: HalfYear) -> None:
    someone = enter("it_staff", UNIT["unit"])
    assert OTHER["name"]["vi"] not in someone.page.content()
    someone.follow("Đội máy", "Sảnh")
    assert someone.fact("Đã giữ") == str(office.standing()[1])
    assert someone.reads("Tốt")
    someone.follow("Đội máy", "Sảnh chờ")
    held = office.held[UNIT["unit"]]
    assert (someone.fact("Đã giữ"), someone.fact("Chờ gửi")) == (str(held), str(WAITING))
    assert someone.reads("Im lặng")
    assert someone.keep("it_staff") == []


def test_a_supervisor_reads_a_comment_and_hands_the_case_on(case: str) -> None:
    assert case


def test_a_head_of_unit_sees_their_own_unit_alone(enter: Enter, case: str) -> None:
    someone = enter("head_of_unit", UNIT["unit"])
    assert OTHER["name"]["vi"] not in someone.page.content()
    someone.follow(UNIT["name"]["vi"])
    here = levels(UNIT["unit"])
    assert someone.figure("Số phiếu") == str(here.total())
    assert someone.figure("Hài lòng và rất hài lòng").startswith(share(here))
    assert someone.keep("head_of_unit") == []
    someone.follow("Vụ việc")
    assert someone.reads("Không có vụ việc nào.")
    assert case not in someone.page.content()
    assert someone.keep("head_of_unit-cases") == []


def test_an_official_sees_their_own_figures(enter: Enter) -> None:
    someone = enter("official", OFFICIAL["official"])
    own = RATED[UNIT["unit"]][OFFICIAL["official"]]
    assert sum(own) >= FEWEST_NAMED
    assert someone.reads(f"{OFFICIAL['name']} · {UNIT['name']['vi']}")
    assert [someone.level(level)[-1] for level in LEVELS] == [str(number) for number in own]
    assert someone.keep("official") == []


def test_a_survey_owner_publishes_the_report(enter: Enter, office: HalfYear, browser: Browser) -> None:
    someone = enter("survey_owner")
    someone.follow("Báo cáo")
    someone.page.locator("[name=report]").select_option(office.report)
    someone.press("Lập dự thảo")
    assert someone.figure("Phiếu đã công bố trong kỳ") == str(levels().total())
    someone.press("Chốt số liệu")
    someone.fill(number="15", signer=PEOPLE["survey_owner"])
    someone.press("Ký")
    assert someone.reads("Đã ký")
    someone.press("Công bố")
    assert someone.reads("Công bố lúc")
    assert someone.figure("Phiếu đã công bố trong kỳ") == str(levels().total())
    assert someone.figure("Hài lòng trở lên").startswith(share(levels()))
    assert someone.keep("survey_owner") == []
    anybody = visitor(browser, f"{office.wire.address}/public")
    assert anybody.reads("Báo cáo đã công bố")
    listed = anybody.page.locator("[aria-labelledby=reports] li").all_inner_texts()
    assert len(listed) == 1
    assert office.central("report", "verify", office.report).code == 0


def test_an_auditor_sees_who_opened_a_comment_and_every_head(
    enter: Enter, case: str, office: HalfYear
) -> None:
    someone = enter("auditor")
    opened = [row for row in someone.row(case).all_inner_texts() if "mở nội dung niêm phong" in row]
    assert len(opened) == 1
    assert PEOPLE["supervisor"] in opened[0]
    assert someone.keep("auditor") == []
    someone.follow("Sổ và khóa")
    heads = someone.row("Sảnh").locator("code.id").all_inner_texts()
    assert len(set(heads)) == len(RATED) + 1
    assert office.kiosk("status", "--json").told["head"] in heads
    assert someone.keep("auditor-ledgers") == []


def test_everybody_reads_what_is_published(browser: Browser, office: HalfYear, folder: Path) -> None:
    someone = visitor(browser, f"{office.wire.address}/public")
    here = levels(UNIT["unit"])
    assert someone.reads(f"{here.total()} phiếu của 1 đơn vị")
    assert str(here.total()) in someone.row(UNIT["name"]["vi"]).inner_text().split()
    assert OTHER["name"]["vi"] in someone.page.locator("[aria-labelledby=waiting]").inner_text()
    assert someone.keep("public") == []
    someone.follow("Dữ liệu mở")
    with someone.page.expect_download() as coming:
        someone.follow("/public/data/units.csv")
    coming.value.save_as(folder / "units.csv")
    with (folder / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sum(int(row["ratings"]) for row in rows) == here.total()
    assert [int(rows[0][f"level_{score}"]) for score in here] == list(here.values())


def test_at_the_end_every_figure_is_what_the_ledgers_say(office: HalfYear) -> None:
    assert office.counted() == (levels().total() + 1, [])
    assert office.central("audit", "verify", "--json").told["differences"] == []


def share(given: Counter[int]) -> str:
    """Levels 4 and 5, as a page in Vietnamese writes it."""
    return f"{100 * (given[4] + given[5]) / given.total():.1f}".replace(".", ",")
