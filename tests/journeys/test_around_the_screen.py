"""Counters call, scanners read, badges sign on, the office closes, staff practise: on the real kiosk."""

import http.client
import json
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.visit import TIMINGS
from sync.contract.desk_time import DAY_MS, DESK
from tests.journeys.office import PROVINCE, Office, answer, come_to_faces, rate
from tests.journeys.programs import Citizen, central, ledger_lines

CODE, CALLED_CODE = "H15.50.05.13-261008-0975", "H15.50.05.13-261008-7777"
HOUR_MS = 3_600_000
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Place:
    """A province whose first counter may call and whose first official has a badge, told by our commands."""

    folder: Path
    counter: str
    official: str
    name: str
    other: str
    token: str
    badge: str


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folder = tmp_path / "province"
    shutil.copytree(PROVINCE, folder)
    file = folder / "province.json"
    province = json.loads(file.read_text(encoding="utf-8"))
    counter, first = province["counters"][0]["counter"], province["officials"][0]
    call = central("call-token", "--counter", counter, "--json").told
    badge = central("badge", "--official", first["official"], "--json").told
    first["badge"] = badge["badge"]
    province["policies"]["calls"] = {counter: call["digest"]}
    province["policies"]["hours"] = {day: ["07:30-17:00"] for day in WEEK}
    file.write_text(json.dumps(province, ensure_ascii=False), encoding="utf-8")
    other = province["officials"][1]["official"]
    return Place(folder, counter, first["official"], first["name"], other, call["token"], badge["text"])


@pytest.fixture
def kiosk(office: Office, place: Place) -> Office:
    """An enrolled kiosk of that province that hears calls."""
    office.load(place.folder)
    with office.serving():
        office.enrol()
    office.config.write_text(office.config.read_text() + "call_port = 0\n")
    return office


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """A service manager that listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(30)
        yield listening


def ten_o_clock() -> int:
    """Today at ten, on the desk's clock."""
    return int(datetime.now(DESK).replace(hour=10, minute=0, second=0).timestamp() * 1000)


def post(office: Office, place: Place, **members: str) -> tuple[int, Any]:
    """A call of the counter's software."""
    door = office.kiosk("status", "--json").told["calls"]
    connection = http.client.HTTPConnection(door["host"], door["port"], timeout=30)
    headers = {"Authorization": f"Bearer {place.token}", "Content-Type": "application/json"}
    with closing(connection):
        connection.request("POST", "/v1/calls", json.dumps({"counter": place.counter} | members), headers)
        got = connection.getresponse()
        return got.status, json.loads(got.read())


def finish(someone: Citizen, score: int, faces: str = "score") -> None:
    """From the page with the faces to the end."""
    someone.see(faces)
    someone.touch(f"score-{score}")
    answer(someone)
    someone.touch("finish")


def given(office: Office) -> list[dict[str, Any]]:
    """What the kiosk's ledger says of each rating."""
    return [line["body"] for line in ledger_lines(office.data) if line["kind"] == "rating.given"]


def about(office: Office, subject: str) -> list[tuple[str, dict[str, Any]]]:
    """The ledger's lines on a subject."""
    lines = ledger_lines(office.data)
    return [(line["kind"], line["body"]) for line in lines if line["kind"].startswith(f"{subject}.")]


def test_a_counter_calls_and_the_citizen_says_who_served(kiosk: Office, place: Place) -> None:
    with kiosk.citizen(JOURNEY_WALL_MS=str(ten_o_clock())) as someone:
        someone.see("attract")
        said = {"official": place.official, "dossier": CALLED_CODE, "stage": "returned"}
        assert post(kiosk, place, **said) == (202, {"warnings": []})
        someone.read(place.name.split()[0])
        assert post(kiosk, place, **said)[0] == 202
        finish(someone, 4)
        someone.see("attract")
        assert post(kiosk, place, official=place.other)[0] == 202
        someone.see("score")
        someone.touch("back")
        someone.touch(f"official-{place.official}")
        finish(someone, 2)
        someone.see("attract")
        assert post(kiosk, place)[0] == 202
        someone.see("score")
        someone.wait(TIMINGS.call_ms)
        someone.see("attract")
        assert post(kiosk, place, official=place.counter)[1]["code"] == "unknown"
        assert someone.leave() == 0
    ratings = given(kiosk)
    told = [(one["via"], one["counter"], one["official"], one.get("stage"), one["score"]) for one in ratings]
    assert told == [
        ("call", place.counter, place.official, "returned", 4),
        ("call", place.counter, place.official, None, 2),
    ]
    assert [kind for kind, _ in about(kiosk, "call")] == ["call.made"] * 3 + ["call.lapsed"]
    with kiosk.serving():
        assert kiosk.kiosk("deliver").code == 0
    assert kiosk.counted() == (2, [])
    with closing(sqlite3.connect(kiosk.data.with_name("central.sqlite"))) as figures:
        offers = figures.execute("SELECT status, lapsed IS NOT NULL FROM offers ORDER BY seq").fetchall()
        stages = figures.execute("SELECT via, stage, status FROM ratings ORDER BY seq").fetchall()
    assert offers == [("counted", 0), ("counted", 0), ("counted", 1)]
    assert stages == [("call", "returned", "counted"), ("call", None, "counted")]


