"""Staff before the real kiosk: they deliver now, carry it by stick, restart it, and leave no PIN behind."""

import json
import shutil
from pathlib import Path

import pytest

from kiosk.visit import TIMINGS
from tests.journeys.office import PROVINCE, UNIT, Office, rate
from tests.journeys.programs import Citizen, ledger_lines
from tests.kiosk.app.staff import LIGHT, STAFF

PIN, OFFICIALS_PIN, WRONG = "506172", "883301", "883302"


@pytest.fixture
def place(office: Office, tmp_path: Path) -> Office:
    """A kiosk whose staff and first official have PINs, with a folder for a stick."""
    folder, stick = tmp_path / "province", tmp_path / "stick"
    shutil.copytree(PROVINCE, folder)
    stick.mkdir()
    file = folder / "province.json"
    province = json.loads(file.read_text(encoding="utf-8"))
    province["staff"] = [{"staff": STAFF, "unit": UNIT, "name": "Kỹ thuật", "pin": LIGHT.hash(PIN)}]
    province["officials"][0]["pin"] = LIGHT.hash(OFFICIALS_PIN)
    file.write_text(json.dumps(province, ensure_ascii=False), encoding="utf-8")
    office.load(folder)
    with office.serving():
        office.enrol()
    office.config.write_text(office.config.read_text() + f'stick_folder = "{stick}"\n')
    return office


def knock(someone: Citizen) -> None:
    someone.see("attract")
    someone.tap(*["corner"] * TIMINGS.corner_touches)
    someone.see("staff_pin")


def enter(someone: Citizen, pin: str) -> None:
    someone.tap(*(f"digit-{digit}" for digit in pin), "enter")


def admitted(someone: Citizen) -> None:
    knock(someone)
    enter(someone, PIN)
    someone.see("staff")
    someone.read("dòng")


@pytest.mark.parametrize("by_itself", [False, True])
def test_staff_deliver_now_and_read_what_came_of_it(place: Office, by_itself: bool) -> None:
    if by_itself:
        place.config.write_text(place.config.read_text().replace("deliver = false", "deliver = true"))
    with place.citizen() as someone:
        rate(someone, 4)
        admitted(someone)
        someone.touch("deliver")
        someone.read("Chưa gửi được")
        with place.serving():
            someone.touch("deliver")
            someone.read("Trung tâm giữ đủ")
            last, settled = place.standing()
            assert last == settled
        assert place.counted() == (1, [])
        assert someone.leave() == 0


def test_staff_carry_the_ledger_by_stick(place: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with place.citizen() as someone:
        rate(someone, 2)
        admitted(someone)
        someone.touch("settle")
        someone.read("không có biên nhận")
        someone.touch("export")
        someone.read(f"vào {stick}")
        assert [file.suffix for file in stick.iterdir()] == [".hailong"]
        assert place.central("import", str(stick), "--json").told["refused"] == 0
        someone.touch("settle")
        someone.read("Đã nhận biên nhận")
        assert someone.leave() == 0
    assert place.counted() == (1, [])
    assert "receipt.applied" in place.kinds()


@pytest.mark.parametrize(("name", "code"), [("restart", 10), ("leaveToSystem", 11)])
def test_staff_end_the_program_and_the_exit_code_says_whether_it_shall_come_again(
    place: Office, name: str, code: int
) -> None:
    with place.citizen() as someone:
        admitted(someone)
        someone.touch("tab-tools")
        someone.touch(name)
        someone.touch("confirm")
        assert someone.process.wait(30) == code
    assert place.kinds()[-2:] == ["staff.entered", "kiosk.stopped"]


def test_an_official_signs_on_and_a_wrong_pin_waits_after_a_restart_too(place: Office) -> None:
    with place.citizen() as someone:
        knock(someone)
        enter(someone, OFFICIALS_PIN)
        someone.see("attract")
        assert place.kinds()[-1] == "duty.began"
        knock(someone)
        for left in (4, 3, 2, 1):
            enter(someone, WRONG)
            someone.read(f"Còn {left} lần")
        enter(someone, WRONG)
        someone.read("Xin chờ")
        assert someone.leave() == 0
    with place.citizen() as someone:
        knock(someone)
        someone.read("Xin chờ")
        someone.wait(30_000)
        someone.read("Nhập mã")
        assert someone.leave() == 0
    assert place.kinds().count("staff.refused") == 5
    written = b"".join(path.read_bytes() for path in place.data.rglob("*") if path.is_file())
    assert not [pin for pin in (PIN, OFFICIALS_PIN, WRONG) if pin.encode() in written]
    assert not [line for line in ledger_lines(place.data) if WRONG in json.dumps(line)]
