"""How many cases a span of days saw, and how long answers took: from their histories, naming nobody.

The answer of a case is the first that it was given since it was opened, or opened again. It is in time by the
last day that the rules give whoever answers: a unit from the day on which it was handed the case, a
supervisor from the day on which it was opened, or assigned while it is not handed over. What waited longer
than that to be handed over is late, whoever answers it.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from statistics import median
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.cases.rules import Rules
from sync.central.cases.states import Act
from sync.central.database.tables import case_events
from sync.contract.desk_time import began_ms, desk_date


class CaseCounts(msgspec.Struct, frozen=True):
    """What happened in the span, and to how many `cases`; `median_days` are working days."""

    cases: int = 0
    opened: int = 0
    in_time: int = 0
    late: int = 0
    published: int = 0
    closed: int = 0
    reopened: int = 0
    median_days: float | None = None


class Happened(NamedTuple):
    """One thing of a case's history, on a day in Vietnam."""

    day: date
    act: str
    told: str


def count_cases(
    connection: Connection, rules: Rules, first: str, last: str, until_ms: int, *, waiting: bool = True
) -> CaseCounts:
    """Count what happened on these days (YYYY-MM-DD, both included), as the histories said at `until_ms`.

    `waiting`: whether a case can be late while it waits to be handed over; reports once said that none was.
    """
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    within = (
        case_events.c.at_ms >= began_ms(begin),
        case_events.c.at_ms < began_ms(end + timedelta(days=1)),
        case_events.c.at_ms <= until_ms,
    )
    moved = select(case_events.c.code).where(*within)
    rows = connection.execute(
        select(case_events)
        .where(case_events.c.code.in_(moved), *within[1:])
        .order_by(case_events.c.code, case_events.c.number)
    )
    histories = (
        [Happened(desk_date(row.at_ms), row.act, row.told) for row in some]
        for _, some in groupby(rows, key=lambda row: str(row.code))
    )
    return counted(histories, rules, begin, waiting=waiting)


def counted(
    histories: Iterable[list[Happened]], rules: Rules, since: date, *, waiting: bool = True
) -> CaseCounts:
    """Count what these histories, each of one case, say of the days from `since` on."""
    cases, acts, waited, late = 0, dict[str, int](), list[int](), 0
    for history in histories:
        cases += 1
        for one in history:
            if one.day >= since:
                acts[one.act] = acts.get(one.act, 0) + 1
        answers = [one for one in _answers(history, rules, waiting=waiting) if one.day >= since]
        waited += [one.working_days for one in answers]
        late += sum(one.late for one in answers)
    return CaseCounts(
        cases,
        opened=acts.get("opened", 0),
        in_time=len(waited) - late,
        late=late,
        published=acts.get(Act.PUBLISH, 0),
        closed=acts.get(Act.CLOSE, 0),
        reopened=acts.get(Act.REOPEN, 0) + acts.get("again", 0),
        median_days=float(median(waited)) if waited else None,
    )


class _Answer(NamedTuple):
    day: date
    working_days: int
    late: bool


def _answers(history: Iterable[Happened], rules: Rules, *, waiting: bool) -> Iterator[_Answer]:
    """The first answer of each time that a case was opened."""
    names: list[str] = []
    opened, due, handed, overdue = date.min, date.max, None, False
    waits = False
    for one in history:
        match one.act:
            case "opened" | Act.REOPEN | "again":
                opened, due = one.day, rules.working.after(one.day, rules.days.handle)
                handed, overdue, waits = None, False, True
                names += one.told.split(", ") if one.act == "opened" else []
            case "fits":
                names += one.told.split(", ")
            case Act.ASSIGN:
                due = rules.working.after(one.day, rules.days.handle) if waiting else date.max
            case "handed":
                handed, overdue = one.day, one.day > due
            case Act.ANSWER | Act.DECIDE if waits:
                waits = False
                last = due if handed is None else rules.working.after(handed, rules.days_for(names))
                yield _Answer(one.day, rules.working.between(opened, one.day), overdue or one.day > last)
