"""What the holder of a token or of a receipt code is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from sync.central.database.tables import (
    kiosks,
    ledgers,
    phone_comments,
    phone_ratings,
    ratings,
    receipts,
    server,
    units,
    withdrawals,
)
from sync.central.figures.finding import ratings_with_ids
from sync.central.figures.records import PHONE, Status
from sync.central.phone.token import Held
from sync.contract.desk_time import desk_date
from sync.contract.token import Purpose, receipt_code


@dataclass(frozen=True)
class Slip:
    """A rating's; `arrived` is the day in Vietnam, None while it, or its invitation, is on its way.

    `comments` are the days on which something was written on the phone. What is `late` was given after its
    invitation had ended, and does not count.
    """

    rating: str
    code: str
    place: Mapping[str, str]
    arrived: date | None
    by_phone: bool
    comments: tuple[date, ...] = ()
    withdrawn: bool = False
    late: bool = False


def slip_of(connection: Connection, held: Held) -> Slip | None:
    """The slip of a token; None of an invitation that nobody has answered yet."""
    by_phone = held.purpose is Purpose.INVITATION
    rating = answered(connection, held) if by_phone else held.id
    if rating is None:
        return None
    written = select(phone_comments.c.at_ms).where(phone_comments.c.rating == rating)
    days = connection.execute(written.order_by(phone_comments.c.at_ms)).scalars()
    arrived = _arrived(connection, held, rating)
    return Slip(
        rating=rating,
        code=receipt_code(rating),
        place=held.place,
        arrived=None if arrived is None else desk_date(arrived.received_ms),
        by_phone=by_phone,
        comments=tuple(map(desk_date, days)),
        withdrawn=is_withdrawn(connection, rating),
        late=arrived is not None and arrived.status == Status.LATE,
    )


def answered(connection: Connection, held: Held) -> str | None:
    """The rating that an invitation was answered with."""
    mine = (phone_ratings.c.teller == server.c.server, phone_ratings.c.invitation == held.id)
    return connection.execute(
        select(phone_ratings.c.rating).where(*mine, phone_ratings.c.kiosk == held.kiosk)
    ).scalar_one_or_none()


def is_withdrawn(connection: Connection, rating: str) -> bool:
    """Whether no unit shall read what was written with a rating."""
    return withdrawn_among(connection, [rating]) == {rating}


def withdrawn_among(connection: Connection, some: list[str]) -> set[str]:
    """Those of these ratings whose text no unit shall read."""
    mine = select(withdrawals.c.rating).where(withdrawals.c.rating.in_(some))
    return set(connection.execute(mine).scalars())


def find_by_code(connection: Connection, number: int) -> Slip | None:
    """The slip of an arrived rating by its receipt code; it lets nobody write or withdraw anything."""
    row = connection.execute(
        select(ratings, units.c.name_vi, units.c.name_en)
        .join(receipts, and_(receipts.c.ledger_no == ratings.c.ledger_no, receipts.c.seq == ratings.c.seq))
        .join(kiosks, kiosks.c.kiosk == ratings.c.kiosk)
        .join(units, units.c.unit == kiosks.c.unit)
        .where(receipts.c.code == number, kiosks.c.province.is_(None))
        .order_by(ratings.c.ledger_no, ratings.c.seq)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    place = {"vi": row.name_vi, "en": row.name_en}
    arrived, late = desk_date(row.received_ms), row.status == Status.LATE
    return Slip(row.rating, receipt_code(row.rating), place, arrived, row.via == PHONE, late=late)


def of_ledger(held: Held) -> ColumnElement[bool]:
    """The token's ledger, and lines that were released from a salvage of it."""
    return and_(
        ledgers.c.kiosk == held.kiosk,
        or_(ledgers.c.ledger == held.ledger, ledgers.c.salvaged_from == held.ledger),
    )


def _arrived(connection: Connection, held: Held, rating: str) -> Row[*tuple[Any, ...]] | None:
    mine = set(connection.execute(select(ledgers.c.ledger_no).where(of_ledger(held))).scalars())
    return next((row for row in ratings_with_ids(connection, [rating]) if row.ledger_no in mine), None)
