"""Corrections of whom ratings were given for, as own ledgers tell of them: this server's, and provinces'.

No line of a kiosk changes. What a line names is kept beside whom it is counted for, so that a later
correction, or a date that becomes known, is judged by the line and never by an earlier correction.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, select

from sync.central.database.tables import corrections
from sync.central.figures.difference import Difference
from sync.central.figures.own_lines import province_servers, said_by
from sync.central.figures.time import Interval
from sync.contract.attribution import CORRECTED, Correction
from sync.contract.encoding import write_json

_AT_KIOSK: Final = (
    select(corrections.c.document)
    .where(corrections.c.teller == bindparam("teller"), corrections.c.kiosk == bindparam("kiosk"))
    .order_by(corrections.c.place)
)


def attributed(some: Iterable[Correction], named: str | None, interval: Interval) -> str | None:
    """Whom something counts for that names `named` and happened in `interval`; `some` are its kiosk's."""
    official = named
    for one in some:
        if reaches(one, named, interval):
            official = one.official
    return official


def reaches(correction: Correction, named: str | None, interval: Interval) -> bool:
    """Whether it is about something that names `named` and happened in `interval`."""
    earliest, latest = interval.earliest, interval.latest
    if correction.named != named or earliest is None or latest is None:
        return False
    return correction.since <= earliest and latest < correction.until


def keep_correction(connection: Connection, teller: str, said: Correction) -> None:
    """Keep what a line just appended to the server `teller`'s own ledger says, after all before it."""
    mine = select(func.count()).select_from(corrections).where(corrections.c.teller == teller)
    place = connection.execute(mine).scalar_one() + 1
    document = write_json(said).decode()
    row = {"teller": teller, "place": place, "kiosk": said.kiosk, "document": document}
    connection.execute(corrections.insert().values(row))


def corrections_at(connection: Connection, teller: str, kiosk: str) -> tuple[Correction, ...]:
    """The corrections at a kiosk, in the order of their lines."""
    rows = connection.execute(_AT_KIOSK, {"teller": teller, "kiosk": kiosk})
    return tuple(msgspec.json.decode(document, type=Correction) for document in rows.scalars())


def keep_all_again(connection: Connection, own: str) -> None:
    """Read all of them again from the ledgers; `own` is this server's id."""
    connection.execute(delete(corrections))
    for teller in (own, *province_servers(connection)):
        for said in said_by(connection, teller, CORRECTED, Correction):
            keep_correction(connection, teller, said)


def check_corrections(connection: Connection, own: str) -> Iterator[Difference]:
    """Where the table of corrections does not say what the own ledgers say."""
    told = {
        (teller, place): said
        for teller in (own, *province_servers(connection))
        for place, said in enumerate(said_by(connection, teller, CORRECTED, Correction), start=1)
    }
    kept = {
        (row.teller, row.place): msgspec.json.decode(row.document, type=Correction)
        for row in connection.execute(select(corrections))
    }
    for key in sorted(told.keys() | kept.keys()):
        if told.get(key) != kept.get(key):
            where = f"server {key[0]}, number {key[1]}"
            yield Difference("correction", where, str(kept.get(key)), str(told.get(key)))
