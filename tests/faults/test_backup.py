"""The server is lost and restored from a backup: kiosks fill it again, and no figure tells of the loss."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.central.figures.tables import ROLLUPS
from tests.faults.processes import run
from tests.faults.province import Desk, Province

RATED = "SELECT kiosk, rating, unit, official, score, status, via, day, month FROM ratings"


def figures(province: Province) -> dict[str, list[Any]]:
    """All that is counted, and each rating that is."""
    with closing(sqlite3.connect(province.folder / "central" / "central.sqlite")) as database:
        found = {table: sorted(database.execute(f"SELECT * FROM {table}"), key=str) for table in ROLLUPS}
        return found | {"ratings": sorted(database.execute(RATED), key=str)}


def delivered(desk: Desk) -> None:
    done = desk.command("deliver")
    assert done.code == 0, done.said


def alarms(province: Province) -> set[str]:
    """The kinds of what somebody must look at."""
    return {alarm["kind"] for alarm in json.loads(province.command("alarms", "--json").said)}


def test_a_lost_server_that_is_restored_counts_what_one_without_the_loss_would(
    province: Province, tmp_path: Path
) -> None:
    passphrase, file = tmp_path / "passphrase", tmp_path / "monday.backup"
    passphrase.write_text("một câu dài để khóa")
    told = {"HAILONG_CENTRAL_BACKUP_PASSPHRASE": str(passphrase)}
    first, second = province.enrolled_desk(), province.enrolled_desk()
    first.rate()
    delivered(first)
    data = province.folder / "central"
    made = run("sync.central.cli", "backup", str(file), "--data", str(data), "--json", **told)
    assert made.code == 0, made.said
    backed_up = json.loads(made.said)["lines"]
    for desk in (first, second, first):
        desk.rate()
        delivered(desk)
    without_loss = figures(province)
    assert province.verified().lines > backed_up

    province.rest()
    shutil.rmtree(data)
    restored = run("sync.central.cli", "restore", str(file), "--data", str(data), "--json", **told)
    assert restored.code == 0, restored.said
    assert json.loads(restored.said)["lines"] == backed_up
    assert figures(province) != without_loss
    province.serve()
    delivered(first)
    assert alarms(province) <= {"lost_here"}
    delivered(second)
    assert figures(province) == without_loss
    assert alarms(province) == set()
    for desk in (first, second):
        desk.compare()
    assert province.command("check").code == 0
