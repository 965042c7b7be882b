"""Reports where they are kept, and what the public may have of them."""

from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from sync.central.attribution.listing import approved_since
from sync.central.database.tables import report_files, reports
from sync.central.reports.facts import Facts, Told
from sync.central.reports.files import File
from sync.central.reports.gathering import dated_by_unit
from sync.central.reports.issue import Issue, State
from sync.central.reports.periods import Period
from sync.contract.desk_time import began_ms


class ReportRefused(Exception):
    """What cannot be done with a report now; `word` is a key of the pages' words, "" for commands alone."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


class Record(msgspec.Struct, frozen=True):
    """A report as it stands; its facts once it is frozen, its issue once it is signed."""

    report: str
    state: State
    period: Period
    made_ms: int
    facts: Facts | None
    issue: Issue | None
    signature: str | None
    frozen_ms: int | None
    signed_ms: int | None
    published_ms: int | None


class PublishedReport(msgspec.Struct, frozen=True):
    """What everybody may have: the period's name and days (YYYY-MM-DD), and each file's SHA-256 by kind."""

    report: str
    name: str
    first: str
    last: str
    published_ms: int
    files: dict[str, str]


def read_reports(connection: Connection) -> list[Record]:
    """Every report, the latest period first."""
    rows = connection.execute(select(reports).order_by(reports.c.report.desc()))
    return sorted((_record(row) for row in rows), key=lambda one: one.period.now.last, reverse=True)


def read_report(connection: Connection, report: str) -> Record:
    """One report.

    Raises:
        ReportRefused: there is none of that name.
    """
    row = connection.execute(select(reports).where(reports.c.report == report)).one_or_none()
    if row is None:
        raise ReportRefused("report_unknown", f"{report}: no such report; report list names them")
    return _record(row)


def frozen_facts(record: Record) -> Facts:
    """What a report says for good.

    Raises:
        ReportRefused: it is a draft.
    """
    if record.facts is None:
        raise ReportRefused("report_is_draft", f"{record.report} is a draft: nothing of it is fixed")
    return record.facts


def signed_files(connection: Connection, report: str) -> tuple[File, ...]:
    """The files as they were signed, by kind; none before."""
    rows = connection.execute(
        select(report_files).where(report_files.c.report == report).order_by(report_files.c.kind)
    )
    return tuple(File(row.kind, bytes(row.raw)) for row in rows)


def told_before(connection: Connection, report: str) -> tuple[Told, ...]:
    """Which sums reports that are frozen have shown, but for this one."""
    kept = select(reports.c.told).where(reports.c.report != report, reports.c.told.is_not(None))
    found = {
        told: None
        for text in connection.execute(kept.order_by(reports.c.report)).scalars()
        for told in msgspec.json.decode(text, type=tuple[Told, ...])
    }
    return tuple(found)


def late_by_unit(connection: Connection, facts: Facts) -> dict[str, int]:
    """How many ratings of the period's days have come, or changed their day, since it was frozen, by unit."""
    dated = {one.unit: one.dated for one in facts.units}
    now = dated_by_unit(connection, facts.period.now)
    units = sorted(dated.keys() | now.keys())
    return {unit: came for unit in units if (came := now.get(unit, 0) - dated.get(unit, 0))}


def corrected_since(connection: Connection, facts: Facts) -> int:
    """How many corrections of whom ratings of the period were given for came since it was frozen."""
    first, last = map(date.fromisoformat, (facts.period.now.first, facts.period.now.last))
    span = (began_ms(first), began_ms(last + timedelta(days=1)))
    return approved_since(connection, facts.frozen_ms, span)


def published_reports(connection: Connection) -> list[PublishedReport]:
    """What was published, the latest first."""
    files = connection.execute(
        select(report_files.c.report, report_files.c.kind, report_files.c.digest)
    ).all()
    return [
        PublishedReport(
            one.report,
            one.period.name,
            one.period.now.first,
            one.period.now.last,
            one.published_ms,
            {row.kind: row.digest for row in files if row.report == one.report},
        )
        for one in read_reports(connection)
        if one.published_ms is not None
    ]


def published_file(connection: Connection, report: str, kind: str) -> bytes | None:
    """A file of a published report; None of any other."""
    found = (
        select(report_files.c.raw)
        .join(reports, reports.c.report == report_files.c.report)
        .where(
            report_files.c.report == report,
            report_files.c.kind == kind,
            reports.c.published_ms.is_not(None),
        )
    )
    raw = connection.execute(found).scalar()
    return None if raw is None else bytes(raw)


def _record(row: Row[*tuple[Any, ...]]) -> Record:
    return Record(
        row.report,
        State(row.state),
        msgspec.json.decode(row.period, type=Period),
        row.made_ms,
        msgspec.json.decode(row.document, type=Facts) if row.document else None,
        msgspec.json.decode(row.issue, type=Issue) if row.issue else None,
        row.signature,
        row.frozen_ms,
        row.signed_ms,
        row.published_ms,
    )
