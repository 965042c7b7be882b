"""The fleet's pages, as IT staff and supervisors use them, over the door's socket."""

import csv
import io
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.contract.encoding import write_json
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import public_bytes
from sync.contract.problems import Code
from sync.contract.rollout import read_rollout
from tests.central.desk import SEAL_KEY, Desk, refusal
from tests.central.fleet.test_canaries import rate_later
from tests.central.fleet.test_heartbeats import beat
from tests.central.fleet.test_releases import keep_a_release, newest
from tests.central.people import Person
from tests.central.world import COUNTER, OTHER_COUNTER, OTHER_UNIT, UNIT, World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """What is asked of the database here is tested on both engines beside; pages are on one."""
    return sqlite_url


@pytest.fixture
def staff(world: World) -> Person:
    return world.sign_in(("it_staff", UNIT))


@pytest.fixture
def supervisor(world: World) -> Person:
    return world.sign_in(("supervisor", ""))


def seen(world: World, person: Person, path: str) -> str:
    answer = world.call("GET", path, headers=person.headers)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def enrol(world: World, link: str) -> httpx.Response:
    parsed, key = EnrolmentLink.parse(link), Ed25519PrivateKey.generate()
    assert parsed.fingerprint == world.identity.fingerprint
    request = {"code": parsed.code, "public_key": public_bytes(key).hex(), "seal_key": SEAL_KEY, "name": "k"}
    return world.signed_call(key, "POST", "/api/v1/enrolments", write_json(request))


def links_on(page: str) -> list[str]:
    found = re.findall(r"--central (\S+) --code ([0-9A-Z.-]+)", page)
    return [f"{address}#{code.replace('-', '')}" for address, code in found]


def test_many_kiosks_are_enrolled_by_sheets_that_are_shown_once(world: World, staff: Person) -> None:
    page = seen(world, staff, "/fleet/enrol")
    assert "Phường An Bình" in page
    assert "Xã Hương Mai" not in page
    once = re.findall(r'name="once" value="(\w+)"', page)[0]
    chosen = {f"shared-{UNIT}": "2", "counter": COUNTER, "once": once}
    answer = world.send(staff, "/fleet/enrol", **chosen)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    links = links_on(answer.text)
    assert len(links) == 3
    assert [enrol(world, link).status_code for link in links] == [201, 201, 201]
    assert enrol(world, links[0]).status_code == 410
    again = world.send(staff, "/fleet/enrol", **chosen)
    assert (again.status_code, links_on(again.text)) == (422, [])
    assert "mã không hiện lại" in unescape(again.text)
    names = world.query("SELECT name, attribution FROM kiosks ORDER BY name")
    assert names == [
        ("Máy dùng chung 1", "choose"),
        ("Máy dùng chung 2", "choose"),
        ("Quầy 1 · Hộ tịch", "fixed"),
    ]
    stored = world.query("SELECT digest FROM enrolment_codes")
    assert not [link for link in links for (digest,) in stored if link.split("#")[1][:16] in digest]
    acts = world.query("SELECT act, count(*) FROM audit GROUP BY act")
    assert acts == [("kiosk_added", 3)]


@pytest.mark.parametrize(
    ("fields", "status", "word"),
    [
        ({}, 422, "Hãy chọn từ 1 đến 200 máy"),
        ({f"shared-{UNIT}": "21"}, 422, "từ 0 đến 20"),
        ({f"shared-{UNIT}": "-1"}, 422, "từ 0 đến 20"),
        ({"counter": "nowhere"}, 422, "không hợp lệ"),
        ({"counter": OTHER_COUNTER}, 404, ""),
        ({f"shared-{OTHER_UNIT}": "1"}, 404, ""),
    ],
)
def test_what_cannot_be_enrolled_adds_nothing(
    world: World, staff: Person, fields: dict[str, str], status: int, word: str
) -> None:
    answer = world.send(staff, "/fleet/enrol", once="x", **fields)
    assert answer.status_code == status
    assert word in unescape(answer.text)
    assert world.query("SELECT count(*) FROM kiosks") == [(0,)]


