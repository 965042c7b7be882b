"""Counting: what is new is added to the rollups; where anything else changed, rows are counted again."""

from collections import defaultdict
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    union_all,
)

from sync.central.database.among import among
from sync.central.database.rows import add
from sync.central.database.tables import (
    answer_months,
    answers,
    kiosk_days,
    marked_months,
    marks,
    offer_months,
    offers,
    official_months,
    ratings,
    unit_answers,
    unit_counters,
    unit_days,
    unit_marks,
    unit_months,
    unit_offers,
)
from sync.central.figures.records import OfferKind, Status
from sync.central.figures.rollups import (
    ALL,
    ANY,
    CALLED,
    INVITED,
    LAPSED,
    RATED,
    Cells,
    OfficialMonth,
    Tally,
    days_of,
    month_of,
)

Counting = Select[*tuple[object, ...]]
Statements = tuple[Delete | Insert, ...]


def count_more(connection: Connection, tally: Tally) -> None:
    """Add what had counted nowhere before; the caller holds its units' locks."""
    for table, counted in tally.tables().items():
        add(connection, table, [(*key, n) for key, n in counted.items()])


def recount(connection: Connection, cells: Cells) -> None:
    """Count these cells again; the caller holds their units' locks."""
    _run(connection, cells, _DAYS, _UNIT_MONTHS, _MONTHS)


def recount_marked(connection: Connection, cells: Cells) -> None:
    """Count what is marked in these cells again, likewise."""
    _run(connection, cells, _MARKED_DAYS, _MARKED_UNIT_MONTHS, _MARKED_MONTHS)


def _run(
    connection: Connection,
    cells: Cells,
    of_days: Statements,
    of_unit_months: Statements,
    of_months: Statements,
) -> None:
    by_unit: dict[str, list[str]] = defaultdict(list)
    for cell in sorted(cells.days):
        by_unit[cell.unit].append(cell.day)
    for unit, days in by_unit.items():
        for statement in of_days:
            connection.execute(statement, {"unit": unit, "days": days})
    months = sorted({(unit, month_of(day)) for unit, day in cells.days})
    if touched := [{"unit": unit, "month": month, "days": days_of(month)} for unit, month in months]:
        for statement in of_unit_months:
            connection.execute(statement, touched)
    if cells.months:
        served = [cell._asdict() for cell in sorted(cells.months)]
        for statement in of_months:
            connection.execute(statement, served)


def _of_days(table: Table) -> tuple[ColumnElement[bool], ...]:
    return table.c.unit == bindparam("unit"), among(table.c.day, bindparam("days"))


def _of_month(table: Table) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == bindparam(name) for name in OfficialMonth._fields)


_WHERE: Final = (ratings.c.unit, ratings.c.day)
_OFFICIALS: Final = tuple(ratings.c[name] for name in OfficialMonth._fields)
_RATED: Final = (*_of_days(ratings), ratings.c.status == Status.COUNTED)


def _scores() -> Counting:
    return select(*_WHERE, ratings.c.score, func.count()).where(*_RATED).group_by(*_WHERE, ratings.c.score)


def _counters() -> Counting:
    columns = (*_WHERE, ratings.c.counter, ratings.c.score)
    named = (*_RATED, ratings.c.counter.is_not(None))
    return select(*columns, func.count()).where(*named).group_by(*columns)


def _choices() -> tuple[Counting, Counting]:
    answered = and_(
        ratings.c.detail.is_not(None),
        answers.c.ledger_no == ratings.c.ledger_no,
        answers.c.seq == ratings.c.seq,
    )
    asked = (*_WHERE, ratings.c.questionnaire, answers.c.question)
    once = (
        select(ratings.c.ledger_no, ratings.c.seq, *asked)
        .join(answers, answered)
        .where(*_RATED)
        .distinct()
        .subquery()
    )
    each = (once.c.unit, once.c.day, once.c.questionnaire, once.c.question)
    chosen = select(*asked, answers.c.choice, func.count()).join(answers, answered).where(*_RATED)
    return (
        chosen.group_by(*asked, answers.c.choice),
        select(*each, literal(ANY), func.count()).group_by(*each),
    )


def _chances() -> tuple[Counting, ...]:
    return (
        _offered(CALLED, offers.c.kind == OfferKind.CALL),
        _offered(LAPSED, offers.c.lapsed.is_not(None)),
        _offered(INVITED, offers.c.kind == OfferKind.INVITATION),
        _at_counters(ratings, RATED).where(*_RATED, ratings.c.via == "call"),
    )


def _offered(what: str, which: ColumnElement[bool]) -> Counting:
    return _at_counters(offers, what).where(*_of_days(offers), offers.c.status == Status.COUNTED, which)


