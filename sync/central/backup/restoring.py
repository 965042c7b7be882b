"""Restoring a backup into an empty data folder: nothing is there before every figure was recomputed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sync.central.backup.archive import DATABASE, KEYS, open_archive, read_small, unpack
from sync.central.backup.making import database_file
from sync.central.backup.refusal import BackupRefused
from sync.central.backup.sealing import open_sealed
from sync.central.backup.snapshot import sync_file
from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from sync.central.erasure.repeating import repeat_erasures
from sync.central.figures.publishing import OUTSIDE
from sync.central.figures.rederive import bring_up
from sync.central.figures.verify import Proof, verify
from sync.central.keys.clock import Clock
from sync.central.keys.identity import open_identity
from sync.central.keys.own_ledger import append, open_own_ledger
from sync.central.keys.published import known_keys
from sync.contract.crash import crash_point

_WORK: Final = ".restoring"


class Restored(NamedTuple):
    """What is there now; `proof` is that of every figure."""

    server: str
    taken_ms: int
    lines: int
    migrated: list[str]
    proof: Proof


class DoesNotFit(Exception):
    """What was restored says something else than its ledgers; nothing was put in place."""

    def __init__(self, proof: Proof) -> None:
        super().__init__(f"the backup has {len(proof.differences)} differences from its own ledgers")
        self.proof = proof


def restore_backup(
    file: Path,
    data: Path,
    database: str,
    passphrase: str,
    clock: Clock,
    go_on: Callable[[], None] = lambda: None,
    noted: Callable[[Connection], None] = lambda _connection: None,
) -> Restored:
    """Put the server that `file` holds into `data`, which must be empty but for `outside`.

    `noted` writes down there who did it.

    The server's ledger says that it was restored, and from what moment: kiosks fill in what is missing.

    Raises:
        BackupRefused: a folder that is not empty, a damaged file, another passphrase.
        NewerDatabase: a newer version made it.
        DoesNotFit: a figure is not what the ledgers say.
    """
    target = database_file(database)
    _judge_empty(data, target)
    work = data / _WORK
    shutil.rmtree(work, ignore_errors=True)  # of one that was cut off
    work.mkdir(mode=0o700, parents=True)
    draft = target.with_name(target.name + ".restoring")
    draft.unlink(missing_ok=True)
    try:
        with open_archive(file) as (archive, manifest):
            for name, content in open_sealed(read_small(archive, KEYS), passphrase).items():
                _write_key(work / "keys", name, content)
            unpack(archive, DATABASE, manifest.parts[DATABASE], draft, go_on)
        taken_ms, outside = manifest.taken_ms, data / OUTSIDE
        migrated, proof = _prove(draft, work / "keys", taken_ms, clock, outside, noted)
        if proof.differences:
            raise DoesNotFit(proof)
        crash_point("restore.before_placed")
        draft.replace(target)
        sync_file(target)
        crash_point("restore.between_placed")
        (work / "keys").replace(data / "keys")
        sync_file(data / "keys" / "identity.json")
    finally:
        shutil.rmtree(work, ignore_errors=True)
        for left in target.parent.glob(draft.name + "*"):
            left.unlink()
    return Restored(manifest.server, manifest.taken_ms, manifest.lines, migrated, proof)


def _judge_empty(data: Path, target: Path) -> None:
    there = {path.name for path in data.iterdir()} if data.is_dir() else set()
    found = sorted(there - {OUTSIDE, _WORK, "lost+found", target.name + ".restoring"})
    if found:
        raise BackupRefused(f"{data}: not empty ({', '.join(found[:5])}); nothing is overwritten")
    if target.exists():
        raise BackupRefused(f"{target}: a database is there; nothing is overwritten")


def _write_key(folder: Path, name: str, content: bytes) -> None:
    file = folder / name
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise BackupRefused(f"{name}: no name of a key")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_bytes(content)
    sync_file(file)


def _prove(
    draft: Path,
    keys: Path,
    taken_ms: int,
    clock: Clock,
    outside: Path,
    noted: Callable[[Connection], None],
) -> tuple[list[str], Proof]:
    identity, engine = open_identity(keys), open_engine(f"sqlite:///{draft.absolute()}")
    try:
        with writing(engine) as connection:
            migrated = migrate(connection)
            open_own_ledger(connection, identity, clock)
            bring_up(connection, identity.server_id, known_keys(connection, identity))
            append(connection, identity, clock, "server.restored", {"taken": taken_ms})
            repeat_erasures(connection, identity, clock, outside)
            noted(connection)
        with reading(engine) as connection:
            proof = verify(connection, known_keys(connection, identity))
    finally:
        engine.dispose()
    return migrated, proof
