"""Accounts that can be signed in to, in every test of this room."""

import pytest

from tests.central.accounts.browser import Browser
from tests.central.world import World

__all__ = ["browser"]


@pytest.fixture
def browser(world: World) -> Browser:
    """A browser that nobody has signed in with."""
    return Browser(world)
