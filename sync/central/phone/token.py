"""Whose token is it? A forged one and a token of nobody's look the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from sync.central.database.tables import kiosks, ledgers, units
from sync.contract.encoding import Malformed
from sync.contract.keys import verified_raw
from sync.contract.token import Purpose, read_token


@dataclass(frozen=True)
class Held:
    """A rating or invitation (`id`) of a kiosk's ledger, held by who may speak for it; and the unit."""

    purpose: Purpose
    kiosk: str
    ledger: str
    id: str
    unit: str
    place: Mapping[str, str]


def find_token(connection: Connection, text: str) -> Held | None:
    """What a token names, whether it has arrived or not; None if no kiosk of ours signed it."""
    try:
        token, message, signature = read_token(text)
    except Malformed:
        return None
    kiosk = connection.execute(
        select(kiosks.c.public_key, kiosks.c.unit, units.c.name_vi, units.c.name_en)
        .join(units, units.c.unit == kiosks.c.unit)
        .where(kiosks.c.kiosk == token.kiosk, kiosks.c.province.is_(None))
    ).one_or_none()
    if kiosk is None or kiosk.public_key is None:
        return None
    if not verified_raw(bytes.fromhex(kiosk.public_key), signature, message):
        return None
    ledger = connection.execute(select(ledgers.c.kiosk).where(ledgers.c.ledger == token.ledger)).one_or_none()
    if ledger is not None and ledger.kiosk != token.kiosk:
        return None
    place = {"vi": kiosk.name_vi, "en": kiosk.name_en}
    return Held(token.purpose, token.kiosk, token.ledger, token.id, kiosk.unit, place)
