"""What lines are judged by that a province relays: its records, as its own ledger says them.

Its blobs do not come: they are sealed to keys of the province, and nobody here has anything to do with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.tables import (
    kiosks,
    ledgers,
    province_entries,
    province_keys,
    salvages,
)
from sync.central.figures.canaries import KINDS, Revealed, told_of
from sync.central.figures.difference import Difference
from sync.central.figures.judging import Knowledge
from sync.central.figures.own_lines import province_servers, raw_lines_of
from sync.central.figures.quarantine import Released, check_released
from sync.contract.answers import form_of
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import read_line
from sync.contract.questionnaire import Questionnaire
from sync.contract.relaying import ReleasedBody, ReleasedSalvage, RevokedBody

COUNTER, OFFICIAL, QUESTIONNAIRE, PROOF = "counter", "official", "questionnaire", "proof"
_QUARANTINES: Final = ("kiosk.revoked", "quarantine.released")


class Proof(msgspec.Struct, frozen=True):
    """A proof that a province planned for a kiosk and, once it is revealed, the line it stands in."""

    kiosk: str
    ledger: str | None = None
    seq: int = 0


def relayed_knowledge(connection: Connection, unit: str, province: str) -> Knowledge:
    """What lines of a province's unit are judged by."""
    mine = (province_entries.c.province == province, province_entries.c.unit.in_((unit, "")))
    named: dict[str, set[str]] = {COUNTER: set(), OFFICIAL: set()}
    forms, proofs = {}, defaultdict[str, set[int]](set)
    for row in connection.execute(select(province_entries).where(*mine)):
        if row.kind == QUESTIONNAIRE:
            forms[row.entry] = form_of(msgspec.json.decode(row.document, type=Questionnaire))
        elif row.kind == PROOF:
            proof = msgspec.json.decode(row.document, type=Proof)
            if proof.ledger is not None:
                proofs[proof.ledger].add(proof.seq)
        else:
            named[row.kind].add(row.entry)
    keys = keys_of(connection, province)
    counters, officials = frozenset(named[COUNTER]), frozenset(named[OFFICIAL])
    revealed = {ledger: frozenset(found) for ledger, found in proofs.items()}
    return Knowledge(unit, counters, officials, province, keys, forms, blobs_travel=False, proofs=revealed)


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


def released_by(connection: Connection, teller: str) -> list[ReleasedSalvage]:
    """What the server `teller`, this one or a province's, released from salvages, by its own ledger."""
    found = []
    for raw in raw_lines_of(connection, teller):
        if b'"quarantine.released"' not in raw:
            continue
        try:
            line = read_line(raw)
            if line.kind == _QUARANTINES[1] and line.body.get("into") is not None:
                found.append(convert(line.body, ReleasedSalvage))
        except Malformed:
            continue
    return found


def check_relayed(connection: Connection) -> Iterator[Difference]:
    """Where tables do not say what the provinces' own ledgers say of quarantines and planned proofs."""
    for server in province_servers(connection):
        since = told_since(raw_lines_of(connection, server))
        theirs = select(ledgers).join(kiosks, kiosks.c.kiosk == ledgers.c.kiosk)
        mine = theirs.where(kiosks.c.province == server)
        for row in connection.execute(mine.where(ledgers.c.salvaged_from.is_(None))):
            told = since.get(row.ledger, since.get(row.kiosk))
            if told != row.quarantined_from:
                where = f"ledger {row.ledger}"
                yield Difference("quarantined from line", where, str(row.quarantined_from), str(told))
        yield from _check_proofs(connection, server)
        known = released_by(connection, server)
        for row in connection.execute(mine.where(ledgers.c.salvaged_from.is_not(None))).all():
            told_of = [one for one in known if one.into == row.ledger and _is_here(connection, one.digest)]
            yield from check_released(
                connection,
                row,
                [Released(one.digest, one.into, one.after, one.lines, one.digest) for one in told_of],
            )


def _check_proofs(connection: Connection, province: str) -> Iterator[Difference]:
    told, _wrong = told_of(_proofs_told(connection, province))
    mine = (province_entries.c.province == province, province_entries.c.kind == PROOF)
    kept = set()
    for row in connection.execute(select(province_entries).where(*mine)):
        proof = msgspec.json.decode(row.document, type=Proof)
        if proof.ledger is not None:
            kept.add(Revealed(row.entry, proof.kiosk, proof.ledger, proof.seq))
    for one in sorted(told ^ kept):
        stored, derived = (one.canary, "none") if one in kept else ("none", one.canary)
        yield Difference("revealed proof", f"ledger {one.ledger} line {one.seq}", stored, derived)


def _proofs_told(connection: Connection, province: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for raw in raw_lines_of(connection, province):
        if b'"canary.' in raw:
            with suppress(Malformed):
                line = read_line(raw)
                if line.kind in KINDS:
                    yield line.kind, line.body


def owners(connection: Connection) -> Mapping[str, tuple[bytes, ...]]:
    """The keys of every province, by its server's id."""
    return {server: keys_of(connection, server) for server in province_servers(connection)}


def _is_here(connection: Connection, digest: str) -> bool:
    """Whether what was released has come: the word of it goes first."""
    kept = select(salvages.c.digest).where(salvages.c.digest == digest)
    return connection.execute(kept).first() is not None
