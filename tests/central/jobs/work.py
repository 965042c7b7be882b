"""What jobs are handed in tests: the lease of a process that is not there."""

from collections.abc import Callable

from sync.central.jobs.job import Work
from sync.central.jobs.lease import Lease
from tests.central.world import World


def work_of(world: World, holder: str = "first", stopping: Callable[[], bool] = lambda: False) -> Work:
    lease = Lease(world.engine, holder)
    return Work(world.engine, world.identity, world.clock, world.settings, lease, stopping)
