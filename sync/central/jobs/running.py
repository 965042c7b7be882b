"""Running what is due, one job after the other, and keeping how each went."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync.central.database.now import database_ms
from sync.central.database.rows import insert_new
from sync.central.database.tables import jobs
from sync.central.jobs.job import Job, Stopped, Work
from sync.central.jobs.lease import LeaseLost
from sync.central.jobs.schedule import Last, is_due
from sync.contract.crash import crash_point

log = logging.getLogger(__name__)

_NEVER: Mapping[str, Any] = {"holder": "", "began_ms": 0, "detail": "", "done": 0, "failed": 0, "cut": 0}


def run_due(work: Work, every: Iterable[Job]) -> list[str]:
    """Run the jobs that are due, unless another process has the lease; the names of those that ran."""
    if not work.lease.take():
        return []
    ran = []
    try:
        for job in every:
            if _begin(work, job):
                ran.append(job.name)
                _run(work, job)
    except (LeaseLost, Stopped) as why:
        log.info("jobs end here: %s", type(why).__name__)
    finally:
        work.lease.give_back()
    return ran


def _begin(work: Work, job: Job) -> bool:
    """Whether it is due; then it is written down that it began."""
    work.go_on()
    with work.writing() as connection:
        now_ms, row = database_ms(connection), _row(connection, job)
        last = None if row is None else Last(row.began_ms, row.outcome)
        if not is_due(job.schedule, last, now_ms):
            return False
        cut = row is not None and row.outcome is None
        if row is None:
            insert_new(connection, jobs, [{**_NEVER, "job": job.name}])
        began = {"holder": work.lease.holder, "began_ms": now_ms, "ended_ms": None, "outcome": None}
        connection.execute(
            update(jobs).where(jobs.c.job == job.name).values(**began, cut=jobs.c.cut + int(cut))
        )
    crash_point("job.after_begun")
    return True


def _run(work: Work, job: Job) -> None:
    try:
        detail, outcome = job.run(work), "done"
    except (LeaseLost, Stopped):
        raise
    except Exception as error:
        log.exception("job %s failed", job.name)
        detail, outcome = type(error).__name__, "failed"  # its message may quote what somebody said
    crash_point("job.before_ended")
    with work.writing() as connection:
        now_ms = database_ms(connection)
        ended: dict[str, Any] = {"ended_ms": now_ms, "outcome": outcome, "detail": detail}
        ended[outcome] = jobs.c[outcome] + 1
        if outcome == "done":
            ended["done_ms"] = now_ms
        connection.execute(update(jobs).where(jobs.c.job == job.name).values(**ended))
    log.info("job %s: %s", job.name, outcome)


def _row(connection: Connection, job: Job) -> Row[Any] | None:
    return connection.execute(select(jobs).where(jobs.c.job == job.name)).one_or_none()
