"""SIGKILL at each point of a job, a backup and a restore: whoever comes next finishes it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sync.central.backup.making import make_backup
from sync.central.backup.restoring import restore_backup
from sync.central.backup.sealing import Cost
from sync.central.database.engine import reading, writing
from sync.central.figures.verify import verify
from sync.central.keys.clock import SystemClock
from sync.central.keys.published import known_keys
from sync.central.opening import open_central
from sync.central.retention.policies import set_policy
from sync.central.settings import Settings, load_settings
from tests.faults.processes import KILLED, run

AT = "HAILONG_CRASH_AT"
PASSPHRASE = "một câu dài để khóa"
OLD = "INSERT INTO refused (sender, code, detail, body, received_ms) VALUES ('', 'framing', '', x'00', 1)"


@pytest.fixture
def server(tmp_path: Path) -> Settings:
    """A server with jobs to do: a backup each night, and a body kept aside too long."""
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    flags = {
        "data": str(tmp_path / "data"),
        "backup_folder": str(tmp_path / "nights"),
        "backup_passphrase": str(tmp_path / "passphrase"),
    }
    settings = load_settings(flags, {})
    with open_central(settings) as central, writing(central.engine) as connection:
        connection.exec_driver_sql(OLD)
        set_policy(connection, central.identity, central.clock, "refused", 30, "Trần Văn Minh")
    return settings


def jobs_run(settings: Settings, crash_at: str = "") -> int:
    """`hailong-central jobs --run`; its exit code."""
    environment = {
        "HAILONG_CENTRAL_DATA": str(settings.data),
        "HAILONG_CENTRAL_BACKUP_FOLDER": str(settings.backup_folder),
        "HAILONG_CENTRAL_BACKUP_PASSPHRASE": str(settings.backup_passphrase),
    }
    return run("sync.central.cli", "jobs", "--run", **environment, **{AT: crash_at}).code


@pytest.mark.parametrize(
    "point",
    [
        "job.after_begun",
        "retention.after_piece",
        "backup.after_snapshot",
        "backup.after_written",
        "job.before_ended@5",
    ],
)
def test_a_job_that_is_killed_anywhere_is_finished_by_the_next(server: Settings, point: str) -> None:
    assert jobs_run(server, point) == KILLED
    database = server.data / "central.sqlite"
    with closing(sqlite3.connect(database)) as later, later:
        later.execute("UPDATE job_lease SET until_ms = 1")
        later.execute("UPDATE jobs SET began_ms = began_ms - 60000 WHERE outcome IS NULL")
    assert jobs_run(server) == 0
    with closing(sqlite3.connect(database)) as now:
        told = dict(now.execute("SELECT job, outcome || ' ' || done || ' ' || cut FROM jobs"))
        assert now.execute("SELECT count(*) FROM refused").fetchone() == (0,)
    assert told.keys() >= {"backup", "retention"}
    assert sorted(told.values()) == [*["done 1 0"] * (len(told) - 1), "done 1 1"]
    assert server.backup_folder is not None
    kept = sorted(server.backup_folder.iterdir())
    assert all(file.name.endswith("Z.backup") for file in kept)
    data = server.data.with_name("again")
    restore_backup(kept[-1], data, f"sqlite:///{data / 'central.sqlite'}", PASSPHRASE, SystemClock())
    with open_central(server, migrating=False) as central, reading(central.engine) as connection:
        assert verify(connection, known_keys(connection, central.identity)).differences == []


@pytest.mark.parametrize(("point", "then"), [("restore.before_placed", 0), ("restore.between_placed", 3)])
def test_a_restore_that_is_killed_serves_nothing_half_restored(
    server: Settings, tmp_path: Path, point: str, then: int
) -> None:
    file = tmp_path / "monday.backup"
    with open_central(server, migrating=False) as central:
        make_backup(central.engine, server.data / "keys", file, PASSPHRASE, 1, cost=Cost(1, 8))
    data = tmp_path / "new"
    restoring = ("restore", str(file), "--data", str(data))
    told = {"HAILONG_CENTRAL_BACKUP_PASSPHRASE": str(server.backup_passphrase)}
    assert run("sync.central.cli", *restoring, **told, **{AT: point}).code == KILLED
    assert run("sync.central.cli", "check", "--data", str(data)).code == 4
    again = run("sync.central.cli", *restoring, **told)
    assert again.code == then, again.said
    if then:
        assert "central.sqlite" in again.said
        for left in data.rglob("*"):
            if left.is_file():
                left.unlink()
        for folder in sorted(data.rglob("*"), reverse=True):
            folder.rmdir()
        assert run("sync.central.cli", *restoring, **told).code == 0
    checked = run("sync.central.cli", "check", "--data", str(data))
    assert checked.code == 0, checked.said
