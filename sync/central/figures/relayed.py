"""What lines are judged by that a province relays: its records, as its own ledger says them.

Its blobs do not come: they are sealed to keys of the province, and nobody here has anything to do with them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.tables import kiosks, ledgers, lines, province_entries, province_keys, provinces
from sync.central.figures.difference import Difference
from sync.central.figures.judging import Knowledge
from sync.contract.answers import form_of
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import read_line
from sync.contract.questionnaire import Questionnaire
from sync.contract.relaying import ReleasedBody, RevokedBody

COUNTER, OFFICIAL, QUESTIONNAIRE = "counter", "official", "questionnaire"
_QUARANTINES: Final = ("kiosk.revoked", "quarantine.released")


def relayed_knowledge(connection: Connection, unit: str, province: str) -> Knowledge:
    """What lines of a province's unit are judged by."""
    mine = (province_entries.c.province == province, province_entries.c.unit.in_((unit, "")))
    named: dict[str, set[str]] = {COUNTER: set(), OFFICIAL: set()}
    forms = {}
    for row in connection.execute(select(province_entries).where(*mine)):
        if row.kind == QUESTIONNAIRE:
            forms[row.entry] = form_of(msgspec.json.decode(row.document, type=Questionnaire))
        else:
            named[row.kind].add(row.entry)
    keys = keys_of(connection, province)
    counters, officials = frozenset(named[COUNTER]), frozenset(named[OFFICIAL])
    return Knowledge(unit, counters, officials, province, keys, forms, blobs_travel=False)


def keys_of(connection: Connection, province: str) -> tuple[bytes, ...]:
    """Every key (32 bytes) that ever was the province's."""
    mine = select(province_keys.c.key).where(province_keys.c.province == province)
    return tuple(map(bytes.fromhex, connection.execute(mine.order_by(province_keys.c.since_ms)).scalars()))


def told_since(raw_lines: Iterable[bytes]) -> dict[str, int]:
    """From which line on a ledger (or, of a kiosk, every ledger that is not named) does not count."""
    since: dict[str, int] = {}
    for raw in raw_lines:
        try:
            line = read_line(raw)
            if line.kind == _QUARANTINES[0]:
                revoked = convert(line.body, RevokedBody)
                since[revoked.kiosk] = 1
                since |= {one.ledger: one.held + 1 for one in revoked.ledgers}
            elif line.kind == _QUARANTINES[1] and "ledger" in line.body and "salvage" not in line.body:
                released = convert(line.body, ReleasedBody)
                since[released.ledger] = released.last + 1
        except Malformed:
            continue
    return since


def check_relayed(connection: Connection) -> Iterator[Difference]:
    """Where tables do not say what the provinces' own ledgers say of quarantines."""
    for province in connection.execute(select(provinces.c.server).where(provinces.c.server.is_not(None))):
        since = told_since(_lines_of(connection, province.server))
        theirs = select(ledgers).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        for row in connection.execute(theirs.where(kiosks.c.province == province.server)):
            told = since.get(row.ledger, since.get(row.kiosk))
            if told != row.quarantined_from:
                where = f"ledger {row.ledger}"
                yield Difference("quarantined from line", where, str(row.quarantined_from), str(told))


def owners(connection: Connection) -> Mapping[str, tuple[bytes, ...]]:
    """The keys of every province, by its server's id."""
    known = connection.execute(select(provinces.c.server).where(provinces.c.server.is_not(None)))
    return {row.server: keys_of(connection, row.server) for row in known.all()}


def _lines_of(connection: Connection, province: str) -> Iterator[bytes]:
    rows = connection.execute(
        select(lines.c.raw)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .where(ledgers.c.kiosk == province)
        .order_by(ledgers.c.ledger_no, lines.c.seq)
    )
    for row in rows:
        yield bytes(row.raw)
