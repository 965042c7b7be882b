"""What the commands that look after kiosks say to people."""

import json
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


def test_kiosks_are_listed_shown_replaced_and_revoked(run: Run, kiosk: str) -> None:
    assert f"{kiosk}  awaited   heard never  0 alarms  Phường An Bình · Sảnh" in run("kiosk", "list")[1]
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