def _at_counters(rows: Table, what: str) -> Counting:
    where = (rows.c.day, rows.c.unit, rows.c.counter)
    return select(*where[:2], func.coalesce(rows.c.counter, ""), literal(what), func.count()).group_by(*where)


def _kiosks() -> Counting:
    columns = (ratings.c.day, ratings.c.unit, ratings.c.kiosk)
    return select(*columns, literal(ALL), func.count()).where(*_RATED).group_by(*columns)


def _officials() -> Counting:
    columns = (*_OFFICIALS, ratings.c.score)
    counted = (*_of_month(ratings), ratings.c.status == Status.COUNTED)
    return select(*columns, func.count()).where(*counted).group_by(*columns)


def _months_of(days: Table, *named: ColumnElement[Any]) -> Counting:
    """Of days that are counted already, by what is `named`: columns of theirs, or what all have alike."""
    columns = (days.c.unit, bindparam("month", type_=Text), *named, func.sum(days.c.n))
    by = (one for one in named if isinstance(one, Column))
    return select(*columns).where(*_of_days(days)).group_by(days.c.unit, *by)


def _of_unit_month(table: Table, *rule: ColumnElement[bool]) -> Delete:
    of_month = table.c.unit == bindparam("unit"), table.c.month == bindparam("month")
    return delete(table).where(*of_month, *rule)


_MARKED: Final = and_(marks.c.ledger_no == ratings.c.ledger_no, marks.c.seq == ratings.c.seq)


def _by_rule() -> Counting:
    columns = (*_WHERE, marks.c.rule, ratings.c.score)
    return select(*columns, func.count()).join(marks, _MARKED).where(*_of_days(ratings)).group_by(*columns)


def _by_any() -> Counting:
    one = _once(*_WHERE, ratings.c.score).where(*_of_days(ratings)).subquery()
    columns = (one.c.unit, one.c.day, one.c.score)
    return select(one.c.unit, one.c.day, literal(ANY), one.c.score, func.count()).group_by(*columns)


def _marked_kiosks() -> Counting:
    columns = (ratings.c.day, ratings.c.unit, ratings.c.kiosk, marks.c.rule)
    return select(*columns, func.count()).join(marks, _MARKED).where(*_of_days(ratings)).group_by(*columns)


def _marked_officials() -> Counting:
    one = _once(*_OFFICIALS, ratings.c.score).where(*_of_month(ratings)).subquery()
    columns = (*(one.c[name] for name in OfficialMonth._fields), one.c.score)
    return select(*columns, func.count()).group_by(*columns)


def _once(*columns: ColumnElement[Any]) -> Counting:
    """Every marked rating once, however many rules mark it."""
    return select(ratings.c.ledger_no, ratings.c.seq, *columns).join(marks, _MARKED).distinct()


def _filled(table: Table, *counted: Counting) -> Insert:
    return insert(table).from_select(table.columns.keys(), union_all(*counted) if counted[1:] else counted[0])


_DAYS: Final[Statements] = (
    *(
        delete(table).where(*_of_days(table))
        for table in (unit_days, unit_counters, unit_answers, unit_offers)
    ),
    delete(kiosk_days).where(*_of_days(kiosk_days), kiosk_days.c.rule == ALL),
    _filled(unit_days, _scores()),
    _filled(unit_counters, _counters()),
    _filled(unit_answers, *_choices()),
    _filled(unit_offers, *_chances()),
    _filled(kiosk_days, _kiosks()),
)
_UNIT_MONTHS: Final[Statements] = (
    _of_unit_month(unit_months, unit_months.c.rule == ALL),
    _of_unit_month(answer_months),
    _of_unit_month(offer_months),
    _filled(unit_months, _months_of(unit_days, literal(ALL), unit_days.c.score)),
    _filled(
        answer_months,
        _months_of(unit_answers, *(unit_answers.c[name] for name in ("questionnaire", "question", "choice"))),
    ),
    _filled(offer_months, _months_of(unit_offers, unit_offers.c.counter, unit_offers.c.what)),
)
_MONTHS: Final[Statements] = (
    delete(official_months).where(*_of_month(official_months)),
    _filled(official_months, _officials()),
)
_MARKED_DAYS: Final[Statements] = (
    delete(unit_marks).where(*_of_days(unit_marks)),
    delete(kiosk_days).where(*_of_days(kiosk_days), kiosk_days.c.rule != ALL),
    _filled(unit_marks, _by_rule(), _by_any()),
    _filled(kiosk_days, _marked_kiosks()),
)
_MARKED_UNIT_MONTHS: Final[Statements] = (
    _of_unit_month(unit_months, unit_months.c.rule != ALL),
    _filled(unit_months, _months_of(unit_marks, unit_marks.c.rule, unit_marks.c.score)),
)
_MARKED_MONTHS: Final[Statements] = (
    delete(marked_months).where(*_of_month(marked_months)),
    _filled(marked_months, _marked_officials()),
)
