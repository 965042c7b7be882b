"""Letting count what was kept apart: a second person's word, written into the own ledger."""

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from sync.central.alarms.kinds import Kind
from sync.central.alarms.listing import person
from sync.central.alarms.raising import end_alarms
from sync.central.database.rows import AT_A_TIME, insert_new, lock_units
from sync.central.database.tables import blobs, kiosks, ledgers, lines, proposals, salvages
from sync.central.figures.derive import reread
from sync.central.figures.knowledge import knowledge_of
from sync.central.figures.quarantine import digest_of_lines, numbered
from sync.central.figures.stand import Stand, write_stand
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append
from sync.central.keys.published import known_keys
from sync.central.quarantine.waiting import QuarantineRefused, Waiting, find_waiting
from sync.contract.salvage import Salvage, read_salvage
from sync.contract.segment import digest, named_blobs

Record = Row[*tuple[Any, ...]]


def release(
    connection: Connection, identity: Identity, clock: Clock, name: str, by: str, account: str | None = None
) -> Waiting:
    """Let what was proposed count from now on; figures follow in this transaction.

    Two persons are two accounts, where both are known; otherwise two names.

    Raises:
        QuarantineRefused: nothing of that name waits, nobody proposed it, or the same person did.
    """
    waiting = find_waiting(connection, name)
    who = person(by)
    if waiting.proposed_by is None:
        raise QuarantineRefused(f"{waiting.what}: nobody has proposed it; quarantine propose comes first")
    both = waiting.account is not None and account is not None
    if waiting.account == account if both else waiting.proposed_by.casefold() == who.casefold():
        raise QuarantineRefused(f"{waiting.what}: {who} proposed it; somebody else must release it")
    unit = connection.execute(select(kiosks.c.unit).where(kiosks.c.kiosk == waiting.kiosk)).scalar_one()
    lock_units(connection, [unit])
    people = {"proposed_by": waiting.proposed_by, "released_by": who, "why": waiting.why}
    release_one = _release_salvage if waiting.kind == "salvage" else _release_ledger
    told = release_one(connection, identity, clock, unit, waiting)
    append(connection, identity, clock, "quarantine.released", told | people)
    connection.execute(delete(proposals).where(proposals.c.what == waiting.what))
    return waiting


def _release_ledger(
    connection: Connection, identity: Identity, clock: Clock, unit: str, waiting: Waiting
) -> dict[str, Any]:
    mine = ledgers.c.ledger == waiting.what
    row = connection.execute(select(ledgers).where(mine).with_for_update()).one()
    connection.execute(update(ledgers).where(mine).values(quarantined_from=row.held + 1))
    _reread(connection, identity, unit, waiting.what)
    end_alarms(connection, Kind.QUARANTINED, clock.wall_ms(), ledger=waiting.what)
    return {"ledger": waiting.what, "kiosk": waiting.kiosk, "last": row.held}


def _release_salvage(
    connection: Connection, identity: Identity, clock: Clock, unit: str, waiting: Waiting
) -> dict[str, Any]:
    row = connection.execute(select(salvages).where(salvages.c.digest == waiting.what)).one()
    salvage = read_salvage(bytes(row.body))
    brought = numbered(salvage.lines)
    new = _not_held(connection, waiting.kiosk, brought)
    told: dict[str, Any] = {
        "salvage": waiting.what,
        "kiosk": waiting.kiosk,
        "ledger": waiting.ledger,
        "into": None,
    }
    if new:
        after = min(_held(connection, waiting), min(new) - 1)
        into = _ledger_for(connection, clock, waiting, new, after)
        _insert(connection, into.ledger_no, new, salvage, row.received_ms)
        _reread(connection, identity, unit, into.ledger)
        stored = _stored(connection, into.ledger_no)
        counted = [brought[seq] for seq in sorted(brought) if stored.get(seq) == brought[seq]]
        told |= {"into": into.ledger, "after": after}
        told |= {"lines": len(counted), "digest": digest_of_lines(counted)}
    now_ms = clock.wall_ms()
    connection.execute(update(salvages).where(salvages.c.digest == waiting.what).values(released_ms=now_ms))
    end_alarms(connection, Kind.SALVAGE, now_ms, ledger=waiting.ledger, about=waiting.what)
    return told


