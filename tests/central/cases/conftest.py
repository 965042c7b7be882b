"""The province in which cases happen."""

import pytest

from tests.central.cases.site import Complaints
from tests.central.world import World


@pytest.fixture
def site(world: World) -> Complaints:
    """Its supervisor has the key open."""
    made = Complaints(world)
    made.unlock()
    return made