@pytest.mark.skipif(
    shutil.which("rsvg-convert") is None and shutil.which("zbarimg") is None, reason="no zbar"
)
def test_the_qr_on_a_sheet_is_the_link(world: World, staff: Person, tmp_path: Path) -> None:
    page = world.send(staff, "/fleet/enrol", once="x", counter=COUNTER).text
    side = int(re.findall(r'viewBox="0 0 (\d+) \1"', page)[0])
    path = re.findall(r'class="dark" d="([^"]+)"', page)[0]
    dark = [[False] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", path):
        dark[int(y)][int(x) : int(x) + int(length)] = [True] * int(length)
    scale = 4
    rows = [
        bytes(0 if cell else 255 for cell in row for _ in range(scale)) for row in dark for _ in range(scale)
    ]
    picture = tmp_path / "qr.pgm"
    picture.write_bytes(f"P5 {side * scale} {side * scale} 255\n".encode() + b"".join(rows))
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, check=True, timeout=30
    )
    (link,) = links_on(page)
    assert read.stdout.decode().strip() == link
    assert enrol(world, link).status_code == 201


def test_a_reader_sees_kiosks_within_scope_and_no_other(desk: Desk, world: World, staff: Person) -> None:
    other = Desk(world, OTHER_UNIT)
    assert desk.kiosk in seen(world, staff, "/fleet")
    assert other.kiosk not in seen(world, staff, "/fleet")
    assert world.call("GET", f"/fleet/kiosks/{other.kiosk}", headers=staff.headers).status_code == 404
    assert world.call("GET", f"/fleet?unit={OTHER_UNIT}", headers=staff.headers).status_code == 404
    for act in ("replace", "retire", "revoke", "command", "settings"):
        fields = {"why": "x", "what": "restart"}
        assert world.send(staff, f"/fleet/kiosks/{other.kiosk}/{act}", **fields).status_code == 404
    assert world.query("SELECT DISTINCT state FROM kiosks") == [("enrolled",)]


def test_the_table_tells_what_the_command_and_the_files_tell(
    desk: Desk, world: World, supervisor: Person
) -> None:
    desk.open()
    desk.deliver()
    beat(desk, software="'=1+1")
    page = seen(world, supervisor, "/fleet")
    assert "Tốt" in page
    told = json.loads(seen(world, supervisor, "/fleet.json"))
    assert [(line["kiosk"], line["condition"], line["held"]) for line in told] == [(desk.kiosk, "well", 1)]
    (line,) = csv.DictReader(io.StringIO(seen(world, supervisor, "/fleet.csv").removeprefix("\ufeff")))
    assert (line["kiosk"], line["software"], line["unit_name_vi"]) == (desk.kiosk, "''=1+1", "Phường An Bình")
    assert set(told[0]) - {"unit_name"} == set(line) - {"unit_name_vi", "unit_name_en"}
    picture = seen(world, supervisor, "/fleet/picture")
    assert "1 tốt" in picture
    assert desk.kiosk not in seen(world, supervisor, "/fleet?search=khong+co")


def test_a_kiosk_is_told_set_and_retired_and_each_act_is_written_down(
    desk: Desk, world: World, staff: Person
) -> None:
    home = f"/fleet/kiosks/{desk.kiosk}"
    assert world.send(staff, f"{home}/command", what="restart").status_code == 303
    assert world.send(staff, f"{home}/command", what="restart").status_code == 422
    assert world.send(staff, f"{home}/command", what="erase").status_code == 422
    assert world.send(staff, f"{home}/settings", sound="on", brightness="70", keep_days="").status_code == 303
    assert world.send(staff, f"{home}/settings", brightness="7").status_code == 422
    refused = world.send(staff, f"{home}/retire", why="đóng quầy")
    assert "chưa từng báo tín hiệu" in unescape(refused.text)
    desk.open()
    desk.deliver()
    beat(desk)
    assert world.send(staff, f"{home}/retire", why="").status_code == 422
    assert world.send(staff, f"{home}/retire", why="đóng quầy").status_code == 303
    assert "Đã ngừng" in seen(world, staff, f"{home}?said=said_retired")
    acts = [act for (act,) in world.query("SELECT act FROM audit ORDER BY seq")]
    assert acts == ["kiosk_told", "kiosk_set", "kiosk_retired"]


