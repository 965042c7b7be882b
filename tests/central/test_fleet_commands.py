"""What the commands that look after kiosks say to people."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.database.engine import open_engine, writing
from tests.central.commands import Run
from tests.central.world import START_MS, UNIT, small_province, write_province

MINH = ("--as", "Trần Văn Minh")


@pytest.fixture
def kiosk(run: Run, tmp_path: Path) -> str:
    """The id of a kiosk that waits for its device."""
    run("directory", "load", str(write_province(tmp_path / "province", small_province())))
    added: str = json.loads(run("kiosk", "add", "--unit", UNIT, "--name", "Sảnh", "--json")[1])["kiosk"]
    return added


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # which Apprise imports
def test_whom_alerts_reach_is_listed_without_an_address(run: Run, kiosk: str, tmp_path: Path) -> None:
    assert "alerts go nowhere" in run("alerts")[1]
    file = tmp_path / "alerts.toml"
    file.write_text(
        '[[target]]\nurl = "json://127.0.0.1/s3cret"\nabout = "fleet"\nkinds = ["silent"]\n', "utf-8"
    )
    code, said = run("alerts", "--alerts", str(file))
    assert (code, "fleet  everywhere  told never" in said, "s3cret" in said) == (0, True, False)
    (line,) = json.loads(run("alerts", "--alerts", str(file), "--json")[1])
    assert (line["about"], line["kinds"], line["failed"]) == ("fleet", ["silent"], 0)


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_a_target_of_a_unit_that_nobody_knows_is_refused_in_its_own_language(
    run: Run, kiosk: str, tmp_path: Path
) -> None:
    file = tmp_path / "alerts.toml"
    first = f'[[target]]\nurl = "json://127.0.0.1/s3cret"\nunit = "{UNIT}"\n'
    for language, words in (
        ("vi", "đích thứ 2: không có đơn vị nào"),
        ("en", "target 2: no unit has the id"),
    ):
        second = f'[[target]]\nurl = "json://127.0.0.1/s3cret"\nunit = "UBND"\nlanguage = "{language}"\n'
        file.write_text(first + second, "utf-8")
        for command in (("alerts",), ("serve", "--port", "0")):
            code, said = run(*command, "--alerts", str(file))
            assert (code, words in said, "UBND" in said, "s3cret" in said) == (2, True, True, False)
    file.write_text(first, "utf-8")
    assert run("alerts", "--alerts", str(file))[0] == 0


def test_kiosks_are_listed_shown_replaced_and_revoked(run: Run, kiosk: str) -> None:
    assert f"{kiosk}  awaited   heard never  alarms 0  Phường An Bình · Sảnh" in run("kiosk", "list")[1]
    code, said = run("kiosk", "replace", kiosk, *MINH)
    assert (code, "code, good once and for seven days" in said) == (0, True)
    assert run("kiosk", "replace", kiosk, *MINH)[0] == 3
    code, said = run("kiosk", "revoke", kiosk, *MINH, "--why", "máy bị mất cắp")
    assert (code, "kept, and not counted" in said) == (0, True)
    shown = run("kiosk", "show", kiosk)[1]
    assert ": revoked" in shown
    assert "replaced by " in shown
    other = json.loads(run("kiosk", "show", kiosk, "--json")[1])["replaced_by"]
    assert f"stands in the place of {kiosk}" in run("kiosk", "show", other)[1]
    for command in (["show"], ["replace", *MINH], ["revoke", *MINH, "--why", "x"]):
        assert run("kiosk", command[0], "nobody", *command[1:])[0] == 3
    assert run("verify")[0] == 0


def test_an_alarm_says_what_is_wrong_since_when_and_what_to_do(run: Run, kiosk: str, url: str) -> None:
    assert run("alarms") == (0, "no alarms\n")
    engine = open_engine(url)
    with writing(engine) as connection:
        for _ in range(3):
            raise_alarm(connection, Kind.CLONE, kiosk, START_MS, ledger="cũ", about="mới")
    engine.dispose()
    said = run("alarms")[1]
    assert f"clone: kiosk {kiosk} (Sảnh) cũ mới" in said
    assert "since 2026-11-23 03:04 UTC" in said
    assert "3 times" in said
    assert "Two machines use one key" in said
    assert "kiosk revoke" in said
    (told,) = json.loads(run("alarms", "--json")[1])
    assert told["meaning"]["vi"].startswith("Hai máy cùng dùng một khóa")
    number = str(told["alarm"])
    assert run("alarms", "--acknowledge", number)[0] == 3, "nobody's name"
    assert run("alarms", "--acknowledge", number, *MINH)[0] == 0
    assert run("alarms", "--acknowledge", number, *MINH)[0] == 3
    assert run("alarms") == (0, "no alarms\n")
    assert "acknowledged by Trần Văn Minh" in run("alarms", "--all")[1]


def test_nothing_is_released_that_does_not_wait(run: Run, kiosk: str) -> None:
    assert run("quarantine", "list") == (0, "nothing is kept apart\n")
    assert run("quarantine", "propose", "abc", *MINH, "--why", "x")[0] == 3
    assert run("quarantine", "release", "a" * 64, *MINH)[0] == 3


def test_a_kiosk_is_set_told_and_retired_and_a_proof_planned_by_command(
    run: Run, kiosk: str, url: str
) -> None:
    code, said = run("kiosk", "set", kiosk, "--sound", "off", "--brightness", "60", *MINH)
    assert (code, said) == (0, f"kiosk {kiosk} gets a new directory\n")
    assert run("kiosk", "set", kiosk, "--brightness", "7", *MINH)[0] == 3
    assert run("kiosk", "command", kiosk, "--what", "restart", *MINH)[0] == 3, "nobody is there yet"
    assert run("kiosk", "command", kiosk) == (0, "it was told nothing\n")
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE kiosks SET state = 'enrolled', public_key = 'aa'")
    engine.dispose()
    assert "hears of it at its next contact" in run("kiosk", "command", kiosk, "--what", "restart", *MINH)[1]
    assert "restart   waiting" in run("kiosk", "command", kiosk)[1]
    assert run("kiosk", "command", kiosk, "--diagnostics", "x", *MINH)[0] == 3
    proof = json.loads(run("proof", "plan", kiosk, "--day", soon(), "--json", *MINH)[1])["canary"]
    assert run("proof", "given", proof, "0000-0000-0000", *MINH)[0] == 3, "its day is still to come"
    assert f"{proof}  {soon()}  planned" in run("proof", "list")[1]
    assert run("look") == (0, "0 fell silent, 0 heard again, 0 proofs missing\n")
    code, said = run("kiosk", "retire", kiosk, *MINH, "--why", "quầy đóng cửa")
    assert (code, "no sign of life" in said) == (3, True)
    listed = json.loads(run("kiosk", "list", "--json")[1])
    assert [(one["kiosk"], one["state"], one["published"]) for one in listed] == [(kiosk, "enrolled", 3)]
    assert run("verify")[0] == 0


def soon() -> str:
    """The day after tomorrow."""
    return (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
