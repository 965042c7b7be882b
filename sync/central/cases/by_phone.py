"""What citizens say on the phone, as lines of the own ledger: a later comment, a rating, a text taken back.

The kiosk may not have delivered the rating yet: then what is sealed waits here until it has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, delete, select, update

from sync.central.cases.opening import HEARD, TEXTS, WITHDRAWN, Attached, Finder, add_rules, take
from sync.central.cases.said import reasons_of
from sync.central.database.among import among
from sync.central.database.rows import insert_new
from sync.central.database.tables import cases, ledgers, sealed_texts
from sync.central.figures.finding import ratings_with_ids
from sync.contract.encoding import Hash, Id, Malformed, convert
from sync.contract.ledger import read_line

_RATED: Final = "rated"
_KINDS: Final = {"phone.rated": _RATED, "phone.commented": "", "phone.withdrawn": WITHDRAWN}
_AWAITED: Final = 0
"""The line of a rating that has not come yet."""


class _ByPhone(msgspec.Struct, frozen=True):
    ledger: Id
    rating: Id
    attached: dict[str, Hash] = {}


def read_phone(connection: Connection, ledger_no: int, raws: Iterable[bytes]) -> None:
    """Keep what these lines of the own ledger say until their ratings are here."""
    for raw in raws:
        if b'"phone.' not in raw:
            continue
        try:
            line = read_line(raw)
            said = convert(line.body, _ByPhone)
        except Malformed:
            continue
        if (kind := _KINDS.get(line.kind)) is None:
            continue
        named: dict[str, str] = {name: said.attached[name] for name in TEXTS if name in said.attached}
        named |= {kind: f"{kind} {said.rating}"} if kind else {}
        own = {"ledger_no": ledger_no, "rated_no": ledger_no, "seq": _AWAITED}
        rows = [
            own | {"digest": digest, "name": name, "ledger": said.ledger, "rating": said.rating}
            for name, digest in named.items()
        ]
        insert_new(connection, sealed_texts, rows)


def join_awaited(connection: Connection, finder: Finder) -> None:
    """Take what was said of ratings that have come; a text that was taken back, once there is its case."""
    awaited = (
        select(sealed_texts)
        .where(sealed_texts.c.seq == _AWAITED)
        .order_by(sealed_texts.c.name == WITHDRAWN, sealed_texts.c.ledger_no, sealed_texts.c.digest)
    )
    rows = connection.execute(awaited).all()
    come = _come(connection, {text.rating for text in rows})
    for row, rating in ((text, one) for text in rows for one in come.get((text.ledger, text.rating), ())):
        if row.name == WITHDRAWN and not _take_back(connection, finder, rating):
            continue
        mine = (sealed_texts.c.ledger_no == row.ledger_no, sealed_texts.c.digest == row.digest)
        connection.execute(delete(sealed_texts).where(*mine))
        if row.name == _RATED:
            take(connection, finder, rating, reasons_of(connection, rating), Attached(0, "", {}))
        elif row.name != WITHDRAWN:
            attached = Attached(row.ledger_no, row.ledger, {row.name: row.digest})
            take(connection, finder, rating, (), attached)


def _come(connection: Connection, names: set[str]) -> Mapping[tuple[str, str], list[Row[Any]]]:
    """Those of these ratings that have come, by their id and each name of the ledger that they stand in."""
    found = [row for row in ratings_with_ids(connection, names) if row.status in HEARD]
    numbers = sorted({row.ledger_no for row in found})
    theirs = select(ledgers.c.ledger_no, ledgers.c.ledger, ledgers.c.salvaged_from)
    rows = connection.execute(theirs.where(among(ledgers.c.ledger_no, numbers)))
    named = {row.ledger_no: (row.ledger, row.salvaged_from) for row in rows}
    come: defaultdict[tuple[str, str], list[Row[Any]]] = defaultdict(list)
    for row in found:
        for name in named[row.ledger_no]:
            come[name, row.rating].append(row)
    return come


def _take_back(connection: Connection, finder: Finder, rating: Row[Any]) -> bool:
    mine = (cases.c.ledger_no == rating.ledger_no, cases.c.seq == rating.seq)
    row = connection.execute(select(cases).where(*mine).with_for_update()).one_or_none()
    if row is None:
        return False
    add_rules(connection, finder, row, [WITHDRAWN])
    connection.execute(update(cases).where(*mine).values(summary=None))
    return True