def test_a_replaced_kiosk_keeps_its_history_and_its_successor_gets_a_sheet(
    desk: Desk, world: World, staff: Person
) -> None:
    desk.open()
    desk.rate(5)
    desk.deliver()
    answer = world.send(staff, f"/fleet/kiosks/{desk.kiosk}/replace")
    (link,) = links_on(answer.text)
    assert enrol(world, link).status_code == 201
    page = seen(world, staff, f"/fleet/kiosks/{desk.kiosk}")
    assert "Đã thay" in page
    assert "Được thay bằng máy" in page
    assert world.send(staff, f"/fleet/kiosks/{desk.kiosk}/replace").status_code == 422
    assert world.query("SELECT score, n FROM unit_days") == [(5, 1)]


def test_a_supervisor_sees_how_often_a_kiosk_was_practised_on(
    desk: Desk, world: World, supervisor: Person
) -> None:
    desk.open()
    desk.rate(5)
    for score in (1, 5):
        desk.rate(score, practice=True)
    desk.deliver()
    page = seen(world, supervisor, f"/fleet/kiosks/{desk.kiosk}")
    assert "<dt>Phiếu thử máy, không tính</dt><dd>2</dd>" in page
    assert world.query("SELECT score, n FROM unit_days") == [(5, 1)]


def test_quarantined_lines_count_once_one_person_proposes_and_another_releases(
    desk: Desk, world: World, staff: Person, supervisor: Person
) -> None:
    assert world.send(staff, f"/fleet/kiosks/{desk.kiosk}/revoke", why="mất cắp").status_code == 303
    desk.open()
    desk.rate(4)
    desk.deliver()
    assert "2 dòng của máy đã thu hồi" in seen(world, staff, "/fleet/quarantine")
    assert 'aria-current="page">Cách ly</a>' in seen(world, staff, "/fleet/quarantine")
    both = world.sign_in(("it_staff", UNIT), ("supervisor", ""))
    assert world.send(staff, "/fleet/quarantine/release", what=desk.ledger).status_code == 403
    assert world.send(supervisor, "/fleet/quarantine/propose", what=desk.ledger, why="x").status_code == 403
    assert world.send(both, "/fleet/quarantine/release", what=desk.ledger).status_code == 422
    assert world.send(both, "/fleet/quarantine/propose", what=desk.ledger, why="").status_code == 422
    assert (
        world.send(both, "/fleet/quarantine/propose", what=desk.ledger, why="đã tìm lại").status_code == 303
    )
    assert world.send(both, "/fleet/quarantine/release", what=desk.ledger).status_code == 422
    assert world.query("SELECT count(*) FROM unit_days") == [(0,)]
    assert "đã tìm lại" in seen(world, supervisor, "/fleet/quarantine")
    assert world.send(supervisor, "/fleet/quarantine/release", what=desk.ledger).status_code == 303
    assert world.query("SELECT score, n FROM unit_days") == [(4, 1)]
    assert world.verify().differences == []
    other = world.sign_in(("it_staff", OTHER_UNIT))
    assert "Không có gì" in seen(world, other, "/fleet/quarantine")


def test_an_alarm_is_acknowledged_by_who_may(desk: Desk, world: World, staff: Person) -> None:
    desk.open()
    beat(desk, last=0, head=desk.heads[0].hex(), signature=desk.sign(b""))
    world.execute(
        "INSERT INTO alarms (kind, kiosk, ledger, about, detail, times, since_ms, last_ms) "
        f"VALUES ('rewound', '{desk.kiosk}', '', '', '{{}}', 1, 0, 0)"
    )
    ((number,),) = world.query("SELECT max(alarm_no) FROM alarms")
    assert "Ghi nhận" in seen(world, staff, "/fleet/alarms")
    other = world.sign_in(("it_staff", OTHER_UNIT))
    assert world.send(other, f"/fleet/alarms/{number}").status_code == 404
    assert world.send(staff, f"/fleet/alarms/{number}").status_code == 303
    assert world.send(staff, f"/fleet/alarms/{number}").status_code == 303
    assert "Không có cảnh báo" in seen(world, staff, "/fleet/alarms")
    assert "Lê Thị Mai đã ghi nhận" in seen(world, staff, "/fleet/alarms?all=1")
    for strange in ("0", "x", "9" * 20):
        assert world.send(staff, f"/fleet/alarms/{strange}").status_code == 404


