"""Opening this server's database: its folder, its identity, its shape."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import (
    HalfMigrated,
    NewerDatabase,
    Standing,
    Told,
    judge_shape,
    migrate,
    standing,
)
from sync.central.erasure.repeating import repeat_erasures
from sync.central.figures.publishing import OUTSIDE
from sync.central.figures.rederive import bring_up
from sync.central.keys.clock import Clock, SystemClock
from sync.central.keys.identity import FILE_NAME, BadIdentity, Identity, open_identity
from sync.central.keys.own_ledger import open_own_ledger
from sync.central.keys.published import is_superseded, keep_key, known_keys
from sync.central.settings import Settings


class NotMigrated(Exception):
    """The database is empty or older; nothing that only reads will change it."""


class Central(NamedTuple):
    """What every command works with."""

    engine: Engine
    identity: Identity
    clock: Clock
    migrated: list[str]


@contextmanager
def open_central(
    settings: Settings, *, migrating: bool = True, told: Told | None = None
) -> Iterator[Central]:
    """Open the database and, if `migrating`, bring it to this version's shape first.

    Raises:
        NewerDatabase: a newer version has used it.
        HalfMigrated: it is of no version's shape.
        UnfitDatabase: it orders or folds texts otherwise.
        NotMigrated: it is empty or older, or there are no keys, and `migrating` is not asked for.
        AnotherServers, BadIdentity: keys and database do not belong together, or cannot be read.
    """
    if not migrating and not (settings.data / "keys" / FILE_NAME).exists():
        raise NotMigrated(f"{settings.data}: no server is there; run: hailong-central migrate, or restore")
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    identity, clock = open_identity(settings.data / "keys"), SystemClock()
    engine = open_engine(settings.database, settings.limits)
    try:
        migrated: list[str] = []
        if migrating:
            with writing(engine) as connection:
                migrated = migrate(connection, told)
                judge_shape(connection)
                open_own_ledger(connection, identity, clock)
                _judge_key(connection, settings, identity)
                keep_key(connection, identity.public.hex(), clock.wall_ms())
                repeat_erasures(connection, identity, clock, settings.data / OUTSIDE)
                bring_up(connection, identity.server_id, known_keys(connection, identity))
        else:
            _judge(engine)
        yield Central(engine, identity, clock, migrated)
    finally:
        engine.dispose()


def _judge_key(connection: Connection, settings: Settings, identity: Identity) -> None:
    if is_superseded(connection, identity):
        raise BadIdentity(
            f"{settings.data / 'keys' / FILE_NAME}: another process changed the signing key since; "
            "copy that file from where keys rotate ran"
        )


def _judge(engine: Engine) -> None:
    with reading(engine) as connection:
        found = standing(connection)
    if found is Standing.NEWER:
        raise NewerDatabase
    if found is Standing.HALF:
        raise HalfMigrated("it has tables and no version of their own")
    if found is not Standing.CURRENT:
        raise NotMigrated(f"the database is {found}; run: hailong-central migrate")
