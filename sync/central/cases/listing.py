"""Cases as a list: those of whoever supervises, and those that were handed to a reader's units."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select

from sync.central.accounts.scope import EVERYWHERE, Scope
from sync.central.cases.handling import rules_of
from sync.central.cases.history import rules_when_handed
from sync.central.cases.opening import TAKEN_BACK, Finder
from sync.central.cases.states import State
from sync.central.cases.unread import ADDED, unread_among
from sync.central.database.tables import cases, units
from sync.contract.desk_time import desk_day

OPEN: Final = "open"
OVERDUE: Final = "overdue"
UNREAD: Final = "unread"
"""Something was added that nobody has read, in whatever state but the first and the last."""
ALL: Final = "all"
VIEWS: Final = (OPEN, OVERDUE, UNREAD, *(state.value for state in State), ALL)
SIZE: Final = 50


class CaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a supervisor's list; days are YYYY-MM-DD. `to_unit`: whether a unit may deal with it."""

    code: str
    unit: str
    unit_name: dict[str, str]
    rules: list[str]
    state: str
    to_unit: bool
    opened: str
    due: str | None
    overdue: bool
    assigned: str | None
    batch: str | None
    unread: bool


class HandedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A case as its unit sees it: nothing of it is older than the day on which it was handed over.

    `rules` are those of that day: one that fits later would tell when somebody wrote again.
    """

    code: str
    unit_name: dict[str, str]
    rules: list[str]
    state: str
    batch: str
    due: str | None
    overdue: bool
    summary: str | None
    answer: str | None


def list_cases(
    connection: Connection,
    finder: Finder,
    view: str = OPEN,
    *,
    scope: Scope = EVERYWHERE,
    page: int = 1,
    size: int | None = SIZE,
) -> list[CaseLine]:
    """The cases of a view, what is due first on top; one more than `size` if there are more pages."""
    today = finder.today.isoformat()
    some = (
        select(cases, units.c.name_vi, units.c.name_en)
        .outerjoin(units, units.c.unit == cases.c.unit)
        .where(*_viewed(view, today), *_within(scope))
        .order_by(cases.c.due.is_(None), cases.c.due, cases.c.code)
    )
    if size is not None:
        some = some.limit(size + 1).offset((page - 1) * size)
    found = connection.execute(some).all()
    unread = unread_among(connection, [row.code for row in found])
    return [
        CaseLine(
            code=row.code,
            unit=row.unit,
            unit_name={"vi": row.name_vi or row.unit, "en": row.name_en or row.unit},
            rules=rules_of(row),
            state=row.state,
            to_unit=finder.rules.may_go_to_unit(rules_of(row)),
            opened=desk_day(row.opened_ms),
            due=row.due,
            overdue=row.due is not None and row.due < today,
            assigned=row.assigned,
            batch=row.batch,
            unread=row.code in unread,
        )
        for row in found
    ]


def count_cases(connection: Connection, finder: Finder, scope: Scope = EVERYWHERE) -> Mapping[str, int]:
    """How many each view has."""
    today = finder.today.isoformat()
    counted = select(cases.c.state, func.count().label("n")).where(*_within(scope)).group_by(cases.c.state)
    by_state = {row.state: row.n for row in connection.execute(counted)}
    across = {
        view: select(func.count()).select_from(cases).where(*_viewed(view, today), *_within(scope))
        for view in (OVERDUE, UNREAD)
    }
    return {
        OPEN: sum(n for state, n in by_state.items() if not State(state).is_over),
        **{view: connection.execute(some).scalar_one() for view, some in across.items()},
        **{state.value: by_state.get(state, 0) for state in State},
        ALL: sum(by_state.values()),
    }


def list_handed(
    connection: Connection, finder: Finder, scope: Scope, code: str | None = None
) -> Sequence[HandedLine]:
    """What was handed to units of this scope (or one case of it), what they must answer first on top."""
    today = finder.today.isoformat()
    found = connection.execute(
        select(cases, units.c.name_vi, units.c.name_en)
        .join(units, units.c.unit == cases.c.assigned)
        .where(
            cases.c.batch.is_not(None),
            ~TAKEN_BACK,
            *([] if scope.everywhere else [cases.c.assigned.in_(sorted(scope.units))]),
            *([] if code is None else [cases.c.code == code]),
        )
        .order_by(cases.c.state != State.ASSIGNED, cases.c.due, cases.c.code)
        .limit(500)
    )
    rows = [row for row in found if finder.rules.may_go_to_unit(rules_of(row))]
    handed = rules_when_handed(connection, [row.code for row in rows])
    return [
        HandedLine(
            code=row.code,
            unit_name={"vi": row.name_vi, "en": row.name_en},
            rules=handed.get(row.code, []),
            state=row.state,
            batch=row.batch,
            due=row.due if row.state == State.ASSIGNED else None,
            overdue=row.state == State.ASSIGNED and row.due is not None and row.due < today,
            summary=row.summary,
            answer=row.answer,
        )
        for row in rows
    ]


def _within(scope: Scope) -> list[ColumnElement[bool]]:
    return [] if scope.everywhere else [cases.c.unit.in_(sorted(scope.units))]


def _viewed(view: str, today: str) -> list[ColumnElement[bool]]:
    if view == ALL:
        return []
    if view == OVERDUE:
        return [cases.c.due < today]
    if view == UNREAD:
        return [ADDED]
    if view == OPEN:
        return [cases.c.state.not_in([state for state in State if state.is_over])]
    return [cases.c.state == view]