def test_a_proof_is_planned_given_and_shown_and_it_staff_see_no_plan(
    desk: Desk, world: World, staff: Person, supervisor: Person
) -> None:
    desk.open()
    desk.anchor()
    beat(desk)
    assert world.call("GET", "/fleet/proofs", headers=staff.headers).status_code == 403
    assert world.send(supervisor, "/fleet/proofs", kiosk=desk.kiosk, day="2026-11-23").status_code == 303
    page = seen(world, supervisor, "/fleet/proofs")
    proof = re.findall(r'name="proof" value="([^"]+)"', page)[0]
    assert "Chưa thực hiện" in seen(world, supervisor, f"/fleet/kiosks/{desk.kiosk}")
    assert "Chưa thực hiện" not in seen(world, staff, f"/fleet/kiosks/{desk.kiosk}")
    assert json.loads(seen(world, staff, "/fleet.json"))[0]["missing_since"] is None
    code = rate_later(desk, 1)
    assert world.send(supervisor, "/fleet/proofs/given", proof=proof, code="x").status_code == 422
    assert world.send(supervisor, "/fleet/proofs/given", proof=proof, code=code).status_code == 303
    assert "Chờ dòng về" in seen(world, supervisor, "/fleet/proofs")
    desk.deliver()
    assert "Đã chứng minh" in seen(world, supervisor, "/fleet/proofs")
    assert world.send(supervisor, "/fleet/proofs", kiosk="x", day="2026-11-23").status_code == 422
    assert world.query("SELECT count(*) FROM unit_days") == [(0,)]


def test_a_provisioning_file_is_downloaded_or_printed_once_and_ended(world: World, staff: Person) -> None:
    asked = {"unit": UNIT, "count": "3", "days": "14"}
    answer = world.send(staff, "/fleet/provisions", **{**asked, "as": "file"})
    assert answer.headers["content-disposition"].endswith('.provisioning"')
    told = read_rollout(answer.content)
    assert (told.unit, told.count) == (UNIT, 3)
    sheet = unescape(world.send(staff, "/fleet/provisions", **{**asked, "as": "sheet"}).text)
    (link,) = links_on(sheet)
    assert enrol(world, link).status_code == 201
    listed = seen(world, staff, "/fleet/provisions")
    assert "1 trên 3" in listed
    assert told.code not in listed
    for name in re.findall(r'name="provisioning" value="([^"]+)"', listed):
        assert world.send(staff, "/fleet/provisions/end", provisioning=name).status_code == 303
    assert seen(world, staff, "/fleet/provisions").count("Đã kết thúc") == 2
    refusal(enrol(world, link), Code.CODE_ENDED)
    assert world.send(staff, "/fleet/provisions", **{**asked, "count": "9999"}).status_code == 422
    assert world.send(staff, "/fleet/provisions", **{**asked, "unit": OTHER_UNIT}).status_code == 404
    acts = [row[0] for row in world.query("SELECT act FROM audit ORDER BY seq")]
    assert acts == ["provisioning_made"] * 2 + ["provisioning_ended"] * 2


def test_a_release_is_offered_and_withdrawn_on_its_page(
    world: World, desk: Desk, staff: Person, tmp_path: Path
) -> None:
    keep_a_release(world, tmp_path)
    name = newest(world).release
    page = seen(world, staff, "/fleet/releases")
    assert "Đang phát: thử trước, 20 %" in page
    ring = world.send(staff, f"/fleet/kiosks/{desk.kiosk}/ring", ring="pilot")
    assert ring.headers["location"].endswith("said=said_ring")
    wanted = {"release": name, "ring": "pilot", "share": "100"}
    assert world.send(staff, "/fleet/releases/stage", **wanted).status_code == 303
    assert newest(world).offered == 1
    assert world.send(staff, "/fleet/releases/stage", **{**wanted, "share": "0"}).status_code == 422
    assert world.send(staff, "/fleet/releases/withdraw", release=name).status_code == 303
    assert "Đã rút lại" in seen(world, staff, "/fleet/releases")
    Desk(world, OTHER_UNIT)
    assert world.send(staff, "/fleet/releases/stage", **wanted).status_code == 404
