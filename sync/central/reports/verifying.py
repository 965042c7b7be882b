"""Recomputing a report: from ledgers up to its heads, from rows of closed days, and from its files."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from sync.central.cases.counting import count_cases
from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import kiosks, ledgers, lines, server
from sync.central.figures.closed_marks import marks_between
from sync.central.figures.closed_rows import rows_between
from sync.central.figures.derive import read_until
from sync.central.figures.difference import Difference
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.phoned import PhonedUntil
from sync.central.figures.records import Rating, Status
from sync.central.keys.identity import Identity
from sync.central.keys.published import known_keys
from sync.central.reports.facts import Counts, Facts, LedgerHead, digest_of
from sync.central.reports.file_checks import check_files
from sync.central.reports.files import WRITER, File, Progress
from sync.central.reports.gathering import marked_of, said
from sync.central.reports.going import FROZEN, SIGNED
from sync.central.reports.records import Record, signed_files
from sync.contract.ledger import link, opening


class Proof(msgspec.Struct, frozen=True):
    """What was recomputed, and where the report says something else.

    `other_writer` is the way a program wrote the files that wrote them otherwise than this one; they were not
    written again then, but compared with what was signed.
    """

    report: str
    ledgers: int
    ratings: int
    files: int
    other_writer: int | None
    differences: list[Difference]


def verify_report(
    connection: Connection,
    identity: Identity,
    record: Record,
    facts: Facts,
    given: Sequence[File] = (),
    told: Progress | None = None,
) -> Proof:
    """Compare everything a frozen report says; `given` are files of it that somebody has.

    The caller's transaction must see one single moment of the database.
    """
    keys = known_keys(connection, identity)
    kept = signed_files(connection, record.report)
    found = [*_check_lines(connection, record, facts, kept)]
    tally, number = _Tally(connection, facts), 0
    rows = {row.ledger: row for row in connection.execute(select(ledgers))}
    for place, head in enumerate(facts.heads, start=1):
        if told is not None:
            told(f"ledger {head.ledger}", place, len(facts.heads))
        row = rows.get(head.ledger)
        if row is None:
            found.append(Difference("ledger", head.ledger, "not here", f"line {head.seq}"))
            continue
        found += _check_head(connection, row, head)
        number += _count(connection, keys, row, head, facts, tally)
    found += tally.differences()
    found += _check_rows(connection, facts)
    found += check_cases(connection, facts)
    found += check_files(record, facts, kept, keys, given, told)
    writer = WRITER if record.issue is None else record.issue.writer
    other_writer = None if writer == WRITER else writer
    return Proof(record.report, len(facts.heads), number, len(kept) + len(given), other_writer, found)


class _Tally:
    """What the ledgers say up to the heads, in the facts' own terms; `phoned` is what own ledgers say."""

    def __init__(self, connection: Connection, facts: Facts) -> None:
        self.phoned = PhonedUntil(connection, {head.ledger: head.seq for head in facts.heads})
        self._facts = facts
        self._counted: Counter[tuple[str, str]] = Counter()
        self._dated: Counter[str] = Counter()
        self._excluded: Counter[str] = Counter()

    def add(self, rating: Rating, *, aside: bool) -> None:
        now = self._facts.period.now
        within = now.first <= rating.day <= now.last
        status = Status.ATTENTION if aside else Status(rating.status)
        if status is Status.COUNTED:
            self._counted[rating.unit, str(rating.score)] += 1
            self._dated[rating.unit] += within
        elif within:
            self._excluded[status] += 1

    def differences(self) -> Iterator[Difference]:
        facts = self._facts
        counted = {(one.unit, score): n for one in facts.units for score, n in one.counted.items()}
        yield from _differ("ratings counted", counted, self._counted)
        yield from _differ("ratings dated", {one.unit: one.dated for one in facts.units}, self._dated)
        yield from _differ("ratings not counted", facts.excluded, self._excluded)


def _count(
    connection: Connection,
    keys: tuple[bytes, ...],
    row: Row[*tuple[Any, ...]],
    head: LedgerHead,
    facts: Facts,
    tally: _Tally,
) -> int:
    kiosk = connection.execute(select(kiosks.c.unit).where(kiosks.c.kiosk == row.kiosk)).one_or_none()
    if kiosk is None:
        return 0
    own = connection.execute(select(server.c.server)).scalar_one()
    unknown = frozenset(facts.unknown.get(head.ledger, ()))
    last = head.seq if head.until is None else min(head.seq, head.until - 1)
    knowledge = knowledge_of(connection, kiosk.unit, own, keys)
    planned = frozenset(facts.planned.get(head.ledger, ()))
    read = read_until(connection, row, knowledge, last, planned, tally.phoned.of(knowledge.server, row))
    for seq, rating in read.items():
        tally.add(rating, aside=seq in unknown)
    return len(read)


