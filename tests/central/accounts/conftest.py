"""A browser for every test of this room; on SQLite, except where what the engines do differently is tried."""

from pathlib import Path

import pytest

from tests.central.accounts.browser import Browser
from tests.central.world import World


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database on SQLite; `tests.central.conftest` has one on each engine."""
    return f"sqlite:///{tmp_path / 'central.sqlite'}"


@pytest.fixture
def browser(world: World) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(world)
