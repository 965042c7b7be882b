"""Lines that went after keep_days: a server that was restored to before them is told, and gets the rest."""

import json
import shutil
from pathlib import Path

import pytest

from tests.faults.province import PRUNED, Desk, Province


@pytest.fixture
def pruned(province: Province) -> Desk:
    """A kiosk that delivered everything; of what is older than its last lines, only heads are left."""
    desk = province.enrolled_desk()
    _backup(province)
    province.serve()
    desk.rate()
    assert desk.command("deliver").code == 0
    assert desk.errand("prune").code == 0
    assert desk.errand("resume").code == 0
    return desk


def _database(province: Province) -> Path:
    return province.folder / "central" / "central.sqlite"


def _backup(province: Province) -> None:
    province.rest()
    shutil.copy(_database(province), province.folder / "backup.sqlite")


def _restore(province: Province) -> None:
    province.rest()
    for file in _database(province).parent.glob("central.sqlite*"):
        file.unlink()
    shutil.copy(province.folder / "backup.sqlite", _database(province))
    province.serve()


def test_a_pruned_kiosk_goes_on_delivering_and_its_commands_work(pruned: Desk) -> None:
    assert pruned.lines().count(PRUNED) > 3
    pruned.compare()
    assert pruned.command("deliver").code == 0
    checked = pruned.command("check", HAILONG_RESERVE_MIB="2")
    assert checked.code == 0, checked.said


def test_a_command_that_delivers_keeps_room_for_the_ledger_as_run_does(province: Province) -> None:
    desk = province.enrolled_desk()
    assert desk.command("deliver", HAILONG_RESERVE_MIB="2").code == 0
    assert json.loads(desk.command("status", "--json").said)["reserve_bytes"] == 2 * 1024 * 1024


def test_a_restored_server_is_told_of_the_hole_and_gets_every_line_that_is_kept(
    province: Province, pruned: Desk
) -> None:
    before = pruned.compare()
    gone = pruned.lines().count(PRUNED)
    _restore(province)
    done = pruned.command("deliver")
    assert done.code == 0, done.said
    held = province.held(pruned.meta("ledger"))
    lines = pruned.lines()
    assert held[-(len(lines) - gone) :] == lines[gone:]
    assert int(pruned.meta("settled")) == len(lines) > before
    (hole,) = province.holes(pruned.meta("ledger"))
    assert hole[1] == gone
    assert hole[0] == len(held) - (len(lines) - gone) + 1
    assert province.verified().differences == []
