"""A small province in SQLite, written once a module; what a test writes is undone after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from sync.central.directory.load import load_province
from sync.central.directory.province import read_province
from tests.central.world import small_province, write_province

TODAY = "2026-11-23"


@pytest.fixture(scope="module", name="small")
def a_small_province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("small")
    engine = open_engine(f"sqlite:///{folder / 'central.sqlite'}")
    with writing(engine) as connection:
        migrate(connection)
        load_province(connection, read_province(write_province(Path(folder), small_province())), TODAY)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(small: Engine) -> Iterator[Connection]:
    with small.connect() as opened:
        opened.execution_options(hailong_writes=True)
        with opened.begin() as under_way:
            yield opened
            under_way.rollback()
