"""Reading a report's facts: from rollups only, in one moment of the database."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from msgspec import UNSET
from sqlalchemy import ColumnClause, Connection, func, literal_column, select

from sync.central.cases.counting import count_cases
from sync.central.cases.rules import Rules
from sync.central.database import tables
from sync.central.database.unit_tree import heirs
from sync.central.directory.cohorts import list_cohorts
from sync.central.figures.closed_marks import APART, JUDGED, marks_between
from sync.central.figures.closed_rows import WHOLE, Cells, first_kept, months_between, rows_between
from sync.central.figures.closing import ANSWERED, ANSWERS, CALLED, CALLS, INVITED, RATED
from sync.central.figures.marks import Rule
from sync.central.figures.records import Status
from sync.central.reports.facts import (
    Asked,
    CaseFacts,
    Choice,
    CohortFacts,
    CohortMember,
    Counts,
    Facts,
    LedgerHead,
    Marked,
    Said,
    Told,
    UnitFacts,
)
from sync.central.reports.periods import Heading, Period, Span
from sync.central.results.questions import published_questions
from sync.central.results.regions import read_children
from sync.central.web.collation import vietnamese_order
from sync.contract.version import SOFTWARE

_COUNTED: Final[ColumnClause[str]] = literal_column("'counted'")
"""As the index of what does not count has it: a value that is bound would not find it."""


class Terms(NamedTuple):
    """What of a province's own data a report keeps: its head, and the rules that cases keep to."""

    heading: Heading
    rules: Rules


def read_facts(
    connection: Connection, period: Period, terms: Terms, told: tuple[Told, ...], now_ms: int
) -> Facts:
    """Read everything that the report of this period says; `told` is what earlier reports showed."""
    now = rows_between(connection, *_days(period.now))
    return Facts(
        software=SOFTWARE,
        period=period,
        heading=terms.heading,
        frozen_ms=now_ms,
        rows_since=first_kept(connection),
        kiosks=_kiosks(connection),
        heads=_heads(connection),
        unknown=_lines_of(connection, Status.ATTENTION),
        planned=_lines_of(connection, Status.CANARY),
        excluded=_excluded(connection, period.now),
        units=_units(connection, period, now),
        months={
            month: {str(score): n for score, n in counts.items()}
            for month, counts in months_between(connection, *_days(period.now)).items()
        },
        asked=_asked(connection, now.values()),
        cohorts=_cohorts(connection),
        told=told,
        cases=CaseFacts(
            terms.rules, count_cases(connection, terms.rules, *_days(period.now), now_ms), waiting=True
        ),
    )


def dated_by_unit(connection: Connection, span: Span) -> dict[str, int]:
    """How many ratings of these days count by now, by unit."""
    rollup = tables.unit_days
    summed = select(rollup.c.unit, func.sum(rollup.c.n)).where(rollup.c.day.between(span.first, span.last))
    return {unit: int(n) for unit, n in connection.execute(summed.group_by(rollup.c.unit))}


def _heads(connection: Connection) -> tuple[LedgerHead, ...]:
    rows = connection.execute(select(tables.ledgers).order_by(tables.ledgers.c.ledger))
    return tuple(
        LedgerHead(row.ledger, row.kiosk, row.held, bytes(row.head).hex(), row.quarantined_from)
        for row in rows
    )


def _units(connection: Connection, period: Period, now: Mapping[str, Cells]) -> tuple[UnitFacts, ...]:
    previous = rows_between(connection, *_days(period.previous))
    year_before = rows_between(connection, *_days(period.year_before))
    dated = dated_by_unit(connection, period.now)
    counted = _counted(connection)
    sampled = _sampled(connection, period.report)
    marked = marks_between(connection, *_days(period.now))
    rows = connection.execute(select(tables.units)).all()
    successors = heirs(connection, period.now.last)
    known = {row.unit for row in rows if row.active} - read_children(connection).keys()
    known |= {*now, *previous, *year_before, *dated, *counted, *sampled}
    return tuple(
        UnitFacts(
            unit=row.unit,
            name=row.name_vi,
            read_as=successors.get(row.unit, row.unit),
            now=said(now.get(row.unit, {})),
            previous=said(previous.get(row.unit, {})),
            year_before=said(year_before.get(row.unit, {})),
            counted=counted.get(row.unit, {}),
            dated=dated.get(row.unit, 0),
            sampled=sampled.get(row.unit, {}),
            marked=UNSET if marked is None else marked_of(marked.get(row.unit, {})),
        )
        for row in sorted(rows, key=lambda row: (vietnamese_order(row.name_vi), row.unit))
        if row.unit in known
    )


