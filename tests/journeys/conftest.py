"""The office on each database engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.conftest import postgres
from tests.central.postgres import PostgresServer
from tests.journeys.office import Office
from tests.journeys.wire import Wire

__all__ = ["postgres"]


@pytest.fixture
def wire() -> Iterator[Wire]:
    with Wire() as laid:
        yield laid


@pytest.fixture
def office(tmp_path: Path, wire: Wire) -> Office:
    """An office that keeps its ledgers in SQLite."""
    return Office(tmp_path, f"sqlite:///{tmp_path / 'central.sqlite'}", wire)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_office(request: pytest.FixtureRequest, tmp_path: Path, wire: Wire) -> Iterator[Office]:
    """An office on each engine."""
    if request.param == "sqlite":
        yield Office(tmp_path, f"sqlite:///{tmp_path / 'central.sqlite'}", wire)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = server.create()
    yield Office(tmp_path, server.url(name), wire)
    server.drop(name)
