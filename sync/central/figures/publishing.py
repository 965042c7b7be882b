"""Closing the days that are over, for every unit, before anybody reads what is published."""

import threading
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from sqlalchemy import Connection, Engine, func, select

from sync.central.api.intake import Intake
from sync.central.database.engine import reading, unhurried, writing
from sync.central.database.rows import lock_closing
from sync.central.database.tables import closings, units
from sync.central.figures.arrivals import arrived
from sync.central.figures.closed_marks import judge, keep_marks
from sync.central.figures.closed_rows import keep_rows
from sync.central.figures.closing import Published, close
from sync.central.figures.closings import (
    KIND,
    Closing,
    digest_of,
    keep_outside,
    kept_outside,
    store,
    stored_closings,
)
from sync.central.figures.open_lines import open_all
from sync.central.figures.opened import Opened
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append
from sync.contract.desk_time import began_ms, desk_date

OUTSIDE: Final = "outside"
"""The folder beside the database that is in no backup."""
_DAY: Final = timedelta(days=1)
_CAUGHT_UP: Final = timedelta(days=6)
_ONE: Final = threading.Lock()
"""Threads of this process wait here, where they hold no connection that the one who closes may need."""


def close_due(engine: Engine, identity: Identity, clock: Clock, outside: Path) -> int:
    """Close what is over; how many units published something new. It costs little when nothing is due.

    Raises:
        CannotKeep: the folder `outside` takes nothing; then nothing is published.
    """
    today = desk_date(clock.wall_ms())
    with reading(engine) as connection:
        if not _is_due(connection, today):
            return 0
    with _ONE, writing(engine) as connection:
        unhurried(connection)
        lock_closing(connection)
        return _close_all(engine, connection, identity, clock, outside, today)


class Folders(Protocol):
    """Where the server keeps what is in no database."""

    @property
    def data(self) -> Path:
        """The folder of the keys."""
        ...


class Work(Intake, Protocol):
    """What a job that runs by itself is handed."""

    @property
    def settings(self) -> Folders:
        """Its settings."""
        ...


def close_figures(work: Work) -> str:
    """Close the days that are over, as a job soon after midnight; the first reader would do it otherwise."""
    number = close_due(work.engine, work.identity, work.clock, work.settings.data / OUTSIDE)
    return f"{number} units published new figures"


class _Close(NamedTuple):
    """A unit's state after a day was closed, and what of it was judged there."""

    closing: Closing
    judged: Counter[str]


def _is_due(connection: Connection, today: date) -> bool:
    done = closings.c.closed == str(today - _DAY)
    behind = (
        select(func.count()).select_from(units).outerjoin(closings, (closings.c.unit == units.c.unit) & done)
    )
    return bool(connection.execute(behind.where(closings.c.unit.is_(None))).scalar())


def _close_all(
    engine: Engine, connection: Connection, identity: Identity, clock: Clock, outside: Path, today: date
) -> int:
    stored, changed = stored_closings(connection), []
    states = {unit: one.published for unit, one in stored.items()}
    with reading(engine) as moment:  # one moment for all, begun after this process alone may close
        every = moment.execute(select(units.c.unit).order_by(units.c.unit)).scalars().all()
        known = {unit: _newest(stored.get(unit), kept_outside(outside, unit)) for unit in every}
        due = {unit: one for unit, one in known.items() if one and one.closed < str(today - _DAY)}
        opened = Opened(moment, due)
        for unit, last in known.items():
            closes = _closed(moment, opened, unit, last, today)
            after = closes[-1].closing
            if after.published.number != (last.published.number if last else 0):
                keep_outside(outside, after)
            if after != stored.get(unit):
                changed.append(after)
            before = states.get(unit)
            for one, judged in closes:
                keep_marks(connection, unit, one.closed, judged)
                if one.published.number != _number(before):
                    keep_rows(connection, before, one.published, one.closed)
                    before = one.published
    store(connection, changed)
    if any(one and one.closed > str(today - _DAY) for one in known.values()):
        open_all(connection)  # days will be closed again that were closed while the clock was wrong
    else:
        opened.keep(connection, {one.published.unit: one for one in changed})
    published = [one for one in changed if one.published.number != _number(states.get(one.published.unit))]
    if published:
        states |= {one.published.unit: one.published for one in changed}
        told = digest_of(states.values())
        body = {"closed": str(today - _DAY), "units": told.states, "digest": told.digest}
        append(connection, identity, clock, KIND, body)
    return len(published)


def _closed(
    connection: Connection, opened: Opened, unit: str, known: Closing | None, today: date
) -> list[_Close]:
    """The unit's state after each close until every day before `today` is closed; a first day is only begun.

    Days that nobody closed in time are closed one after the other, so that what each published is of its day;
    of many, only the last ones.
    """
    yesterday = today - _DAY
    if known is None or known.closed >= str(yesterday):  # greater: the clock was wrong then, and is not now
        return [_Close(Closing(str(yesterday), known.published if known else Published(unit)), Counter())]
    closes = [_Close(known, Counter())]
    last = date.fromisoformat(known.closed)
    for day in _days(max(last + _DAY, yesterday - _CAUGHT_UP), yesterday):
        closes.append(_close_of(connection, opened, closes[-1].closing, day))
    return closes[1:]


def _close_of(connection: Connection, opened: Opened, known: Closing, day: date) -> _Close:
    open_since, after = date.fromisoformat(known.closed) + _DAY, day + _DAY
    pooling = (open_since.year, open_since.month) != (after.year, after.month)
    unnamed = (open_since.year, _quarter(open_since)) != (after.year, _quarter(after))
    before, until_ms = known.published, began_ms(after)
    some = opened.arrivals[before.unit]
    arrivals = arrived(opened.counted.get(before.unit, {}), some, until_ms, before.cells)
    published = close(before, arrivals, pooling=pooling, unnamed=unnamed)
    judged = judge(connection, before, published, arrivals, some, until_ms)
    return _Close(Closing(str(day), published), judged)


def _days(first: date, last: date) -> list[date]:
    return [first + place * _DAY for place in range((last - first).days + 1)]


def _quarter(day: date) -> int:
    return (day.month - 1) // 3


def _newest(stored: Closing | None, outside: Closing | None) -> Closing | None:
    if stored is None or (outside is not None and outside.published.number > stored.published.number):
        return outside or stored
    return stored


def _number(state: Published | None) -> int:
    return state.number if state else 0
