import ast
import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

import sync.central
from sync.central.accounts.audit import By, record, verify_audit
from sync.central.acting import ACTS
from sync.central.cases.states import Act
from sync.central.database.engine import reading, writing
from sync.central.web.words import load_words
from tests.central.accounts.browser import Browser, invited
from tests.central.commands import Run
from tests.central.conftest import url
from tests.central.desk import Desk
from tests.central.world import OFFICIAL, World

__all__ = ["url"]  # on each engine


def acts_in(path: Path) -> Iterator[str]:
    """The acts that a file of ours writes down: the first word given to `record`, or a `note` that does."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in WRITE:
            given = next((one for one in node.args if isinstance(one, ast.Constant | ast.IfExp)), None)
            either = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
            words = (one.value for one in either if isinstance(one, ast.Constant))
            yield from (word for word in words if isinstance(word, str) and word)


WRITE = {"record", "note", "_note"}


def wrong(world: World) -> list[str]:
    with reading(world.engine) as connection:
        return list(verify_audit(connection))


def test_each_entry_is_chained_to_all_before_it(world: World) -> None:
    with writing(world.engine) as connection:
        for about in ("a", "b", "c"):
            record(connection, world.clock, By("", "Minh"), "person_viewed", about, unit="u")
    head = hashlib.sha256(b"hailong-audit-1\n").digest()
    for raw, stored in world.query("SELECT raw, hash FROM audit ORDER BY seq"):
        head = hashlib.sha256(head + bytes(raw)).digest()
        assert bytes(stored) == head
    first = json.loads(bytes(world.query("SELECT raw FROM audit ORDER BY seq")[0][0]))
    assert first == {
        "seq": 1, "at": world.clock.wall_ms(), "account": "", "name": "Minh",
        "act": "person_viewed", "about": "a", "detail": {"unit": "u"},
    }  # fmt: skip
    assert wrong(world) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE audit SET about = 'other' WHERE seq = 2", ["entry 2: its columns are not what it says"]),
        (
            "DELETE FROM audit WHERE seq = 2",
            ["entry 2: missing", "entry 3: was changed, or the one before it"],
        ),
        ("UPDATE audit SET hash = raw WHERE seq = 3", ["entry 3: was changed, or the one before it"]),
        (
            "UPDATE audit SET raw = (SELECT raw FROM audit a WHERE a.seq = 1) WHERE seq = 2",
            ["entry 2: was changed, or the one before it", "entry 2: its columns are not what it says"],
        ),
    ],
)
def test_what_is_changed_or_taken_out_is_found(world: World, change: str, told: list[str]) -> None:
    with writing(world.engine) as connection:
        for about in ("a", "b", "c"):
            record(connection, world.clock, By("", "Minh"), "person_viewed", about)
    world.execute(change)
    assert wrong(world) == told


def test_an_act_that_did_not_happen_left_no_entry(world: World) -> None:
    def act() -> None:
        with writing(world.engine) as connection:
            record(connection, world.clock, By("", "Minh"), "person_viewed", OFFICIAL)
            connection.exec_driver_sql("INSERT INTO grants VALUES ('nobody', 'supervisor', '')")

    with pytest.raises(IntegrityError):
        act()
    assert world.query("SELECT count(*) FROM audit") == [(0,)]


def test_many_at_once_make_one_chain(world: World) -> None:
    def act() -> None:
        for _ in range(10):
            with writing(world.engine) as connection:
                record(connection, world.clock, By("", "Minh"), "person_viewed", OFFICIAL)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.query("SELECT max(seq) FROM audit") == [(40,)]
    assert wrong(world) == []


def test_the_auditor_reads_who_did_what_filtered_and_a_page_at_a_time(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "an", ("auditor", ""), name="Bùi Thị An"))
    with writing(world.engine) as connection:
        for _ in range(60):
            record(connection, world.clock, By("", "Lê Thị Mai"), "person_viewed", OFFICIAL)
    page = browser.open("/audit").text
    assert page.count("Lê Thị Mai") == 50
    assert "Nguyễn Thị Hoa" in page
    assert "xem kết quả của một người" in page
    before = page.split("/audit?before=")[1].split('"')[0]
    assert browser.open(f"/audit?before={before}").text.count("Lê Thị Mai") == 10
    mine = browser.open("/audit?who=an&lang=en").text
    assert "signed in" in mine
    assert "Lê Thị Mai" not in mine
    assert "Không có mục nào" in browser.open("/audit?since=2030-01-01").text
    assert browser.open("/audit?before=%00&since=x&until=9999-12-31&act=%27&who=%3Cb%3E").status_code == 200


def test_a_kiosk_is_named_with_its_unit_and_an_open_proof_is_shown_to_its_planner_alone(
    world: World, browser: Browser, desk: Desk
) -> None:
    browser.enrol(invited(world, "an", ("auditor", ""), name="Bùi Thị An"))
    planner = By(world.query("SELECT account FROM accounts")[0][0], "Bùi Thị An")
    today = "2026-11-23"
    with writing(world.engine) as connection:
        record(connection, world.clock, By("", "Trần Văn Minh"), "kiosk_told", desk.kiosk, what="restart")
        for by, day in (
            (planner, today),
            (By("", "Lê Thị Mai"), today),
            (By("", "Lê Thị Mai"), "2026-11-22"),
        ):
            record(connection, world.clock, by, "proof_planned", desk.kiosk, day=day)
    page = browser.open("/audit").text
    assert f'Phường An Bình · Sảnh <span class="soft">{desk.kiosk}</span>' in page
    assert page.count('<td role="cell">lập kế hoạch phiếu kiểm chứng</td>') == 2
    assert browser.open(f"/audit?about={desk.kiosk}&act=proof_planned").text.count("Lê Thị Mai") == 1


def test_details_are_told_in_the_readers_language(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "an", ("auditor", ""), name="Bùi Thị An"))
    with writing(world.engine) as connection:
        record(connection, world.clock, By("", "Minh"), "kiosk_told", "k", what="restart", strange="<b>")
    page = browser.open("/audit").text
    assert "vai trò: Kiểm toán viên" in page
    assert "cách: thiết lập lần đầu; địa chỉ mạng: " in page
    assert "việc: khởi động lại; strange: &lt;b&gt;" in page
    assert "what: restart" in browser.open("/audit?lang=en").text


def test_every_act_that_is_written_down_has_words() -> None:
    acts = {act for path in Path(sync.central.__file__).parent.rglob("*.py") for act in acts_in(path)}
    acts |= {one.act for one in ACTS.values()} | {f"case_{act}" for act in Act}
    words = load_words("sync.central.accounts")
    assert "person_viewed" in acts
    assert {f"act_{act}" for act in acts} == {word for word in words if word.startswith("act_")}


def test_what_people_typed_makes_no_line_of_its_own(world: World) -> None:
    with writing(world.engine) as connection:
        by = By("", "Minh\n7  2026-01-01  root")
        record(connection, world.clock, by, "person_viewed", "a\r\nb", why="x\x1b[2J\x00" + "y" * 900)
    ((raw,),) = world.query("SELECT raw FROM audit")
    entry = json.loads(bytes(raw))
    assert entry["name"] == "Minh7  2026-01-01  root"
    assert entry["about"] == "ab"
    assert entry["detail"]["why"].startswith("x[2Jyyy")
    assert len(entry["detail"]["why"]) <= 500


def test_commands_verify_and_list_the_log(run: Run) -> None:
    code, said = run("account", "first", "--login", "minh@tinh.example", "--name", "Trần Văn Minh", "--json")
    assert code == 0
    assert json.loads(said)["link"].startswith("http://127.0.0.1:8400/link/")
    code, said = run("audit", "verify", "--json")
    assert (code, json.loads(said)["entries"], json.loads(said)["differences"]) == (0, 3, [])
    code, said = run("audit", "list", "--act", "role_granted", "--json")
    (entry,) = json.loads(said)
    assert entry["detail"] == {"role": "administrator", "over": ""}
    assert run("audit", "list", "--login", "nobody")[0] == 3
