"""The jobs, as those who look after the server see each."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.tables import job_lease, jobs
from sync.central.jobs.job import Job


class JobLine(msgspec.Struct, frozen=True, kw_only=True):
    """A job and how it went; times in ms UTC of the database's clock, counts since the first run."""

    job: str
    began_ms: int | None = None
    ended_ms: int | None = None
    done_ms: int | None = None
    outcome: str | None = None
    detail: str = ""
    done: int = 0
    failed: int = 0
    cut: int = 0


class Jobs(msgspec.Struct, frozen=True):
    """Who runs jobs now ('' nobody), and every job that this server knows or ever ran."""

    holder: str
    jobs: list[JobLine]


def list_jobs(connection: Connection, every: Iterable[Job]) -> Jobs:
    """The jobs, by name."""
    holder = connection.execute(select(job_lease.c.holder)).scalar_one_or_none() or ""
    lines = {job.name: JobLine(job=job.name) for job in every}
    for row in connection.execute(select(*(jobs.c[name] for name in JobLine.__struct_fields__))):
        lines[row.job] = msgspec.convert(row._mapping, JobLine)
    return Jobs(holder, [lines[name] for name in sorted(lines)])
