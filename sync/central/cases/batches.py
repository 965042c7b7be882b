"""Handing cases to their units, so that a unit cannot tell whose rating one is.

A unit sees who stands at the kiosk, and may learn in time what a case is about; so neither the moment at
which a case reaches it nor the number of cases may tell more than that somebody among many complained. It is
handed what was assigned on earlier days, together, on a working day, once at least `FEWEST` ratings of the
unit have come since it was last handed something; and never more cases at a time than half of these ratings.

Claim. Whoever sees all batches of a unit, and knows when each rating was given and that supervisors assign
every case at once, finds for each case at least `FEWEST` ratings that it may be of; and for any batch, no
fewer ratings that it holds no case of than ratings that it does.

Reason. Batches part a unit's ratings, by arrival, into spans of at least `FEWEST`. A case of a batch is of a
rating of its span or of an earlier one: the span alone is `FEWEST` or more, and at most half of it are cases
of that batch. A case says neither its day, nor its order, nor its official: `code` is a keyed digest, `due`
is the batch's, and the summary holds what a supervisor let stand.

It does not help where colleagues rate to fill the span, or where a story is one family's: marks show the
first, whoever writes the summary sees to the second.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from sync.central.cases.handling import rules_of
from sync.central.cases.history import HANDED, NOBODY, happened
from sync.central.cases.opening import TAKEN_BACK, WAITS, Finder
from sync.central.database.rows import lock_units
from sync.central.database.tables import case_batches, cases, ratings
from sync.central.figures.closing import FEWEST
from sync.central.figures.records import Status
from sync.contract.desk_time import began_ms, desk_date


def hand_over(connection: Connection, finder: Finder) -> int:
    """Hand units what may be handed today; how many cases. Once more on the same day hands nothing."""
    today = finder.today
    if not finder.rules.working.is_working(today):
        return 0
    through_ms = began_ms(today)
    waiting = connection.execute(
        select(cases)
        .where(WAITS, ~TAKEN_BACK, cases.c.assigned_ms < through_ms)
        .order_by(cases.c.unit, cases.c.opened_ms, cases.c.code)
        .with_for_update()
    ).all()
    _date(connection, finder, waiting)
    waiting = [row for row in waiting if finder.rules.may_go_to_unit(rules_of(row))]
    lock_units(connection, {row.unit for row in waiting})
    return sum(
        _batch(connection, finder, unit, list(some), today)
        for unit, some in groupby(waiting, key=lambda row: str(row.unit))
    )


def ratings_waiting(connection: Connection, unit: str, through_ms: int) -> int:
    """How many ratings of a unit have come, before that moment, since it was last handed something."""
    last = select(func.max(case_batches.c.through_ms)).where(case_batches.c.unit == unit)
    since_ms = connection.execute(last).scalar() or 0
    came = (ratings.c.received_ms >= since_ms, ratings.c.received_ms < through_ms)
    counted = select(func.count()).where(ratings.c.unit == unit, ratings.c.status == Status.COUNTED, *came)
    return connection.execute(counted).scalar_one()


def _date(connection: Connection, finder: Finder, waiting: Sequence[Row[Any]]) -> None:
    """Let what an earlier program left to wait without an end be due as anything that waits."""
    for row in (one for one in waiting if one.due is None):
        due = finder.rules.working.after(desk_date(row.assigned_ms), finder.rules.days.handle)
        connection.execute(update(cases).where(cases.c.code == row.code).values(due=due.isoformat()))


def _batch(
    connection: Connection, finder: Finder, unit: str, waiting: Sequence[Row[Any]], today: date
) -> int:
    day, through_ms = today.isoformat(), began_ms(today)
    number = ratings_waiting(connection, unit, through_ms)
    if number < FEWEST:
        return 0
    handed = waiting[: number // 2]
    row = {"unit": unit, "day": day, "through_ms": through_ms, "ratings": number, "cases": len(handed)}
    connection.execute(case_batches.insert().values(row))
    for one in handed:
        due = finder.rules.working.after(today, finder.rules.days_for(rules_of(one))).isoformat()
        connection.execute(update(cases).where(cases.c.code == one.code).values(batch=day, due=due))
        happened(connection, finder.clock, one.code, NOBODY, HANDED)
    return len(handed)
