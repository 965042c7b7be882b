"""A central server on each engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks.worlds import world_at
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
    with world_at(url, tmp_path) as made:
        yield made
