"""A report's way: draft, frozen, signed, published. Each step but the first is a line of the own ledger."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, insert, select, update

from sync.central.database.engine import reading, unhurried, writing
from sync.central.database.rows import append as append_rows
from sync.central.database.tables import report_files, reports
from sync.central.figures.publishing import close_due
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append
from sync.central.reports.adding_up import told_by
from sync.central.reports.facts import Facts, digest_of
from sync.central.reports.files import WRITER, File, Progress, build_files
from sync.central.reports.gathering import Terms, read_facts
from sync.central.reports.issue import Issue, State
from sync.central.reports.periods import Form, period_called
from sync.central.reports.records import Record, ReportRefused, frozen_facts, read_report, told_before
from sync.contract.desk_time import desk_day
from sync.contract.encoding import write_json
from sync.contract.keys import sign

FROZEN, SIGNED, PUBLISHED = "report.frozen", "report.signed", "report.published"
"""Kinds of line."""
_SIGNED_AS: Final = b"hailong-report-1\n"

Noted = Callable[[Connection, Record], None]
"""Writes down who did it, in the transaction in which it is done."""


def signed_message(report: str, document: str, files: Sequence[File]) -> bytes:
    """What the server's key signs: the report, its facts' digest, and each file's."""
    told = "".join(f"{file.kind} {file.digest}\n" for file in sorted(files))
    return _SIGNED_AS + f"{report} {document}\n{told}".encode()


def draft(connection: Connection, form: Form, report: str, now_ms: int) -> Record:
    """Begin a report.

    Raises:
        FormRefused: it is named for no period.
        ReportRefused: it was begun before.
    """
    period = period_called(form, report)
    if connection.execute(select(reports.c.report).where(reports.c.report == report)).first():
        raise ReportRefused("report_there", f"{report}: it was begun before")
    row = {"report": report, "state": State.DRAFT, "period": write_json(period).decode(), "made_ms": now_ms}
    connection.execute(insert(reports), row)
    return read_report(connection, report)


def facts_of(connection: Connection, record: Record, terms: Terms, now_ms: int) -> Facts:
    """A report's facts: the frozen ones, or of a draft those of this moment."""
    if record.facts is not None:
        return record.facts
    return read_facts(connection, record.period, terms, told_before(connection, record.report), now_ms)


def freeze(
    engine: Engine,
    identity: Identity,
    clock: Clock,
    outside: Path,
    report: str,
    terms: Terms,
    noted: Noted,
) -> Record:
    """Fix a report's facts and the heads that they follow from; what comes later is not mixed in.

    Raises:
        ReportRefused: its period is not over, or it is frozen already.
        CannotKeep: days that are over cannot be closed.
    """
    with reading(engine) as connection:
        _judge(read_report(connection, report), State.DRAFT)
    close_due(engine, identity, clock, outside)
    with reading(engine) as connection:  # one moment for heads, rollups and rows
        unhurried(connection)
        record = read_report(connection, report)
        if desk_day(clock.wall_ms()) <= record.period.now.last:
            raise ReportRefused(
                "report_too_early", f"{report}: its last day, {record.period.now.last}, is not over"
            )
        facts = facts_of(connection, record, terms, clock.wall_ms())
    told = write_json(told_by(facts)).decode()
    with writing(engine) as connection:
        _judge(read_report(connection, report), State.DRAFT)
        body = {
            "report": report,
            "digest": digest_of(facts),
            "heads": len(facts.heads),
            "first": record.period.now.first,
            "last": record.period.now.last,
        }
        append(connection, identity, clock, FROZEN, body)
        _put(
            connection,
            report,
            State.FROZEN,
            document=write_json(facts).decode(),
            told=told,
            frozen_ms=facts.frozen_ms,
        )
        done = read_report(connection, report)
        noted(connection, done)
    return done


def sign_report(
    engine: Engine,
    identity: Identity,
    clock: Clock,
    report: str,
    number: str,
    signer: str,
    noted: Noted,
    told: Progress | None = None,
) -> Record:
    """Write a frozen report's files, and sign their digests with the server's key; they are kept as they are.

    Raises:
        ReportRefused: it is not frozen, or it is signed already.
    """
    with reading(engine) as connection:
        record = read_report(connection, report)
    _judge(record, State.FROZEN)
    facts = frozen_facts(record)
    issue = Issue(number, desk_day(clock.wall_ms()), signer, WRITER)
    files = build_files(facts, issue, told=told)
    document = digest_of(facts)
    signature = sign(identity.private, signed_message(report, document, files))
    with writing(engine) as connection:
        _judge(read_report(connection, report), State.FROZEN)
        digests = {file.kind: file.digest for file in files}
        body = {
            "report": report,
            "digest": document,
            "files": digests,
            "writer": WRITER,
            "signature": signature,
            "by": signer,
        }
        append(connection, identity, clock, SIGNED, body)
        rows = [(report, file.kind, file.digest, file.raw) for file in files]
        append_rows(connection, report_files, ("report", "kind", "digest", "raw"), rows)
        _put(
            connection,
            report,
            State.SIGNED,
            issue=write_json(issue).decode(),
            signature=signature,
            signed_ms=clock.wall_ms(),
        )
        done = read_report(connection, report)
        noted(connection, done)
    return done


def publish(connection: Connection, identity: Identity, clock: Clock, report: str) -> Record:
    """Let everybody have a signed report.

    Raises:
        ReportRefused: it is not signed, or published already.
    """
    _judge(read_report(connection, report), State.SIGNED)
    append(connection, identity, clock, PUBLISHED, {"report": report})
    _put(connection, report, State.PUBLISHED, published_ms=clock.wall_ms())
    return read_report(connection, report)


def _judge(record: Record, needed: State) -> None:
    """Go on only with a report that stands there."""
    if record.state is not needed:
        raise ReportRefused(f"report_is_{record.state}", f"{record.report} is {record.state}, not {needed}")


def _put(connection: Connection, report: str, state: State, **values: object) -> None:
    connection.execute(update(reports).where(reports.c.report == report).values(state=state, **values))
