import json

import pytest

from sync.central.database.engine import open_engine, reading, writing
from sync.central.jobs.job import Job, Work
from sync.central.jobs.lease import Lease
from sync.central.jobs.listing import JobLine, list_jobs
from sync.central.jobs.running import run_due
from sync.central.jobs.schedule import Every
from tests.central.commands import Run
from tests.central.jobs.work import work_of
from tests.central.world import World

HOURLY = Every(3_600)


def told(world: World, *known: Job) -> dict[str, JobLine]:
    with reading(world.engine) as connection:
        return {line.job: line for line in list_jobs(connection, known).jobs}


def test_what_is_due_runs_once_and_how_it_went_is_kept(world: World) -> None:
    ran: list[str] = []

    def work(work: Work) -> str:
        ran.append(work.lease.holder)
        return "three of them"

    job = Job("count", HOURLY, work)
    assert run_due(work_of(world), [job]) == ["count"]
    assert run_due(work_of(world), [job]) == []
    assert run_due(work_of(world, "second"), [job]) == []
    line = told(world)["count"]
    assert (line.outcome, line.detail, line.done, line.failed, line.cut) == ("done", "three of them", 1, 0, 0)
    assert line.done_ms == line.ended_ms is not None
    world.execute("UPDATE jobs SET began_ms = began_ms - 3600000")
    assert run_due(work_of(world, "second"), [job]) == ["count"]
    assert ran == ["first", "second"]


def test_a_job_that_fails_keeps_no_other_from_running_and_no_words_of_anybody(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_work: Work) -> str:
        raise ValueError("Nguyễn Thị Hoa")

    jobs = [Job("bad", HOURLY, fail), Job("good", HOURLY, lambda _work: "well")]
    assert run_due(work_of(world), jobs) == ["bad", "good"]
    lines = told(world)
    assert (lines["bad"].outcome, lines["bad"].detail, lines["bad"].failed) == ("failed", "ValueError", 1)
    assert lines["good"].outcome == "done"
    assert "job bad failed" in caplog.messages


def test_a_job_that_was_cut_off_is_counted_and_runs_again(world: World) -> None:
    class Killed(BaseException):
        pass

    def die(_work: Work) -> str:
        raise Killed

    with pytest.raises(Killed):
        run_due(work_of(world), [Job("long", HOURLY, die)])
    line = told(world)["long"]
    assert (line.outcome, line.ended_ms) == (None, None)
    well = Job("long", HOURLY, lambda _work: "well")
    assert run_due(work_of(world, "second"), [well]) == []
    world.execute("UPDATE jobs SET began_ms = began_ms - 60000")
    assert run_due(work_of(world, "second"), [well]) == ["long"]
    assert (told(world)["long"].outcome, told(world)["long"].cut) == ("done", 1)


def test_a_process_that_lost_the_lease_while_it_slept_writes_nothing(world: World) -> None:
    other = Lease(world.engine, "other")

    def sleep(work: Work) -> str:
        world.execute("UPDATE job_lease SET until_ms = 1")
        assert other.take()
        with work.writing() as connection:
            connection.exec_driver_sql("DELETE FROM units")
        return "never"

    assert run_due(work_of(world), [Job("sleepy", HOURLY, sleep)]) == ["sleepy"]
    assert world.query("SELECT count(*) FROM units") == [(2,)]
    assert told(world)["sleepy"].outcome is None
    assert not Lease(world.engine, "third").take(), "the other's lease was left alone"


def test_a_server_that_ends_begins_no_job_and_leaves_the_rest_for_later(world: World) -> None:
    ended: list[bool] = []
    work = work_of(world, stopping=lambda: bool(ended))

    def first(_work: Work) -> str:
        ended.append(True)
        return "well"

    jobs = [Job("first", HOURLY, first), Job("second", HOURLY, lambda _work: "never")]
    assert run_due(work, jobs) == ["first"]
    assert told(world, *jobs)["second"].began_ms is None
    assert Lease(world.engine, "other").take(), "it was given back"


def test_the_command_tells_how_jobs_went_and_fails_where_one_did(run: Run, url: str) -> None:
    assert run("migrate")[0] == 0
    told = json.loads(run("jobs", "--json")[1])["jobs"]
    assert {"closing", "retention"} <= {job["job"] for job in told}
    assert all(job["began_ms"] is None for job in told)
    assert "closing: never ran\n" in run("jobs")[1]
    code, said = run("jobs", "--run", "--json")
    assert (code, {job["outcome"] for job in json.loads(said)["jobs"]}) == (0, {"done"})
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE jobs SET outcome = 'failed' WHERE job = 'closing'")
    engine.dispose()
    assert run("jobs")[0] == 1
