"""Ratings by phone, as own ledgers tell of them: this server's, and those of provinces.

Such a line says a score and nothing of whom it rates: that is for the kiosk's line of the invitation to say.
It counts when both are here, whichever came first, and once, since it stands in the invitation's place; one
that was given after the invitation had ended does not, though only the kiosk's line may tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select

from sync.central.database.among import among
from sync.central.database.rows import put
from sync.central.database.tables import phone_ratings
from sync.central.figures.difference import Difference
from sync.central.figures.own_lines import lines_by, province_servers
from sync.central.figures.records import Phoned
from sync.contract.encoding import Malformed, convert, write_json
from sync.contract.ledger import Line
from sync.contract.phone import RATED, PhoneRating

Ledger = Row[*tuple[Any, ...]]


def phoned_from(line: Line) -> Phoned:
    """The rating by phone that a line of an own ledger tells of.

    Raises:
        Malformed: it tells of none.
    """
    return Phoned(**msgspec.structs.asdict(convert(line.body, PhoneRating)), at_ms=line.at)


def keep_phoned(connection: Connection, teller: str, said: Phoned) -> bool:
    """Keep what a line of the server `teller`'s own ledger says; of an invitation, the last one holds.

    Whether another was there.
    """
    mine = (phone_ratings.c.teller == teller, phone_ratings.c.invitation == said.invitation)
    again = connection.execute(select(phone_ratings.c.rating).where(*mine)).first() is not None
    row = {"teller": teller, "invitation": said.invitation, "kiosk": said.kiosk, "ledger": said.ledger}
    put(connection, phone_ratings, [row | {"rating": said.rating, "document": write_json(said).decode()}])
    return again


def phoned_in(
    connection: Connection, teller: str, ledger: Ledger, invitations: Iterable[str] | None = None
) -> dict[str, Phoned]:
    """By invitation, the ratings by phone of a kiosk's ledger: all, or those of these invitations."""
    wanted = None if invitations is None else sorted(invitations)
    if wanted == []:
        return {}
    which = [
        phone_ratings.c.teller == teller,
        phone_ratings.c.kiosk == ledger.kiosk,
        phone_ratings.c.ledger == (ledger.salvaged_from or ledger.ledger),
    ]
    if wanted is not None:
        which.append(among(phone_ratings.c.invitation, wanted))
    rows = connection.execute(select(phone_ratings.c.document).where(*which)).scalars()
    said = (msgspec.json.decode(document, type=Phoned) for document in rows)
    return {one.invitation: one for one in said}


class PhonedUntil:
    """All ratings by phone as own ledgers told of them up to the lines that `heads` names, by ledger."""

    def __init__(self, connection: Connection, heads: Mapping[str, int]) -> None:
        self._connection = connection
        self._heads = heads
        self._told: dict[str, dict[tuple[str, str], dict[str, Phoned]]] = {}

    def of(self, teller: str, ledger: Ledger) -> Mapping[str, Phoned]:
        """Those of a kiosk's ledger, by invitation; each own ledger is read once."""
        if teller not in self._told:
            found = self._told.setdefault(teller, {})
            for one in _told_by(self._connection, teller, self._heads):
                found.setdefault((one.kiosk, one.ledger), {})[one.invitation] = one
        return self._told[teller].get((ledger.kiosk, ledger.salvaged_from or ledger.ledger), {})


def keep_phoned_again(connection: Connection, own: str) -> None:
    """Read all of them again from the ledgers; `own` is this server's id."""
    connection.execute(delete(phone_ratings))
    for teller, said in _told(connection, own):
        keep_phoned(connection, teller, said)


def check_phoned(connection: Connection, own: str) -> Iterator[Difference]:
    """Where the table of ratings by phone does not say what the own ledgers say."""
    told = {(teller, said.invitation): said for teller, said in _told(connection, own)}
    kept = {
        (row.teller, row.invitation): msgspec.json.decode(row.document, type=Phoned)
        for row in connection.execute(select(phone_ratings))
    }
    for key in sorted(told.keys() | kept.keys()):
        if told.get(key) != kept.get(key):
            yield Difference(
                "rating by phone", f"invitation {key[1]}", str(kept.get(key)), str(told.get(key))
            )


def _told(connection: Connection, own: str) -> Iterator[tuple[str, Phoned]]:
    for teller in (own, *province_servers(connection)):
        for said in _told_by(connection, teller):
            yield teller, said


def _told_by(connection: Connection, teller: str, heads: Mapping[str, int] | None = None) -> Iterator[Phoned]:
    for line in lines_by(connection, teller, RATED, heads):
        with suppress(Malformed):
            yield phoned_from(line)
