"""A central server on each engine, and a kiosk with a ledger of ratings."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.postgres import PostgresServer, running_postgres
from tests.central.world import World


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    url = f"sqlite:///{tmp_path / 'central.sqlite'}"
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.url(server.create())
    engine = open_engine(url)
    with writing(engine) as connection:
        migrate(connection)
    with Door() as door:
        made = World(engine, tmp_path / "province", door)
        yield made
        made.state.end()
    engine.dispose()


@pytest.fixture
def desk(world: World) -> Desk:
    """A kiosk whose clock was set right once; its ratings spread over days."""
    made = Desk(world)
    made.open()
    made.anchor()
    return made


def rate_often(desk: Desk, number: int) -> None:
    """Ratings by all scores, one every ten minutes."""
    for place in range(number):
        desk.up += 600_000
        desk.rate(1 + place % 5)
