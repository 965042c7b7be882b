"""A browser for every test of this room; on SQLite, except where what the engines do differently is tried."""

import pytest

from tests.central.accounts.browser import Browser
from tests.central.world import World


@pytest.fixture
def url(sqlite_url: str) -> str:
    """A database on SQLite; `tests.central.conftest` has one on each engine."""
    return sqlite_url


@pytest.fixture
def browser(world: World) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(world)
