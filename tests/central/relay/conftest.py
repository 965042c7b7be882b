from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.door import Door
from tests.central.postgres import PostgresServer
from tests.central.relay.two import Databases, Nation, Server, Two, server


@pytest.fixture(scope="session")
def upper_door() -> Iterator[Door]:
    with Door() as opened:
        yield opened


BELOW = ["sqlite below postgresql", "postgresql below sqlite"]


@pytest.fixture
def two(
    request: pytest.FixtureRequest,
    postgres: PostgresServer,
    migrated_postgres: str,
    tmp_path: Path,
    door: Door,
    upper_door: Door,
) -> Iterator[Two]:
    """A province with a small directory, below a server of the nation that has none."""
    below, _, above = getattr(request, "param", BELOW[0]).split(" ")
    with (
        server(
            Nation, Databases(above, postgres, migrated_postgres, tmp_path), tmp_path / "above", upper_door
        ) as nation,
        server(
            Server, Databases(below, postgres, migrated_postgres, tmp_path), tmp_path / "below", door
        ) as province,
    ):
        yield Two(province, nation)
