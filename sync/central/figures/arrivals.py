"""What had arrived of a unit's cells when a day closed: counts, last lines, and how much of it is fresh.

A line's place is its number in the ledger that it was written in, also where it came as a salvage: what fell
out of a ledger, or came back into it after a restore, is never taken for fresh twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import (
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

from sync.central.database.tables import Long, answers, ledgers, marks, offers, ratings
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

Place = tuple[str, str]
"""A cell, and the ledger that a line was written in."""


def read_arrivals(
    connection: Connection, unit: str, until_ms: int, cells: Mapping[str, Cell]
) -> dict[str, Arrived]:
    """A unit's cells as received before `until_ms`; `cells` are as last published.

    The caller's transaction must see one single moment of the database.
    """
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
    return {
        cell: Arrived(
            own, fresh[cell], {origin: line for (name, origin), line in last.items() if name == cell}
        )
        for cell, own in counts.items()
    }


def read_marked(
    connection: Connection, unit: str, until_ms: int, fresh: Iterable[tuple[str, str, int]]
) -> Iterator[tuple[str, int, list[str]]]:
    """The marked ratings beyond line n of ledger o in leaf l, for each such (l, o, n): leaf, score, rules."""
    whose, origin = _leaf(), func.coalesce(ledgers.c.salvaged_from, ledgers.c.ledger)
    line = (marks.c.ledger_no == ratings.c.ledger_no, marks.c.seq == ratings.c.seq)
    mine = (ratings.c.unit == unit, ratings.c.status == Status.COUNTED, ratings.c.received_ms < until_ms)
    some = (
        select(marks.c.ledger_no, marks.c.seq, marks.c.rule, ratings.c.score, whose.label("leaf"))
        .join(ratings, and_(*line))
        .join(ledgers, ledgers.c.ledger_no == marks.c.ledger_no)
        .where(*mine)
    )
    beyond = [and_(whose == leaf, origin == ledger, marks.c.seq > seen) for leaf, ledger, seen in fresh]
    for start in range(0, len(beyond), _AT_A_TIME):
        found: dict[tuple[int, int], tuple[str, int, list[str]]] = {}
        for row in connection.execute(some.where(or_(*beyond[start : start + _AT_A_TIME]))):
            found.setdefault((row.ledger_no, row.seq), (row.leaf, row.score, []))[2].append(row.rule)
        yield from found.values()


def _leaf() -> ColumnElement[str]:
    return case((ratings.c.official.is_(None), literal(DESK)), else_=literal(OFFICIAL) + ratings.c.official)


def _atoms(unit: str, until_ms: int) -> Subquery:
    """All that counts in a cell: (cell, origin, value, line); no line where another value brings it."""
    rated = (ratings.c.unit == unit, ratings.c.status == Status.COUNTED, ratings.c.received_ms < until_ms)
    offered = (offers.c.unit == unit, offers.c.status == Status.COUNTED, offers.c.received_ms < until_ms)
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
        _of(ratings.c.ledger_no, _leaf(), cast(ratings.c.score, Text), ratings.c.seq).where(*rated),
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
