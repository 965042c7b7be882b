"""The commands of `hailong-kiosk` as IT staff use them."""

import json
import signal
from pathlib import Path

import pytest

from tests.journeys.office import Office
from tests.journeys.programs import command, kiosk


def test_a_kiosk_runs_once_and_ends_in_order_when_told_to(office: Office) -> None:
    with office.serving():
        office.enrol()
    with office.citizen() as someone:
        someone.see("attract")
        assert office.kiosk("run", QT_QPA_PLATFORM="offscreen").code == 6
        assert office.kiosk("status", "--json").told["running"] is True
        someone.process.send_signal(signal.SIGTERM)
        assert someone.process.wait(20) == 0
    assert office.kiosk("status", "--json").told["running"] is False
    assert office.kinds()[-1] == "kiosk.stopped"


def test_status_and_check_tell_how_it_stands_without_changing_anything(office: Office) -> None:
    with office.serving():
        office.enrol()
        before = office.kinds()
        told = office.kiosk("status", "--json").told
        found = office.kiosk("check", "--json").told
    assert told["pending"] == 0
    assert told["last"] == told["settled"] == len(before)
    assert told["last_contact"]["outcome"] == "delivered"
    assert [finding["what"] for finding in found] == [
        "ledger",
        "machine",
        "former ledgers",
        "room",
        "directory",
        "standing",
        "photos",
        "central server",
        "last contact",
        "calls",
        "release",
        "screen",
        "touch",
        "disk",
        "clock",
        "network",
        "certificate",
        "printer",
    ]
    of_this_machine = {"screen", "touch"}
    assert [one for one in found if not one["good"] and one["what"] not in of_this_machine] == []
    assert office.kinds() == before


def test_a_report_is_written_for_technicians_and_for_a_stick(office: Office, tmp_path: Path) -> None:
    with office.serving():
        office.enrol()
        file = tmp_path / "kiosk-report.json"
        assert office.kiosk("report", str(file)).code == 0
    told = json.loads(file.read_text())
    assert told["ledger"]["last"] == len(office.kinds())
    assert {one["what"]: one["good"] for one in told["looked_at"]}["ledger"] is True
    assert office.kiosk("report", str(tmp_path / "nowhere" / "report")).code == 7


def test_check_says_what_is_wrong_and_where(office: Office) -> None:
    with office.serving():
        office.enrol()
    done = office.kiosk("check")
    assert done.code == 1
    assert "WRONG  central server" in done.said
    assert "good   ledger" in done.said


def test_an_enrolment_is_refused_in_both_languages_and_leaves_the_code_good(office: Office) -> None:
    with office.serving():
        good = office.add_kiosk()
        wrong = good.partition(".")[0] + "." + "0" * 26
        there = ["--central", office.wire.address, "--code"]
        refused = office.kiosk("enrol", *there, wrong, "--json")
        assert refused.code == 3
        assert json.loads(refused.said.splitlines()[0])["refused"] == "wrong_server"
        assert "Máy chưa được ghi danh" in refused.said
        assert "Not enrolled" in refused.said
        assert office.kiosk("status").code == 5
        assert office.kiosk("enrol", "--code", f"{office.wire.address}#{good}").code == 0  # as scanned
        again = office.kiosk("enrol", *there, good.partition(".")[0] + "." + "0" * 26)
        assert again.code == 3
        assert "its key has the fingerprint" in again.said
        assert office.kiosk("status").code == 0


def test_a_used_code_is_refused_to_another_machine(office: Office, tmp_path: Path) -> None:
    with office.serving():
        arguments = ["--central", office.wire.address, "--code", office.add_kiosk()]
        assert office.kiosk("enrol", *arguments).code == 0
        other = kiosk("enrol", *arguments, HAILONG_DATA_FOLDER=str(tmp_path / "other"))
    assert other.code == 3
    assert "Mã ghi danh đã được dùng" in other.said


@pytest.mark.parametrize(
    "name", ["run", "enrol", "status", "deliver", "export", "settle", "check", "report", "update"]
)
def test_every_command_shows_an_example_and_its_exit_codes(name: str) -> None:
    said = kiosk(name, "--help").said
    assert f"hailong-kiosk {name}" in said.partition("example:")[2]
    assert "exit codes:" in said


def test_help_names_every_setting() -> None:
    said = kiosk("--help").said
    assert all(key in said for key in ("data_folder (HAILONG_DATA_FOLDER)", "px_per_mm (HAILONG_PX_PER_MM)"))


def test_a_wrong_setting_names_file_key_and_form(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("width = 12\n")
    done = kiosk("status", "--config", str(file))
    assert done.code == 2
    assert f"{file}: width: expected a whole number from 320 to 7680, found 12" in done.said


def test_without_a_display_run_says_so(office: Office) -> None:
    with office.serving():
        office.enrol()
    nothing = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = command("kiosk.cli", "run", "--config", str(office.config), **nothing)
    assert done.code == 4
    assert "there is no display" in done.said
