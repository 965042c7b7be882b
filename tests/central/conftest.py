import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from tests.central.commands import a_command
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.postgres import PostgresServer, running_postgres
from tests.central.web.province import Province
from tests.central.world import World

__all__ = ["a_command"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresServer) -> str:
    name = postgres.create()
    engine = open_engine(postgres.url(name))
    with writing(engine) as connection:
        migrate(connection)
    engine.dispose()
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each engine."""
    yield from _database(request, tmp_path / "empty.sqlite", "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of this version's shape on PostgreSQL; on SQLite, an empty one."""
    yield from _database(request, tmp_path / "central.sqlite", None)


def _database(request: pytest.FixtureRequest, file: Path, template: str | None) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{file}"
        return
    postgres: PostgresServer = request.getfixturevalue("postgres")
    name = postgres.create(template or request.getfixturevalue("migrated_postgres"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "central.sqlite"
    engine = open_engine(f"sqlite:///{file}")
    with writing(engine) as connection:
        migrate(connection)
    engine.dispose()
    return file


@pytest.fixture
def engine(url: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    if url.startswith("sqlite"):
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), url.removeprefix("sqlite:///"))
    opened = open_engine(url)
    with writing(opened) as connection:
        migrate(connection)
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
