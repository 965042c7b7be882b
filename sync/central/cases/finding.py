"""Reading ledgers for cases: every line once, in pieces, as far as it counts.

What was read is remembered by ledger, so a line that comes late, is released later, or comes again after a
restore is found, and a case is opened once: its code is that of its rating's line.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, and_, case, delete, func, or_, select, update

from sync.central.cases.by_phone import join_awaited, read_phone
from sync.central.cases.history import NOBODY, happened
from sync.central.cases.opening import HEARD, WAITS, Attached, Finder, begin_again, take
from sync.central.cases.rules import Rules
from sync.central.cases.states import State
from sync.central.database.among import among
from sync.central.database.rows import AT_A_TIME, put
from sync.central.database.tables import (
    case_marks,
    cases,
    kiosks,
    ledgers,
    lines,
    ratings,
    sealed_texts,
    server,
)
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import read_line
from sync.contract.rating import DetailedRating

_KIND: Final = "rating.detailed"
_AGAIN: Final = -1
"""A mark's `held` while there is more to read."""

Writing = Callable[[], AbstractContextManager[Connection]]


def find_cases(finder: Finder, writing: Writing, go_on: Callable[[], None]) -> int:
    """Open a case for every rating that a rule fits; how many are new. Once more opens none."""
    opened = 0
    while True:
        with writing() as connection:
            ledger = connection.execute(_unread()).first()
            before = _number(connection)
            if ledger is not None:
                _read_piece(connection, finder, ledger)
            else:
                join_awaited(connection, finder)
                _drop_unfit(connection, finder)
                _take_empty(connection, finder)
            opened += _number(connection) - before
        if ledger is None:
            return opened
        go_on()


def _unread() -> Any:
    """A ledger, of our own kiosks or our own, that holds lines which count and were not read yet."""
    counts = case(
        (ledgers.c.quarantined_from.is_(None), ledgers.c.held), else_=ledgers.c.quarantined_from - 1
    ).label("counts")
    relayed = select(kiosks.c.kiosk).where(kiosks.c.province.is_not(None))
    own = ledgers.c.ledger.in_(select(server.c.ledger)).label("own")
    return (
        select(ledgers.c.ledger_no, ledgers.c.ledger, ledgers.c.salvaged_from, counts, case_marks.c.seq, own)
        .outerjoin(case_marks, case_marks.c.ledger_no == ledgers.c.ledger_no)
        .where(
            or_(ledgers.c.kiosk.in_(select(kiosks.c.kiosk)), own),
            ledgers.c.kiosk.not_in(relayed),
            or_(case_marks.c.held.is_(None), case_marks.c.held != counts),
        )
        .order_by(ledgers.c.ledger_no)
        .limit(1)
    )


def _read_piece(connection: Connection, finder: Finder, ledger: Row[Any]) -> None:
    """Read the next lines of a ledger; of one that was salvaged, all of them, since any may be new."""
    salvaged = ledger.salvaged_from is not None
    which = [lines.c.ledger_no == ledger.ledger_no]
    which += [] if salvaged else [lines.c.seq > (ledger.seq or 0), lines.c.seq <= ledger.counts]
    some = select(lines.c.seq, lines.c.raw).where(*which).order_by(lines.c.seq)
    rows = connection.execute(some if salvaged else some.limit(AT_A_TIME)).all()
    if ledger.own:
        read_phone(connection, ledger.ledger_no, (bytes(row.raw) for row in rows))
    else:
        _read_details(connection, finder, ledger, rows)
    whole = salvaged or len(rows) < AT_A_TIME
    last = rows[-1].seq if rows else ledger.counts
    mark = {"ledger_no": ledger.ledger_no, "seq": last, "held": ledger.counts if whole else _AGAIN}
    put(connection, case_marks, [mark])


def _read_details(
    connection: Connection, finder: Finder, ledger: Row[Any], rows: Sequence[Row[Any, Any]]
) -> None:
    found = {row.seq: one for row in rows if (one := _detail(bytes(row.raw))) is not None}
    rated = among(ratings.c.seq, sorted({one.of for one in found.values()}))
    mine = (ratings.c.ledger_no == ledger.ledger_no, ratings.c.status.in_(HEARD))
    for rating in connection.execute(select(ratings).where(*mine, rated)).all():
        if (one := found.get(rating.detail)) is not None:
            sealed_for = ledger.salvaged_from or ledger.ledger
            attached = Attached(ledger.ledger_no, sealed_for, one.attached)
            take(connection, finder, rating, one.reasons, attached)


def _detail(raw: bytes) -> DetailedRating | None:
    if _KIND.encode() not in raw:
        return None
    try:
        line = read_line(raw)
        return convert(line.body, DetailedRating) if line.kind == _KIND else None
    except Malformed:
        return None


def _drop_unfit(connection: Connection, finder: Finder) -> None:
    """End what no unit has seen and is a case no more: withdrawn, a planned proof, another score."""
    rows = connection.execute(
        select(cases.c.code, cases.c.rules, ratings.c.status, ratings.c.score)
        .join(ratings, and_(ratings.c.ledger_no == cases.c.ledger_no, ratings.c.seq == cases.c.seq))
        .where((cases.c.state == State.NEW) | WAITS)
    ).all()
    for row in rows:
        names = msgspec.json.decode(row.rules, type=list[str])
        if row.status in HEARD and any(not _missed(finder.rules, name, row.score) for name in names):
            continue
        mine = cases.c.code == row.code
        connection.execute(update(cases).where(mine).values(state=State.CLOSED, due=None))
        if row.status not in HEARD:
            connection.execute(delete(sealed_texts).where(sealed_texts.c.code == row.code))
        happened(connection, finder.clock, row.code, NOBODY, "lapsed")


def _take_empty(connection: Connection, finder: Finder) -> None:
    """Take back what is to be handed to a unit, and whose summary went with an erased text."""
    empty = select(cases.c.code).where(WAITS, cases.c.summary.is_(None))
    for code in connection.execute(empty).scalars().all():
        begin_again(connection, finder, code, WAITS)


def _missed(rules: Rules, name: str, score: int) -> bool:
    rule = rules.rules.get(name)
    return rule is not None and bool(rule.scores) and score not in rule.scores


def _number(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(cases)).scalar_one()
