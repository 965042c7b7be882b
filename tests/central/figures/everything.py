"""What had arrived of a unit's cells when a day closed, from everything that it ever got: the long way."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from sync.central.database.among import among
from sync.central.database.tables import Long, answers, corrections, ledgers, offers, ratings
from sync.central.figures.closing import (
    ANSWERED,
    ANSWERS,
    CALLED,
    CALLS,
    DESK,
    INVITED,
    OFFICIAL,
    RATED,
    Arrived,
    Cell,
)
from sync.central.figures.records import OfferKind, Status

_AT_A_TIME: Final = 200
_ID: Final = 36
_CORRECTED: Final = ratings.c.official.is_distinct_from(ratings.c.named)

Place = tuple[str, str]
"""A cell, and the ledger that a line was written in."""


def read_everything(
    connection: Connection, unit: str, until_ms: int, cells: Mapping[str, Cell]
) -> dict[str, Arrived]:
    """A unit's cells as received before `until_ms`; lines beyond those that `cells` have seen."""
    atoms = _atoms(unit, until_ms)
    counts: dict[str, dict[str, int]] = {}
    numbers: dict[Place, int] = {}
    last: dict[Place, int] = {}
    place = (atoms.c.cell, atoms.c.origin)
    summed = select(*place, atoms.c.value, func.count(), func.count(atoms.c.line), func.max(atoms.c.line))
    for cell, origin, value, n, lines, line in connection.execute(summed.group_by(*place, atoms.c.value)):
        own = counts.setdefault(cell, {})
        own[value] = own.get(value, 0) + n
        if line is not None:
            numbers[cell, origin] = numbers.get((cell, origin), 0) + lines
            last[cell, origin] = max(last.get((cell, origin), 0), line)
    fresh = dict.fromkeys(counts, 0)
    grown = []
    for (cell, origin), line in sorted(last.items()):
        seen = cells.get(cell, Cell()).seen.get(origin, 0)
        if not seen:
            fresh[cell] += numbers[cell, origin]
        elif line > seen:
            grown.append(and_(atoms.c.cell == cell, atoms.c.origin == origin, atoms.c.line > seen))
    for start in range(0, len(grown), _AT_A_TIME):
        which = or_(*grown[start : start + _AT_A_TIME])
        for cell, n in connection.execute(
            select(atoms.c.cell, func.count()).where(which).group_by(atoms.c.cell)
        ):
            fresh[cell] += n
    taken = _taken(connection, unit, until_ms)
    found = {
        cell: Arrived(
            counts.get(cell, {}),
            fresh.get(cell, 0),
            _beyond(last, cell, cells),
            _beyond(taken, cell, cells),
        )
        for cell in sorted(counts.keys() | {cell for cell, _ in taken})
    }
    return {cell: one for cell, one in found.items() if one.counts or one.taken}


def _beyond(lines: Mapping[Place, int], cell: str, cells: Mapping[str, Cell]) -> dict[str, int]:
    seen = cells.get(cell, Cell()).seen
    return {
        origin: line for (name, origin), line in lines.items() if name == cell and line > seen.get(origin, 0)
    }


def _taken(connection: Connection, unit: str, until_ms: int) -> dict[Place, int]:
    """The last lines that count for another leaf than the one they name, by the latter."""
    corrected = connection.execute(select(corrections.c.kiosk).distinct()).scalars().all()
    if not corrected:
        return {}
    whose, origin = _leaf(ratings.c.named), func.coalesce(ledgers.c.salvaged_from, ledgers.c.ledger)
    last = (
        select(whose, origin, func.max(ratings.c.seq))
        .join(ledgers, ledgers.c.ledger_no == ratings.c.ledger_no)
        .where(*_rated(unit, until_ms), among(ratings.c.kiosk, corrected), _CORRECTED)
    )
    return {(cell, ledger): line for cell, ledger, line in connection.execute(last.group_by(whose, origin))}


def _rated(unit: str, until_ms: int) -> tuple[ColumnElement[bool], ...]:
    return ratings.c.unit == unit, ratings.c.status == Status.COUNTED, ratings.c.received_ms < until_ms


def _leaf(whom: Column[str]) -> ColumnElement[str]:
    return case((whom.is_(None), literal(DESK)), else_=literal(OFFICIAL) + whom)


def _atoms(unit: str, until_ms: int) -> Subquery:
    """All that counts in a cell: (cell, origin, value, line); no line where another value brings it."""
    rated = _rated(unit, until_ms)
    offered = (offers.c.unit == unit, offers.c.status == Status.COUNTED, offers.c.received_ms < until_ms)
    fresh = case((_CORRECTED, null()), else_=ratings.c.seq)
    questionnaire = func.substr(ratings.c.questionnaire, 1, _ID)
    asked = literal(ANSWERS) + questionnaire + literal("/") + answers.c.question
    answered = and_(answers.c.ledger_no == ratings.c.ledger_no, answers.c.seq == ratings.c.seq)
    once = (
        select(ratings.c.ledger_no, ratings.c.seq, asked.label("cell"), ratings.c.detail)
        .join(answers, answered)
        .where(*rated)
        .distinct()
        .subquery()
    )
    each = union_all(
        _of(ratings.c.ledger_no, _leaf(ratings.c.official), cast(ratings.c.score, Text), fresh).where(*rated),
        _of(ratings.c.ledger_no, asked, answers.c.choice, None).join(answers, answered).where(*rated),
        _of(once.c.ledger_no, once.c.cell, literal(ANSWERED), once.c.detail),
        _of(offers.c.ledger_no, literal(CALLS), literal(CALLED), offers.c.seq).where(
            *offered, offers.c.kind == OfferKind.CALL
        ),
        _of(ratings.c.ledger_no, literal(CALLS), literal(RATED), None).where(*rated, ratings.c.via == "call"),
        _of(offers.c.ledger_no, literal(INVITED), literal(INVITED), offers.c.seq).where(
            *offered, offers.c.kind == OfferKind.INVITATION
        ),
    ).subquery()
    origin = func.coalesce(ledgers.c.salvaged_from, ledgers.c.ledger)
    return (
        select(each.c.cell, origin.label("origin"), each.c.value, each.c.line)
        .join(ledgers, ledgers.c.ledger_no == each.c.ledger_no)
        .subquery()
    )


def _of(
    ledger_no: ColumnElement[int],
    cell: ColumnElement[str],
    value: ColumnElement[str],
    line: ColumnElement[int] | None,
) -> Select[int, str, str, int]:
    told = cast(null(), Long) if line is None else line
    return select(ledger_no.label("ledger_no"), cell.label("cell"), value.label("value"), told.label("line"))
