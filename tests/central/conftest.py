from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Engine

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from tests.central.alerts.receivers import a_dripping_server, a_hook, a_mail_server, the_mails
from tests.central.commands import a_command
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.postgres import PostgresServer, running_postgres
from tests.central.web.province import Province
from tests.central.world import World

__all__ = ["a_command", "a_dripping_server", "a_hook", "a_mail_server", "the_mails"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    name = postgres.create()
    migrate_at(postgres.url(name))
    return name


def migrate_at(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        migrate(connection)
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("migrated") / "central.sqlite"
    migrate_at(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each engine."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite'}"
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    with postgres.database("template0") as url:
        yield url


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The same as `url` on SQLite alone, for tests that override it: their story is told on both beside."""
    return f"sqlite:///{copyfile(migrated_sqlite, tmp_path / 'central.sqlite')}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A database of this version's shape without any row, on each engine: a copy of one that was migrated."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    with postgres.database(request.getfixturevalue("migrated_postgres")) as address:
        yield address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = open_engine(url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def door() -> Iterator[Door]:
    with Door() as opened:
        yield opened


@pytest.fixture
def world(engine: Engine, tmp_path: Path, door: Door) -> Iterator[World]:
    """A central server with a province and no kiosk."""
    made = World(engine, tmp_path / "province", door)
    yield made
    made.state.end()


@pytest.fixture
def province(engine: Engine) -> Province:
    """The pages' province: a database without any row."""
    return Province(engine)


@pytest.fixture
def desk(world: World) -> Desk:
    """An enrolled kiosk with an empty ledger."""
    return Desk(world)
