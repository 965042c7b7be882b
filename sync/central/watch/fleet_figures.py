"""Figures of the database, asked when somebody scrapes: the fleet, what is held, jobs, the last backup."""

from collections.abc import Iterable, Iterator
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from sqlalchemy import Connection, func, select

from sync.central.database.now import database_ms
from sync.central.database.tables import alarms, backups, jobs, kiosks, ledgers, refused

SILENCES: Final = {"1h": 3_600_000, "1d": 86_400_000, "7d": 604_800_000}
_AT_WORK: Final = "enrolled"


def read_figures(connection: Connection) -> list[Metric]:
    """All of them, of one single moment."""
    now_ms = database_ms(connection)
    return [*_fleet(connection, now_ms), *_held(connection), *_jobs(connection), *_backup(connection, now_ms)]


def _fleet(connection: Connection, now_ms: int) -> Iterator[Metric]:
    counted = select(kiosks.c.state, func.count()).group_by(kiosks.c.state)
    yield _gauge("hailong_kiosks", "Kiosks by state", "state", _pairs(connection, counted))
    mine = kiosks.c.state == _AT_WORK
    silent = GaugeMetricFamily(
        "hailong_kiosks_silent", "Enrolled kiosks not heard for so long", labels=["over"]
    )
    for name, span_ms in SILENCES.items():
        heard = func.coalesce(kiosks.c.last_heard_ms, kiosks.c.enrolled_ms)
        which = select(func.count()).where(mine, heard < now_ms - span_ms)
        silent.add_metric([name], connection.execute(which).scalar_one())
    yield silent
    waiting = (mine, kiosks.c.pending > 0)
    pending, oldest = connection.execute(
        select(func.sum(kiosks.c.pending), func.min(kiosks.c.last_heard_ms)).where(*waiting)
    ).one()
    told = "Lines that enrolled kiosks had not delivered when they were last heard"
    yield GaugeMetricFamily("hailong_lines_pending", told, value=int(pending or 0))
    told = "Since the kiosk with lines pending that is silent for longest was heard"
    since = 0.0 if oldest is None else max(now_ms - oldest, 0) / 1_000
    yield GaugeMetricFamily("hailong_oldest_pending_seconds", told, value=since)


def _held(connection: Connection) -> Iterator[Metric]:
    lines, count = connection.execute(
        select(func.sum(ledgers.c.held), func.count()).select_from(ledgers)
    ).one()
    yield GaugeMetricFamily("hailong_lines_held", "Lines of all ledgers", value=int(lines or 0))
    yield GaugeMetricFamily("hailong_ledgers", "Ledgers", value=count)
    aside = connection.execute(select(func.count()).select_from(refused)).scalar_one()
    yield GaugeMetricFamily("hailong_bodies_kept_aside", "Bodies that nobody could take", value=aside)
    open_now = (alarms.c.ended_ms.is_(None), alarms.c.acknowledged_ms.is_(None))
    counted = select(alarms.c.kind, func.count()).where(*open_now).group_by(alarms.c.kind)
    yield _gauge("hailong_alarms", "Alarms that wait for somebody", "kind", _pairs(connection, counted))


def _jobs(connection: Connection) -> Iterator[Metric]:
    runs = CounterMetricFamily("hailong_job_runs", "How often a job ended so", labels=["job", "outcome"])
    took = GaugeMetricFamily("hailong_job_seconds", "How long its last run took", labels=["job"])
    done = GaugeMetricFamily("hailong_job_done_timestamp_seconds", "When it last ended well", labels=["job"])
    failing = GaugeMetricFamily(
        "hailong_job_failing", "Whether its last run failed or was cut", labels=["job"]
    )
    for row in connection.execute(select(jobs)):
        for outcome in ("done", "failed", "cut"):
            runs.add_metric([row.job, outcome], row._mapping[outcome])
        if row.ended_ms is not None:
            took.add_metric([row.job], (row.ended_ms - row.began_ms) / 1_000)
        if row.done_ms is not None:
            done.add_metric([row.job], row.done_ms / 1_000)
        failing.add_metric([row.job], int(row.outcome == "failed"))
    return iter((runs, took, done, failing))


def _backup(connection: Connection, now_ms: int) -> Iterator[Metric]:
    newest = connection.execute(select(backups).order_by(backups.c.taken_ms.desc()).limit(1)).one_or_none()
    if newest is not None:
        age = max(now_ms - newest.taken_ms, 0) / 1_000
        yield GaugeMetricFamily("hailong_backup_age_seconds", "Since the last backup was taken", value=age)
        yield GaugeMetricFamily("hailong_backup_bytes", "The last backup's size", value=newest.bytes)


def _pairs(connection: Connection, counted: object) -> Iterable[tuple[str, int]]:
    return [(str(name), int(count)) for name, count in connection.execute(counted)]  # type: ignore[call-overload]  # rows of a Select of any


def _gauge(name: str, told: str, label: str, values: Iterable[tuple[str, int]]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, told, labels=[label])
    for value, count in values:
        gauge.add_metric([value], count)
    return gauge
