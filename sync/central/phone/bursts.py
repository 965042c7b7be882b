"""Invitations that come so fast that they are hardly those of citizens: marked, never taken out."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import Connection, and_, select

from sync.central.database.tables import kiosks, ledgers, offers, ratings, units
from sync.central.figures.marks import BURST_MS, stretches
from sync.central.figures.records import PHONE, OfferKind, Status
from sync.contract.desk_time import DAY_MS, desk_date

_LOOKED_BACK_MS: Final = 30 * DAY_MS


class Burst(NamedTuple):
    """So many invitations of one kiosk at once, and how many of them were answered."""

    kiosk: str
    place: Mapping[str, str]
    day: date
    invitations: int
    ratings: int


def read_bursts(connection: Connection, now_ms: int) -> list[Burst]:
    """Those of the last 30 days, the newest first; invitations whose moment is not known cannot tell."""
    answered = and_(
        ratings.c.ledger_no == offers.c.ledger_no, ratings.c.seq == offers.c.seq, ratings.c.via == PHONE
    )
    rows = connection.execute(
        select(
            ledgers.c.kiosk,
            units.c.name_vi,
            units.c.name_en,
            kiosks.c.name,
            offers.c.earliest_ms,
            ratings.c.rating,
        )
        .join(ledgers, ledgers.c.ledger_no == offers.c.ledger_no)
        .join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        .join(units, units.c.unit == kiosks.c.unit)
        .outerjoin(ratings, answered)
        .where(
            offers.c.kind == OfferKind.INVITATION,
            offers.c.status == Status.COUNTED,
            offers.c.received_ms > now_ms - _LOOKED_BACK_MS,
            offers.c.latest_ms - offers.c.earliest_ms <= BURST_MS,
        )
        .order_by(ledgers.c.kiosk, offers.c.earliest_ms, offers.c.seq)
    )
    by_kiosk = defaultdict(list)
    for row in rows:
        by_kiosk[row.kiosk].append(row)
    found = []
    for kiosk, some in by_kiosk.items():
        for stretch in stretches([row.earliest_ms for row in some], BURST_MS):
            inside = [some[place] for place in stretch]
            names = {"vi": inside[0].name_vi, "en": inside[0].name_en}
            place = {language: f"{unit} · {inside[0].name}" for language, unit in names.items()}
            rated = sum(row.rating is not None for row in inside)
            found.append(Burst(kiosk, place, desk_date(inside[0].earliest_ms), len(inside), rated))
    return sorted(found, key=lambda burst: (burst.day, burst.kiosk), reverse=True)
