"""The job that tells of alarms, on each engine."""

import msgspec
import pytest

from sync.central.alerts.targets import Target
from sync.central.jobs.every import AlertsUnsent, every_job
from sync.central.jobs.running import run_due
from tests.central.fleet.test_alerting import Fleet, Hook
from tests.central.jobs.work import work_of
from tests.central.world import UNIT, World

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")  # which Apprise imports


def test_the_job_tells_what_began_and_what_is_over_and_fails_while_a_server_is_away(
    world: World, hook: Hook
) -> None:
    fleet = Fleet(world)
    fleet.alarm()
    (job,) = [one for one in every_job(world.settings) if one.name == "alarms"]
    work = work_of(world)
    work.settings = msgspec.structs.replace(
        world.settings, alerts=(Target(hook[0], UNIT, "en", about="fleet"),)
    )
    assert run_due(work, [job]) == ["alarms"]
    assert len(hook[1]) == 1
    assert run_due(work_of(world, "second"), [job]) == [], "another process finds it done"
    fleet.end()
    fleet.later()
    assert work.lease.take()
    assert job.run(work) == "sent: 1"
    assert [one["message"].partition(" ")[0] for one in hook[1]] == ["New", "Over"]
    away = Target("json://127.0.0.1:9/?cto=1&rto=1&retry=0", about="fleet")
    work.settings = msgspec.structs.replace(world.settings, alerts=(away,))
    fleet.alarm()
    with pytest.raises(AlertsUnsent):
        job.run(work)
