"""Bringing a database to the shape this version knows; a newer one is refused, never touched."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sync.central.database.engine import unhurried
from sync.central.database.ordering import judge_ordering
from sync.central.database.rows import lock_everything


class Standing(StrEnum):
    """A database's shape as this version sees it."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


class NewerDatabase(Exception):
    """A newer version of this program has changed the database; this one must not touch it."""

    def __init__(self) -> None:
        super().__init__("a newer version of hailong-central has used this database; run that version")


def standing(connection: Connection) -> Standing:
    """Where the database stands."""
    revision = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config())
    if revision is None:
        return Standing.EMPTY
    if revision == scripts.get_current_head():
        return Standing.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.OLDER if revision in known else Standing.NEWER


def migrate(connection: Connection) -> list[str]:
    """Run the missing migrations in this writing transaction; return their names.

    Raises:
        NewerDatabase: it comes from a newer version.
        UnfitDatabase: it orders or folds texts otherwise.
    """
    judge_ordering(connection)
    unhurried(connection)
    lock_everything(connection)
    found = standing(connection)
    if found is Standing.NEWER:
        raise NewerDatabase
    if found is Standing.CURRENT:
        return []
    before = MigrationContext.configure(connection).get_current_revision()
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    scripts = ScriptDirectory.from_config(config).iterate_revisions("head", before)
    return [script.revision for script in reversed(list(scripts))]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