def test_a_scanned_dossier_goes_with_the_rating_and_stands_nowhere_unsealed(
    kiosk: Office, place: Place, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with kiosk.citizen(JOURNEY_WALL_MS=str(ten_o_clock()), TMPDIR=str(temporary)) as someone:
        someone.see("attract")
        someone.scan(f"https://dvc.example/hs?ma={CODE}&stage=supplement")
        someone.see("officials")
        someone.touch(f"official-{place.official}")
        finish(someone, 5)
        someone.see("attract")
        assert post(kiosk, place, official=place.official, dossier=CALLED_CODE)[0] == 202
        finish(someone, 3)
        someone.see("attract")
        someone.scan("8934563138165")
        someone.read("Không đọc được mã")
        rate(someone, 1)
        files = [file for file in tmp_path.rglob("*") if file.is_file() and "province" not in file.parts]
        texts = [(file, file.read_bytes()) for file in files]
        assert someone.leave() == 0
    vias = [(one["via"], one.get("stage"), "attached" in one) for one in given(kiosk)]
    assert vias == [("scan", "supplement", True), ("call", None, True), ("touch", None, False)]
    with kiosk.serving():
        assert kiosk.kiosk("deliver").code == 0
    assert kiosk.counted() == (3, [])
    assert any(file.name.endswith("-wal") for file, _ in texts)
    texts += [(file, file.read_bytes()) for file in tmp_path.rglob("*") if file.is_file()]
    written = capfd.readouterr()
    texts.append((Path("log"), (written.out + written.err).encode()))
    for secret in (CODE, CALLED_CODE, CODE[-11:], place.token, place.badge[-26:]):
        assert [file for file, text in texts if secret.encode() in text] == []


def test_a_badge_signs_on_until_the_day_is_over(kiosk: Office, place: Place) -> None:
    morning = ten_o_clock()
    with kiosk.citizen(JOURNEY_WALL_MS=str(morning)) as someone:
        someone.see("attract")
        someone.scan(place.badge)
        someone.read(f"Đã vào ca: {place.name}")
        someone.touch(f"official-{place.official}")
        finish(someone, 4)
        someone.see("attract")
        assert someone.leave() == 0
    duty = {"official": place.official, "counter": place.counter}
    assert about(kiosk, "duty") == [("duty.began", duty)]
    with kiosk.citizen(JOURNEY_WALL_MS=str(morning + HOUR_MS)) as someone:
        someone.see("attract")
        someone.touch(f"official-{place.official}")
        finish(someone, 3)
        someone.see("attract")
        someone.wait(DAY_MS)
        someone.touch(f"official-{place.other}")
        finish(someone, 5)
        someone.see("attract")
        someone.scan(place.badge)
        someone.read(f"Đã vào ca: {place.name}")
        assert someone.leave() == 0
    began, ended = ("duty.began", duty), ("duty.ended", duty)
    assert about(kiosk, "duty") == [began, ended, began]
    with kiosk.citizen(JOURNEY_WALL_MS=str(morning + 3 * DAY_MS)) as someone:
        someone.see("attract")
        assert someone.leave() == 0
    assert about(kiosk, "duty") == [began, ended, began, ended]
    assert [one["official"] for one in given(kiosk)] == [place.official, place.official, place.other]


def test_a_closed_office_says_when_it_opens_and_is_open_again_in_time(kiosk: Office) -> None:
    with kiosk.citizen(JOURNEY_WALL_MS=str(ten_o_clock())) as someone:
        someone.see("attract")
        someone.wait(8 * HOUR_MS)
        someone.see("out_of_hours")
        someone.read("Mở cửa lại: 7 giờ 30 ngày mai")
        someone.touch("language")
        someone.read("Opens again: 7:30 tomorrow")
        someone.touch("start")
        someone.see("officials")
        someone.touch("wholeDesk")
        finish(someone, 2)
        someone.see("out_of_hours")
        someone.wait(14 * HOUR_MS)
        someone.see("attract")
        assert someone.leave() == 0
    assert kiosk.scores() == [2]


def test_what_staff_practise_is_marked_and_never_counted(kiosk: Office, place: Place) -> None:
    with kiosk.citizen(JOURNEY_WALL_MS=str(ten_o_clock())) as someone:
        someone.see("attract")
        someone.practise()
        someone.read("Đang thử máy")
        assert post(kiosk, place, official=place.official)[0] == 202
        finish(someone, 1)
        someone.see("attract")
        someone.wait(TIMINGS.practice_ms)
        rate(someone, 5)
        assert someone.leave() == 0
    assert [one.get("practice", False) for one in given(kiosk)] == [True, False]
    assert [kind for kind, _ in about(kiosk, "practice")] == ["practice.began", "practice.ended"]
    with kiosk.serving():
        assert kiosk.kiosk("deliver").code == 0
    assert kiosk.counted() == (2, [])
    with closing(sqlite3.connect(kiosk.data.with_name("central.sqlite"))) as figures:
        statuses = figures.execute("SELECT score, status FROM ratings ORDER BY seq").fetchall()
        offers = figures.execute("SELECT status FROM offers").fetchall()
    assert (statuses, offers) == ([(1, "practice"), (5, "counted")], [("practice",)])


def test_a_fixed_kiosk_rates_who_signed_on_and_takes_another_counters_call_as_told(
    kiosk: Office, place: Place
) -> None:
    told = kiosk.kiosk("status", "--json").told
    with kiosk.serving():
        there = ["--counter", _counter_of(place.folder, place.other), "--attribution", "fixed"]
        unit = json.loads((place.folder / "province.json").read_text())["units"][0]["unit"]
        assert kiosk.central("kiosk", "move", told["kiosk"], "--unit", unit, *there).code == 0
        assert kiosk.kiosk("deliver").code == 0
    with kiosk.citizen(JOURNEY_WALL_MS=str(ten_o_clock())) as someone:
        someone.see("attract")
        finish(someone, 3, "attract")
        someone.see("attract")
        someone.scan(place.badge)
        someone.read("Đã vào ca")
        finish(someone, 4, "attract")
        someone.see("attract")
        assert post(kiosk, place, official=place.other)[0] == 202
        finish(someone, 5)
        someone.see("attract")
        assert someone.leave() == 0
    own = _counter_of(place.folder, place.other)
    assert [(one["official"], one["counter"], one["via"]) for one in given(kiosk)] == [
        (place.other, own, "touch"),
        (place.official, own, "touch"),
        (place.other, place.counter, "call"),
    ]
    assert about(kiosk, "duty") == [("duty.began", {"official": place.official, "counter": own})]


def test_the_service_manager_hears_that_the_screen_lives(
    kiosk: Office, manager: socket.socket, tmp_path: Path
) -> None:
    watched = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000"}
    with kiosk.citizen(**watched) as someone:
        assert [manager.recv(100) for _ in range(3)] == [b"READY=1", b"WATCHDOG=1", b"WATCHDOG=1"]
        assert someone.leave() == 0
    last = manager.recv(100)
    while last == b"WATCHDOG=1":
        last = manager.recv(100)
    assert last == b"STOPPING=1"


def test_a_port_that_is_taken_is_found_by_check_and_the_kiosk_works_on(kiosk: Office) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        kiosk.config.write_text(kiosk.config.read_text().replace("call_port = 0", f"call_port = {port}"))
        with kiosk.citizen(JOURNEY_WALL_MS=str(ten_o_clock())) as someone:
            come_to_faces(someone)
            assert kiosk.kiosk("status", "--json").told["calls"]["why"]
            said = kiosk.kiosk("check").said
            assert f"WRONG  calls: 127.0.0.1 port {port}" in said
            assert someone.leave() == 0


def _counter_of(folder: Path, official: str) -> str:
    officials = json.loads((folder / "province.json").read_text(encoding="utf-8"))["officials"]
    counter: str = next(one["counters"][0] for one in officials if one["official"] == official)
    return counter
