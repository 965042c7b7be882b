"""Marks in their tables: judged again for whatever days of a ledger were touched, and counted."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, delete, func, select

from sync.central.database.among import among
from sync.central.database.rows import append
from sync.central.database.tables import directories, marks
from sync.central.figures.coarse import coarsened
from sync.central.figures.marks import BY_THE_HOUR, Mark, Rule, Told, marks_of
from sync.central.figures.records import Offer, Rating, Status
from sync.central.figures.recounting import recount_marked
from sync.central.figures.rollups import Cells, UnitDay, cells_of
from sync.contract.desk_time import DAY_MS, began_ms
from sync.contract.hours import Hours, followed_hours

_WHEN: Final = attrgetter("published_ms")

_MARKED: Final = (
    marks.c.ledger_no == bindparam("ledger_no"),
    among(marks.c.day, bindparam("days")),
)
_STORED: Final = select(marks.c.seq, marks.c.rule, marks.c.unit, marks.c.day).where(*_MARKED)
_CLEARED: Final = delete(marks).where(*_MARKED)
_OF_KIOSK: Final = directories.c.kiosk == bindparam("kiosk")
_FIRST: Final = select(func.max(directories.c.version)).where(
    _OF_KIOSK, directories.c.published_ms < bindparam("first_ms")
)
_PUBLISHED: Final = (
    select(directories.c.published_ms, directories.c.raw)
    .where(
        _OF_KIOSK,
        directories.c.published_ms < bindparam("last_ms"),
        directories.c.version >= func.coalesce(_FIRST.scalar_subquery(), 0),
    )
    .order_by(directories.c.published_ms, directories.c.version)
)


class _Policies(msgspec.Struct, frozen=True):
    hours: dict[str, Any] | None = None


class _Directory(msgspec.Struct, frozen=True):
    policies: _Policies = _Policies()


def mark_again(
    connection: Connection,
    ledger: Row[*tuple[Any, ...]],
    rated: Iterable[Rating],
    offered: Iterable[Offer],
    cells: Cells,
) -> None:
    """Judge a ledger's ratings of the days in `cells` again, which these are all of.

    Where one of them is or was marked, what is marked is counted again. What a rule made of a time that was
    let go since stays as it is.
    """
    days = sorted({cell.day for cell in cells.days if cell.day})
    by_seq = {one.seq: one for one in rated}
    mine = {"ledger_no": ledger.ledger_no, "days": days}
    stored = connection.execute(_STORED, mine).all()
    before = {Mark(row.seq, Rule(row.rule)) for row in stored}
    found = {
        mark
        for mark in marks_by_day(connection, ledger.kiosk, by_seq.values(), offered)
        if mark.rule not in BY_THE_HOUR or not _is_coarse(by_seq.get(mark.seq))
    }
    found |= {mark for mark in before if mark.rule in BY_THE_HOUR and _is_coarse(by_seq.get(mark.seq))}
    if not before | found:
        return
    connection.execute(_CLEARED, mine)
    append(
        connection,
        marks,
        ("ledger_no", "seq", "rule", "unit", "day"),
        [(ledger.ledger_no, seq, rule, by_seq[seq].unit, by_seq[seq].day) for seq, rule in sorted(found)],
    )
    others = cells_of(by_seq[seq] for seq in {mark.seq for mark in found ^ before} & by_seq.keys())
    marked = {UnitDay(row.unit, row.day) for row in stored}
    marked |= {UnitDay(by_seq[seq].unit, by_seq[seq].day) for seq, _ in found}
    recount_marked(connection, Cells(marked, cells.months | others.months))


def _is_coarse(rating: Rating | None) -> bool:
    return rating is not None and rating.status == Status.COUNTED and rating == coarsened(rating)


def marks_by_day(
    connection: Connection, kiosk: str, rated: Iterable[Rating], offered: Iterable[Offer]
) -> Iterator[Mark]:
    """The marks of one ledger of the kiosk, day by day; a rating of no known day has none."""
    days: defaultdict[str, tuple[list[Rating], list[Offer]]] = defaultdict(lambda: ([], []))
    for rating in rated:
        days[rating.day][0].append(rating)
    for offer in offered:
        days[offer.day][1].append(offer)
    dated = sorted(day for day, (some, _) in days.items() if day and some)
    for day, told in zip(dated, _told(connection, kiosk, dated), strict=True):
        yield from marks_of(*days[day], told)


def _told(connection: Connection, kiosk: str, days: Sequence[str]) -> Iterator[list[Told]]:
    """When the kiosk's desk was open on each of these days, in order.

    That is by the last directory published before the day began, and those published on it; each is read
    once.
    """
    if not days:
        return
    began = [began_ms(date.fromisoformat(day)) for day in days]
    asked = {"kiosk": kiosk, "first_ms": began[0], "last_ms": began[-1] + DAY_MS}
    every = [
        Told(row.published_ms, hours_in(bytes(row.raw))) for row in connection.execute(_PUBLISHED, asked)
    ]
    for moment_ms in began:
        came, behind = (bisect_left(every, end, key=_WHEN) for end in (moment_ms, moment_ms + DAY_MS))
        yield [every[came - 1] if came else Told(0, None), *every[came:behind]]


def hours_in(directory: bytes) -> Hours | None:
    """When the desk is open, as its kiosk reads it in a directory; None: it never closes."""
    policies = msgspec.json.decode(directory.partition(b"\n")[0], type=_Directory).policies
    return followed_hours(policies.hours)
