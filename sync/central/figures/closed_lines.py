"""Whether closes of days are done with whatever lines they read no more: what waits there would be lost."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from sync.central.database.tables import answers, kiosks, ledgers, offers, ratings
from sync.central.figures.arrivals import OFFERED, leaf_of
from sync.central.figures.closings import Closing, stored_closings
from sync.central.figures.counted import asked
from sync.central.figures.difference import Difference
from sync.central.figures.open_lines import read_open
from sync.central.figures.records import Status

_THEIRS: Final = select(ledgers).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk).order_by(ledgers.c.ledger_no)

Last = tuple[str, str, int, int]
"""Of a unit's cell: the last line that counts there, and when it was received at the latest (ms UTC)."""


def check_open(connection: Connection) -> Iterator[Difference]:
    """Where a line waits for the close of a later day, which will not read it."""
    closings = stored_closings(connection)
    opened = {read.ledger_no: read for read in read_open(connection)} if closings else {}
    for ledger in connection.execute(_THEIRS).all() if closings else ():
        read = opened.get(ledger.ledger_no)
        origin = ledger.salvaged_from or ledger.ledger
        for table, last in ((ratings, _of_ratings), (offers, _of_offers)):
            which = [table.c.ledger_no == ledger.ledger_no, table.c.status == Status.COUNTED]
            which += [not_(or_(*read.which(table)))] if read else []
            for unit, cell, line, received_ms in last(connection, and_(*which)):
                if unit in closings and _waits(closings[unit], cell, origin, line, received_ms):
                    where = f"ledger {ledger.ledger} up to line {line}"
                    yield Difference("lines of closed days", where, "done with", f"wait in {cell}")


def _of_ratings(connection: Connection, which: ColumnElement[bool]) -> Iterator[Last]:
    last, received = func.max(ratings.c.seq), func.max(ratings.c.received_ms)
    place = (ratings.c.unit, ratings.c.named)
    for unit, named, *told in connection.execute(
        select(*place, last, received).where(which).group_by(*place)
    ):
        yield unit, leaf_of(named), *told
    theirs = and_(which, answers.c.ledger_no == ratings.c.ledger_no, answers.c.seq == ratings.c.seq)
    last = func.max(func.coalesce(ratings.c.detail, ratings.c.seq))
    asking = (ratings.c.unit, ratings.c.questionnaire, answers.c.question)
    rows = select(*asking, last, received).where(theirs).group_by(*asking)
    for unit, questionnaire, question, *told in connection.execute(rows):
        yield unit, asked(questionnaire, question), *told


def _of_offers(connection: Connection, which: ColumnElement[bool]) -> Iterator[Last]:
    last, received = func.max(offers.c.seq), func.max(offers.c.received_ms)
    place = (offers.c.unit, offers.c.kind)
    for unit, kind, *told in connection.execute(select(*place, last, received).where(which).group_by(*place)):
        yield unit, OFFERED.get(kind, (kind,))[0], *told


def _waits(closing: Closing, cell: str, origin: str, line: int, received_ms: int) -> bool:
    seen = closing.published.cells[cell].seen if cell in closing.published.cells else {}
    return received_ms >= closing.over_ms or line > seen.get(origin, 0)
