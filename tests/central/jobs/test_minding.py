import threading
from pathlib import Path

import pytest

from sync.central.database.engine import open_engine
from sync.central.jobs import minding
from sync.central.jobs.job import Job, Work
from sync.central.jobs.minding import Minder
from sync.central.jobs.running import run_due
from sync.central.jobs.schedule import Every
from sync.central.opening import Central
from tests.central.world import World

PATIENCE_SECONDS = 30


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minding, "LOOK_SECONDS", 0.01)


def central_of(world: World) -> Central:
    return Central(world.engine, world.identity, world.clock, [])


def test_a_server_looks_for_jobs_until_it_ends_and_a_job_hears_that_it_does(world: World) -> None:
    at_work, ended = threading.Event(), threading.Event()

    def work(work: Work) -> str:
        at_work.set()
        while not work.stopping():
            ended.wait(0.01)
        work.go_on()
        raise AssertionError("go_on lets nobody go on")

    minder = Minder(central_of(world), world.settings, [Job("long", Every(60), work)])
    minder.begin()
    assert at_work.wait(PATIENCE_SECONDS)
    minder.end()
    assert world.query("SELECT job, outcome, cut FROM jobs") == [("long", None, 0)]
    assert world.query("SELECT holder FROM job_lease") == [("",)]


def test_a_database_that_is_away_is_asked_again(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = open_engine(f"sqlite:///{tmp_path / 'nowhere' / 'at all.sqlite'}")
    central = central_of(world)._replace(engine=gone)
    looks, twice = [], threading.Event()

    def look(work: Work, jobs: object) -> list[str]:
        looks.append(work)
        if len(looks) == 2:
            twice.set()
        return run_due(work, [])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(minding, "run_due", look)
        minder = Minder(central, world.settings, [])
        minder.begin()
        assert twice.wait(PATIENCE_SECONDS)
        minder.end()
    assert "the database cannot be asked for jobs; the next look is in a moment" in caplog.messages
    gone.dispose()
