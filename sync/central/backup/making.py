"""Making a backup: a snapshot, its manifest, one file; whoever reads the database waits for nothing."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from sync.central.backup.archive import DATABASE, KEYS, Manifest, Part, measure, write_archive
from sync.central.backup.refusal import BackupRefused
from sync.central.backup.sealing import Cost, seal_folder
from sync.central.backup.snapshot import Progress, take_snapshot
from sync.central.database.engine import writing
from sync.central.database.rows import insert_new
from sync.central.database.tables import backups
from sync.contract.crash import crash_point
from sync.contract.segment import digest
from sync.contract.version import SOFTWARE


class Made(NamedTuple):
    """A backup that is on disk; sizes in bytes."""

    file: str
    bytes: int
    sha256: str
    server: str
    taken_ms: int
    lines: int


def database_file(database: str) -> Path:
    """The file of a SQLite database.

    Raises:
        BackupRefused: it is PostgreSQL, which has its own tools.
    """
    url = make_url(database)
    if url.drivername != "sqlite" or not url.database:
        raise BackupRefused(
            "PostgreSQL is backed up by its own tools (pg_dump, pgBackRest: see README); "
            "the keys are one folder: copy <data>/keys with them"
        )
    return Path(url.database)


def make_backup(
    engine: Engine,
    keys: Path,
    target: Path,
    passphrase: str,
    now_ms: int,
    *,
    progress: Progress = lambda _done, _total: None,
    go_on: Callable[[], None] = lambda: None,
    cost: Cost | None = None,
) -> Made:
    """Back the server up to the new file `target`; `go_on` is called between pieces and may raise.

    Raises:
        BackupRefused: something stands at `target`, or the passphrase is too short.
        OSError, sqlite3.Error: it cannot be read or written.
    """
    source = database_file(str(engine.url))
    if target.exists():
        raise BackupRefused(f"{target}: something of that name is there already; nothing is overwritten")
    sealed = seal_folder(keys, passphrase, cost)
    snapshot = target.with_name(target.name + ".snapshot")
    snapshot.unlink(missing_ok=True)  # of one that was cut off

    def told(done: int, total: int) -> None:
        go_on()
        progress(done, total)

    try:
        take_snapshot(source, snapshot, told)
        crash_point("backup.after_snapshot")
        manifest = _manifest(snapshot, Part(len(sealed), digest(sealed)), now_ms, go_on)
        written = write_archive(target, manifest, snapshot, sealed, go_on)
    finally:
        snapshot.unlink(missing_ok=True)
    crash_point("backup.after_written")
    with writing(engine) as connection:
        row = {"taken_ms": now_ms, "file": str(target), "bytes": written.bytes, "digest": written.sha256}
        insert_new(connection, backups, [row])
    return Made(str(target), *written, manifest.server, now_ms, manifest.lines)


def _manifest(snapshot: Path, keys: Part, now_ms: int, go_on: Callable[[], None]) -> Manifest:
    with closing(sqlite3.connect(snapshot)) as copy:
        (server,) = copy.execute("SELECT server FROM server").fetchone()
        (schema,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        (lines,) = copy.execute("SELECT coalesce(sum(held), 0) FROM ledgers").fetchone()
    parts = {DATABASE: measure(snapshot, go_on), KEYS: keys}
    return Manifest(
        software=SOFTWARE, schema=schema, server=server, taken_ms=now_ms, lines=lines, parts=parts
    )