def said(cells: Cells) -> Said:
    """What the rows of some days say of a unit."""
    calls = cells.get(CALLS, {})
    return Said(
        scores=dict(cells.get(WHOLE, {})),
        calls={what: calls[what] for what in (CALLED, RATED) if what in calls},
        invited=cells.get(INVITED, {}).get(INVITED, 0),
    )


def marked_of(judged: Mapping[str, int]) -> Marked:
    """What the closes of some days judged of a unit's ratings."""
    rules = {str(rule): judged[rule] for rule in Rule if rule in judged}
    rest = {JUDGED, APART, *rules}
    return Marked({what: n for what, n in judged.items() if what not in rest}, rules, judged.get(APART, 0))


def _days(span: Span) -> tuple[str, str]:
    return span.first, span.last


def _counted(connection: Connection) -> dict[str, Counts]:
    rollup = tables.unit_days
    summed = select(rollup.c.unit, rollup.c.score, func.sum(rollup.c.n)).group_by(
        rollup.c.unit, rollup.c.score
    )
    found: defaultdict[str, Counts] = defaultdict(dict)
    for unit, score, n in connection.execute(summed.order_by(rollup.c.unit, rollup.c.score)):
        found[unit][str(score)] = int(n)
    return dict(found)


def _sampled(connection: Connection, report: str) -> dict[str, Counts]:
    forms = tables.sampled_forms
    summed = select(forms.c.unit, forms.c.score, func.count()).where(forms.c.report == report)
    found: defaultdict[str, Counts] = defaultdict(dict)
    for unit, score, n in connection.execute(
        summed.group_by(forms.c.unit, forms.c.score).order_by(forms.c.unit, forms.c.score)
    ):
        found[unit][str(score)] = n
    return dict(found)


def _excluded(connection: Connection, span: Span) -> Counts:
    rated = tables.ratings
    number = select(rated.c.status, func.count()).where(
        rated.c.status != _COUNTED, rated.c.day.between(span.first, span.last)
    )
    return {
        str(status): n
        for status, n in connection.execute(number.group_by(rated.c.status).order_by(rated.c.status))
    }


def _lines_of(connection: Connection, status: Status) -> dict[str, tuple[int, ...]]:
    rated, ledgers = tables.ratings, tables.ledgers
    which = (
        select(ledgers.c.ledger, rated.c.seq)
        .join(ledgers, ledgers.c.ledger_no == rated.c.ledger_no)
        .where(rated.c.status != _COUNTED, rated.c.status == status)
        .order_by(ledgers.c.ledger, rated.c.seq)
    )
    found: defaultdict[str, list[int]] = defaultdict(list)
    for ledger, seq in connection.execute(which):
        found[ledger].append(seq)
    return {ledger: tuple(seqs) for ledger, seqs in found.items()}


def _asked(connection: Connection, units: Iterable[Cells]) -> tuple[Asked, ...]:
    """What was answered beside the score, of all units together; never what is sealed for supervisors."""
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for cells in units:
        for name, values in cells.items():
            if name.startswith(ANSWERS):
                questionnaire, _, question = name.removeprefix(ANSWERS).partition("/")
                counts[questionnaire, question].update(values)
    sound = {
        asked: values
        for asked, values in counts.items()
        if min(values.values()) >= 0 and max(values.values()) <= values[ANSWERED]
    }
    return tuple(
        Asked(
            asked.text["vi"],
            asked.is_reasons,
            asked.n,
            tuple(Choice(one.text["vi"], one.estimate.number) for one in asked.answers),
        )
        for asked in published_questions(connection, sound)
        if asked.standing.shown
    )


def _cohorts(connection: Connection) -> tuple[CohortFacts, ...]:
    return tuple(
        CohortFacts(one.cohort, one.name_vi, tuple(CohortMember(*member) for member in one.members))
        for one in list_cohorts(connection)
    )


def _kiosks(connection: Connection) -> int:
    kiosks = tables.kiosks
    return connection.scalar(select(func.count()).where(kiosks.c.state.in_(("enrolled", "relayed")))) or 0