def _check_head(connection: Connection, row: Row[*tuple[Any, ...]], head: LedgerHead) -> Iterator[Difference]:
    """Where stored lines do not lead to the frozen head; a ledger with holes is followed by stored hashes."""
    mine = select(lines.c.seq, lines.c.raw, lines.c.hash).where(
        lines.c.ledger_no == row.ledger_no, lines.c.seq <= head.seq
    )
    seq, reached = 0, opening(head.ledger)
    for line in connection.execute(mine.order_by(lines.c.seq), execution_options={"yield_per": AT_A_TIME}):
        if line.seq == seq + 1 and link(reached, line.raw) != line.hash:
            yield Difference(
                "line altered", f"ledger {head.ledger} line {line.seq}", line.hash.hex(), "another"
            )
        seq, reached = line.seq, line.hash
    if head.seq and row.salvaged_from is None and (seq, reached.hex()) != (head.seq, head.hash):
        yield Difference("head", f"ledger {head.ledger}", f"{seq}:{reached.hex()}", f"{head.seq}:{head.hash}")


def _check_lines(
    connection: Connection, record: Record, facts: Facts, kept: Sequence[File]
) -> Iterator[Difference]:
    """Where the own ledger tells otherwise of what was frozen and signed."""
    told = {FROZEN: digest_of(facts)}
    files = {file.kind: file.digest for file in kept}
    for kind in (FROZEN, SIGNED):
        body = _told(connection, kind, record.report)
        if kind == SIGNED and record.signature is None and body is None:
            continue
        digest = str(body["digest"]) if body else "nothing"
        if digest != told[FROZEN]:
            yield Difference(kind, record.report, told[FROZEN], digest)
        if kind == SIGNED and body is not None and body["files"] != files:
            yield Difference(kind, f"{record.report} files", str(files), str(body["files"]))
        if kind == SIGNED and body is not None and record.issue is not None:
            writer = body.get("writer", 1)
            if writer != record.issue.writer:
                yield Difference(kind, f"{record.report} writer", str(record.issue.writer), str(writer))


def _told(connection: Connection, kind: str, report: str) -> dict[str, Any] | None:
    own = (
        select(lines.c.raw)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .join(server, server.c.server == ledgers.c.kiosk)
        .order_by(ledgers.c.ledger_no.desc(), lines.c.seq.desc())
    )
    mark = f'"{kind}"'.encode()
    with connection.execute(own, execution_options={"yield_per": AT_A_TIME}) as found:
        for (raw,) in found:
            if mark in raw and (line := json.loads(raw))["kind"] == kind and line["body"]["report"] == report:
                body: dict[str, Any] = line["body"]
                return body
    return None


def _check_rows(connection: Connection, facts: Facts) -> Iterator[Difference]:
    period = facts.period
    for span in ("now", "previous", "year_before"):
        days = getattr(period, span)
        rows = rows_between(connection, days.first, days.last)
        for one in facts.units:
            frozen, derived = getattr(one, span), said(rows.get(one.unit, {}))
            if frozen != derived:
                yield Difference(f"rows of {span}", one.unit, str(frozen), str(derived))
    judged = marks_between(connection, period.now.first, period.now.last) or {}
    for one in facts.units:
        if one.marked and one.marked != (again := marked_of(judged.get(one.unit, {}))):
            yield Difference("marked ratings", one.unit, str(one.marked), str(again))


def check_cases(connection: Connection, facts: Facts) -> Iterator[Difference]:
    """Where what happened to cases is not what a report says, counted as it was counted then."""
    if not facts.cases:
        return
    now, frozen = facts.period.now, facts.cases.counts
    waiting = facts.cases.waiting is True
    derived = count_cases(
        connection, facts.cases.rules, now.first, now.last, facts.frozen_ms, waiting=waiting
    )
    if frozen != derived:
        yield Difference("cases", facts.period.report, str(frozen), str(derived))


def _differ(
    what: str, stored: Counts | Mapping[tuple[str, str], int], derived: Mapping[Any, int]
) -> Iterator[Difference]:
    here: Mapping[Any, int] = stored
    for place in sorted(here.keys() | derived.keys()):
        one, other = here.get(place, 0), derived.get(place, 0)
        if one != other:
            where = place if isinstance(place, str) else " score ".join(place)
            yield Difference(what, where, str(one), str(other))
