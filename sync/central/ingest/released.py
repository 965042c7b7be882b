"""Lines that a province released from a salvage: taken if its own ledger says so, and counted like there."""

import hashlib

from sqlalchemy import Connection, select, update

from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.database.rows import insert_new, lock_units
from sync.central.database.tables import ledgers, lines, salvages
from sync.central.figures.derive import reread
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.quarantine import numbered
from sync.central.figures.relayed import released_by
from sync.central.figures.stand import Stand, write_stand
from sync.contract.ledger import opening
from sync.contract.problems import Code
from sync.contract.relaying import ReleasedSalvage
from sync.contract.salvage import Salvage


def take_released(connection: Connection, sender: Sender, salvage: Salvage, body: bytes, now_ms: int) -> None:
    """Count lines that the province `sender.province` released for its kiosk; the same again changes nothing.

    Raises:
        Refused: its own ledger, as far as it is here, says nothing of the kind.
    """
    header = salvage.header
    lock_units(connection, [sender.unit])
    known = released_by(connection, sender.province or "")
    of_these = (one for one in known if (one.into, one.digest) == (header.ledger, header.digest))
    release = next(of_these, None)
    if release is None or release.kiosk != sender.kiosk or release.lines != len(salvage.lines):
        raise Refused(Code.NOT_YOURS, "the province's own ledger tells of no such release")
    kept: dict[str, object] = {"digest": header.digest, "kiosk": sender.kiosk, "ledger": header.ledger}
    kept |= {"salvage": header.salvage, "body": body, "received_ms": now_ms, "released_ms": now_ms}
    insert_new(connection, salvages, [kept])
    insert_new(connection, ledgers, [_begun(sender, release, now_ms)])
    row = connection.execute(select(ledgers).where(ledgers.c.ledger == release.into).with_for_update()).one()
    if row.kiosk != sender.kiosk or row.salvaged_from != release.ledger:
        raise Refused(Code.NOT_YOURS, "this ledger is another's")
    stored = set(connection.execute(select(lines.c.seq).where(lines.c.ledger_no == row.ledger_no)).scalars())
    new = {seq: raw for seq, raw in numbered(salvage.lines).items() if seq not in stored}
    own = {"ledger_no": row.ledger_no, "received_ms": now_ms}
    rows = [own | {"seq": seq, "raw": raw, "hash": hashlib.sha256(raw).digest()} for seq, raw in new.items()]
    insert_new(connection, lines, rows)
    grown = {"held": row.held + len(new), "salvaged_after": min(row.salvaged_after, release.after)}
    mine = ledgers.c.ledger_no == row.ledger_no
    connection.execute(update(ledgers).where(mine).values(**grown))
    ledger = connection.execute(select(ledgers).where(mine)).one()
    reread(connection, ledger, knowledge_of(connection, sender.unit, "", ()))


def _begun(sender: Sender, release: ReleasedSalvage, now_ms: int) -> dict[str, object]:
    return {
        "ledger": release.into,
        "kiosk": sender.kiosk,
        "state": "held",
        "held": 0,
        "head": opening(release.into),
        "signature": "",
        "reading": write_stand(Stand()),
        "opened_ms": now_ms,
        "received_ms": now_ms,
        "salvaged_from": release.ledger,
        "salvaged_after": release.after,
    }
