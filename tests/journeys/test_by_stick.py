"""A kiosk that may not call: its ledger leaves on a stick, and what comes down comes back on it."""

import json
import signal
import time
from pathlib import Path

from tests.journeys.office import Office, rate
from tests.journeys.programs import PATIENCE_SECONDS


def enrol_by_stick(office: Office, stick: Path) -> None:
    code = office.add_kiosk()
    assert office.kiosk("enrol", "--from-file", str(stick / "none")).code == 3  # nothing was asked for
    asked = office.kiosk("enrol", "--to-file", str(stick), "--code", code, "--json").told
    assert office.central("import", asked["file"], "--json").told["taken"] == 1
    told = office.kiosk("enrol", "--from-file", asked["file"] + ".directory", "--json").told
    assert told["unit"]["vi"]


def test_a_kiosk_that_never_calls_is_enrolled_counted_and_settled(any_office: Office, tmp_path: Path) -> None:
    office, stick = any_office, tmp_path / "stick"
    stick.mkdir()
    enrol_by_stick(office, stick)
    with office.citizen() as someone:
        rate(someone, 4)
        exported = office.kiosk("export", str(stick), "--json").told  # beside the running kiosk
        assert exported["last"] == exported["pending"] > 0
        assert office.central("import", str(stick), "--json").told["refused"] == 0
        settled = office.kiosk("settle", str(stick), "--json").told
        assert someone.leave() == 0
    assert settled["held"] == exported["last"]
    assert office.kinds()[exported["last"]] == "receipt.applied"
    assert office.counted() == (1, [])
    assert office.kiosk("status", "--json").told["last_contact"]["outcome"] == "delivered"
    found = {one["what"]: one["good"] for one in json.loads(office.kiosk("check", "--json").said)}
    assert found["photos"]
    assert not found["central server"]  # it never called
    again = office.kiosk("settle", str(stick), "--json").told
    assert {file["verdict"] for file in again["files"]} <= {"known", "older"}
    assert office.central("import", str(stick), "--json").told["refused"] == 0
    assert office.counted() == (1, [])


def test_a_command_comes_down_on_a_stick_and_what_it_asks_for_goes_up_on_one(
    office: Office, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    enrol_by_stick(office, stick)
    (one,) = office.central("kiosk", "list", "--json").told
    asked = ("kiosk", "command", one["kiosk"])
    office.central(*asked, "--what", "diagnose", "--as", "Minh")
    assert office.central("import", str(stick)).code == 0
    assert office.kiosk("settle", str(stick)).code == 0
    with office.citizen() as someone:
        limit = time.monotonic() + PATIENCE_SECONDS
        while "command.done" not in office.kinds():
            assert time.monotonic() < limit, "it does not obey"
            time.sleep(0.05)
        assert someone.leave() == 0
    assert office.kiosk("export", str(stick)).code == 0
    assert office.central("import", str(stick)).code == 0
    (done,) = office.central(*asked, "--json").told
    sent = office.central(*asked, "--diagnostics", done["command"]).said
    assert json.loads(sent)["kiosk"] == one["kiosk"]


KILLS = [
    ("export", "stick.before_rename"),
    ("export", "stick.after_rename"),
    ("import", "ingest.before_commit"),
    ("import", "ingest.after_commit"),
    ("import", "stick.before_rename"),
    ("settle", "settle.after_mark"),
    ("settle", "settle.after_line"),
]


def test_killed_at_any_point_of_a_trip_the_next_trip_makes_good(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    enrol_by_stick(office, stick)
    for killed, point in [*KILLS, ("", "")]:
        for name in ("export", "import", "settle"):
            run = office.central if name == "import" else office.kiosk
            if name == killed:
                assert run(name, str(stick), HAILONG_CRASH_AT=point).code == -signal.SIGKILL
                break
            assert run(name, str(stick)).code == 0
    applied = office.kinds().count("receipt.applied")
    last, settled = office.standing()
    assert last - settled == 1  # the last trip's own receipt
    assert applied > 1
    assert office.counted() == (0, [])


def test_a_bad_file_is_named_and_holds_up_no_other(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    enrol_by_stick(office, stick)
    (stick / "0-broken.hailong").write_bytes(b"hailong-file-1\nnothing")
    office.kiosk("export", str(stick))
    done = office.central("import", str(stick))
    assert done.code == 3
    assert f"refused   {stick / '0-broken.hailong'}" in done.said
    assert "2 of 3 files taken" in done.said
    (stick / "broken.receipt").write_bytes(b"{}\n\n")
    done = office.kiosk("settle", str(stick))
    assert done.code == 7
    assert "not_ours" in done.said
    assert "the central server holds 2 of" in done.said


def test_no_stick_is_said_so(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    enrol_by_stick(office, stick)
    for command in ("export", "settle"):
        done = office.kiosk(command, str(tmp_path / "gone"))
        assert done.code == 7
        assert "plug in the stick (cắm USB)" in done.said
    assert office.central("import", str(tmp_path / "gone")).code == 3
