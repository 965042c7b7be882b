"""What was released from salvages goes up, too: its lines, by the digest that the own ledger tells."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from sync.central.database.tables import kiosks, ledgers, lines, relayed, salvages
from sync.central.figures.quarantine import numbered
from sync.central.figures.relayed import released_by
from sync.central.keys.identity import Identity
from sync.contract.keys import sign
from sync.contract.salvage import build_salvage, read_salvage


class Bundle(NamedTuple):
    """Released lines as they travel: a salvage of ledger `into`, without blobs, signed by this server."""

    body: bytes
    digest: str


def salvaged_ledgers(connection: Connection) -> list[int]:
    """Ledgers of released lines of which something has not gone up."""
    ours = (ledgers.c.salvaged_from.is_not(None), kiosks.c.province.is_(None))
    more = ledgers.c.held > func.coalesce(relayed.c.held, 0)
    found = select(ledgers.c.ledger_no).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
    joined = found.join(relayed, relayed.c.ledger_no == ledgers.c.ledger_no, isouter=True)
    return list(connection.execute(joined.where(*ours, more).order_by(ledgers.c.ledger_no)).scalars())


def bundles(connection: Connection, identity: Identity, ledger: Row[*tuple[Any, ...]]) -> list[Bundle]:
    """Every release into a ledger, in the order of the own ledger."""
    rows = connection.execute(select(lines).where(lines.c.ledger_no == ledger.ledger_no))
    stored = {row.seq: bytes(row.raw) for row in rows}
    found = []
    for release in released_by(connection, identity.server_id):
        if release.into != ledger.ledger:
            continue
        row = connection.execute(select(salvages).where(salvages.c.digest == release.salvage)).one()
        brought = numbered(read_salvage(bytes(row.body)).lines)
        body = build_salvage(
            kiosk=ledger.kiosk,
            ledger=ledger.ledger,
            reason=row.salvage,
            lines=[brought[seq] for seq in sorted(brought) if stored.get(seq) == brought[seq]],
            blobs=(),
            sign=lambda message: sign(identity.private, message),
        )
        found.append(Bundle(body, release.digest))
    return found
