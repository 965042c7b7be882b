"""Bringing a database to the shape this version knows; a newer one is refused, never touched."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from sync.central.database.engine import unhurried
from sync.central.database.ordering import judge_ordering
from sync.central.database.rows import lock_everything
from sync.central.database.tables import metadata


class Standing(StrEnum):
    """A database's shape as this version sees it."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    HALF = "half-migrated"


class NewerDatabase(Exception):
    """A newer version of this program has changed the database; this one must not touch it."""

    def __init__(self) -> None:
        super().__init__("a newer version of hailong-central has used this database; run that version")


class HalfMigrated(Exception):
    """The database is of no version's shape: a migration was cut, or somebody changed it by hand."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"the database is half-migrated: {what}; restore a backup, or undo what was done by hand"
        )


Told = Callable[[str, int, int], None]
"""Of a migration that was run, its place, and how many there are to run."""


def standing(connection: Connection) -> Standing:
    """Where the database stands."""
    heads = MigrationContext.configure(connection).get_current_heads()
    scripts = ScriptDirectory.from_config(_config())
    if len(heads) > 1:
        return Standing.HALF
    if not heads:
        strewn = set(inspect(connection).get_table_names()) & metadata.tables.keys()
        return Standing.HALF if strewn else Standing.EMPTY
    (revision,) = heads
    if revision == scripts.get_current_head():
        return Standing.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.OLDER if revision in known else Standing.NEWER


def judge_shape(connection: Connection) -> None:
    """Look whether a database of this version has all that this version works with.

    Raises:
        HalfMigrated: something is missing.
    """
    there = inspect(connection)
    tables = set(there.get_table_names())
    for name, table in metadata.tables.items():
        if name not in tables:
            raise HalfMigrated(f"the table {name} is missing")
        columns = {column["name"] for column in there.get_columns(name)}
        if missing := sorted({*table.columns.keys()} - columns):
            raise HalfMigrated(f"in {name}, {', '.join(missing)} is missing")


def migrate(connection: Connection, told: Told | None = None) -> list[str]:
    """Run the missing migrations in this writing transaction; return their names.

    Raises:
        NewerDatabase: it comes from a newer version.
        HalfMigrated: it has tables of ours and no version, or several.
        UnfitDatabase: it orders or folds texts otherwise.
    """
    judge_ordering(connection)
    unhurried(connection)
    lock_everything(connection)
    found = standing(connection)
    if found is Standing.NEWER:
        raise NewerDatabase
    if found is Standing.HALF:
        raise HalfMigrated("it has tables and no version of their own")
    if found is Standing.CURRENT:
        return []
    before = MigrationContext.configure(connection).get_current_revision()
    config = _config()
    scripts = ScriptDirectory.from_config(config).iterate_revisions("head", before)
    missing = [script.revision for script in reversed(list(scripts))]
    config.attributes["connection"] = connection
    if told is not None:
        config.attributes["told"] = _teller(missing, told)
    command.upgrade(config, "head")
    return missing


def _teller(missing: list[str], told: Told) -> Callable[..., None]:
    def tell(*, step: MigrationInfo, **_: object) -> None:
        name = str(step.up_revision_id)
        told(name, missing.index(name) + 1, len(missing))

    return tell


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