def _not_held(connection: Connection, kiosk: str, brought: Mapping[int, bytes]) -> dict[int, bytes]:
    """Without the lines that stand, byte for byte and under their number, in a ledger of that kiosk."""
    new, numbers = dict(brought), sorted(brought)
    for place in range(0, len(numbers), AT_A_TIME):
        some = numbers[place : place + AT_A_TIME]
        for line in connection.execute(
            select(lines.c.seq, lines.c.raw)
            .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
            .where(ledgers.c.kiosk == kiosk, lines.c.seq.in_(some))
        ):
            if bytes(line.raw) == brought[line.seq]:
                new.pop(line.seq, None)
    return new


def _held(connection: Connection, waiting: Waiting) -> int:
    mine = (ledgers.c.ledger == waiting.ledger, ledgers.c.kiosk == waiting.kiosk)
    return connection.execute(select(ledgers.c.held).where(*mine)).scalar() or 0


def _ledger_for(
    connection: Connection, clock: Clock, waiting: Waiting, new: Mapping[int, bytes], after: int
) -> Record:
    """The ledger of released lines where these have room: none of their numbers is taken by another line."""
    mine = (ledgers.c.salvaged_from == waiting.ledger, ledgers.c.kiosk == waiting.kiosk)
    order = ledgers.c.ledger_no
    for row in connection.execute(select(ledgers).where(*mine).order_by(order).with_for_update()).all():
        if not _stored(connection, row.ledger_no).keys() & new.keys():
            earlier = min(after, row.salvaged_after)
            which = ledgers.c.ledger_no == row.ledger_no
            connection.execute(update(ledgers).where(which).values(salvaged_after=earlier))
            return row
    now_ms = clock.wall_ms()
    begun = {
        "ledger": str(uuid.uuid4()),  # nobody can know it, so nobody can deliver to it
        "kiosk": waiting.kiosk,
        "state": "held",
        "held": 0,
        "head": bytes(32),
        "signature": "",
        "reading": write_stand(Stand()),
        "opened_ms": now_ms,
        "received_ms": now_ms,
        "salvaged_from": waiting.ledger,
        "salvaged_after": after,
    }
    return connection.execute(ledgers.insert().values(**begun).returning(ledgers)).one()


def _insert(
    connection: Connection, ledger_no: int, new: Mapping[int, bytes], salvage: Salvage, received_ms: int
) -> None:
    own = {"ledger_no": ledger_no, "received_ms": received_ms}
    connection.execute(
        lines.insert(),
        [own | {"seq": seq, "raw": raw, "hash": hashlib.sha256(raw).digest()} for seq, raw in new.items()],
    )
    named = {name for raw in new.values() for name in named_blobs(raw)}
    brought = {digest(blob): blob for blob in salvage.blobs}
    kept = [own | {"digest": name, "sealed": brought[name]} for name in sorted(brought.keys() & named)]
    insert_new(connection, blobs, kept)
    grown = ledgers.c.held + len(new)
    connection.execute(update(ledgers).where(ledgers.c.ledger_no == ledger_no).values(held=grown))


def _stored(connection: Connection, ledger_no: int) -> dict[int, bytes]:
    rows = connection.execute(select(lines.c.seq, lines.c.raw).where(lines.c.ledger_no == ledger_no))
    return {row.seq: bytes(row.raw) for row in rows}


def _reread(connection: Connection, identity: Identity, unit: str, ledger: str) -> None:
    row = connection.execute(select(ledgers).where(ledgers.c.ledger == ledger).with_for_update()).one()
    keys = known_keys(connection, identity)
    reread(connection, row, knowledge_of(connection, unit, identity.server_id, keys))
