"""Has the rating that a token names arrived? A forged token and a token of nobody's look the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, or_, select

from sync.central.cases.published import PublishedAnswer, answers_of
from sync.central.database import tables
from sync.contract.desk_time import desk_date
from sync.contract.encoding import Malformed
from sync.contract.keys import verified_raw
from sync.contract.token import Purpose, Token, read_token, receipt_code


@dataclass(frozen=True)
class Receipt:
    """What a citizen is told; `arrived` is the day in Vietnam, None while the rating is on its way.

    `answers`: what was published to what was said with it.
    """

    code: str
    place: Mapping[str, str]
    arrived: date | None
    answers: Sequence[PublishedAnswer] = ()


def find_receipt(connection: Connection, text: str) -> Receipt | None:
    """Return the receipt of a rating's token, or None if no kiosk of ours signed it."""
    try:
        token, message, signature = read_token(text)
    except Malformed:
        return None
    kiosks, units, ledgers = tables.kiosks, tables.units, tables.ledgers
    kiosk = connection.execute(
        select(kiosks.c.public_key, units.c.name_vi, units.c.name_en)
        .join(units, units.c.unit == kiosks.c.unit)
        .where(kiosks.c.kiosk == token.kiosk)
    ).one_or_none()
    if token.purpose is not Purpose.RATING or kiosk is None or kiosk.public_key is None:
        return None
    if not verified_raw(bytes.fromhex(kiosk.public_key), signature, message):
        return None
    ledger = connection.execute(select(ledgers.c.kiosk).where(ledgers.c.ledger == token.ledger)).one_or_none()
    if ledger is not None and ledger.kiosk != token.kiosk:
        return None
    place = {"vi": kiosk.name_vi, "en": kiosk.name_en}
    arrived = _arrival(connection, token)
    return Receipt(
        receipt_code(token.id), place, arrived, answers_of(connection, token.id) if arrived else ()
    )


def _arrival(connection: Connection, token: Token) -> date | None:
    """When it came, in its ledger or as a line that was released from a salvage of it."""
    ledgers, ratings = tables.ledgers, tables.ratings
    received_ms = connection.scalar(
        select(ratings.c.received_ms)
        .join(ledgers, ledgers.c.ledger_no == ratings.c.ledger_no)
        .where(
            ratings.c.rating == token.id,
            ledgers.c.kiosk == token.kiosk,
            or_(ledgers.c.ledger == token.ledger, ledgers.c.salvaged_from == token.ledger),
        )
        .order_by(ledgers.c.ledger_no, ratings.c.seq)
        .limit(1)
    )
    return None if received_ms is None else desk_date(received_ms)
