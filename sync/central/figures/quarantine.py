"""What is kept and not counted, and what of it was released, as the own ledger says."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from sync.central.database.rows import in_pieces
from sync.central.database.tables import kiosks, ledgers, lines, salvages, server
from sync.central.figures.difference import Difference
from sync.contract.encoding import Malformed
from sync.contract.ledger import read_line
from sync.contract.salvage import read_kept_salvage


class Released(NamedTuple):
    """A salvage that counts: its lines stand in ledger `into`, read after line `after` of their old one."""

    salvage: str
    into: str
    after: int
    lines: int
    digest: str


def numbered(raw_lines: Iterable[bytes]) -> dict[int, bytes]:
    """The readable lines of a salvage by the numbers that they had; the first of each number."""
    found: dict[int, bytes] = {}
    for raw in raw_lines:
        try:
            found.setdefault(read_line(raw).seq, raw)
        except Malformed:
            continue
    return found


def digest_of_lines(raw_lines: Iterable[bytes]) -> str:
    """SHA-256 of these lines, each with a newline, hex."""
    return hashlib.sha256(b"".join(raw + b"\n" for raw in raw_lines)).hexdigest()


def told_quarantines(connection: Connection) -> tuple[dict[str, int], list[Released], set[str]]:
    """From which line ledgers are quarantined, what was released, and who is revoked, by the own ledger."""
    since: dict[str, int] = {}
    released, revoked = [], set()
    for kind, body in own_lines(connection, "kiosk.revoked", "quarantine.released"):
        if kind == "kiosk.revoked":
            revoked.add(str(body["kiosk"]))
            since |= {str(entry["ledger"]): int(entry["held"]) + 1 for entry in body["ledgers"]}
        elif "salvage" in body and body["into"] is None:
            continue  # all of it was held elsewhere
        elif "salvage" in body:
            released.append(
                Released(body["salvage"], body["into"], body["after"], body["lines"], body["digest"])
            )
        else:
            since[str(body["ledger"])] = int(body["last"]) + 1
    return since, released, revoked


def check_quarantines(connection: Connection) -> Iterator[Difference]:
    """Where tables do not say what the own ledger says of quarantines and salvages."""
    since, released, revoked = told_quarantines(connection)
    relayed = select(kiosks.c.kiosk).where(kiosks.c.province.is_not(None))
    ours = (ledgers.c.salvaged_from.is_(None), ledgers.c.kiosk.not_in(relayed))
    for row in connection.execute(select(ledgers).where(*ours)):
        told = since.get(row.ledger, 1 if row.kiosk in revoked else None)
        if told != row.quarantined_from:
            where = f"ledger {row.ledger}"
            yield Difference("quarantined from line", where, str(row.quarantined_from), str(told))
    by_ledger: dict[str, list[Released]] = {}
    for one in released:
        by_ledger.setdefault(one.into, []).append(one)
    salvaged = (ledgers.c.salvaged_from.is_not(None), ledgers.c.kiosk.not_in(relayed))
    for row in connection.execute(select(ledgers).where(*salvaged)):
        yield from check_released(connection, row, by_ledger.pop(row.ledger, []))
    for name in by_ledger:
        yield Difference("released lines", f"ledger {name}", "none", "a ledger")


def check_released(connection: Connection, row: Any, released: list[Released]) -> Iterator[Difference]:
    """Where a ledger of released lines is not what was told of it; `salvage` names what is kept of each."""
    name = f"ledger {row.ledger} of salvaged lines"
    after = min((one.after for one in released), default=None)
    if after != row.salvaged_after:
        yield Difference("read after line", name, str(row.salvaged_after), str(after))
    stored = {
        line.seq: bytes(line.raw)
        for line in connection.execute(select(lines).where(lines.c.ledger_no == row.ledger_no))
    }
    unexplained = dict(stored)
    for one in released:
        body = connection.execute(select(salvages.c.body).where(salvages.c.digest == one.salvage)).scalar()
        if body is None:
            yield Difference("salvage", one.salvage, "none", "one")
            continue
        brought = numbered(read_kept_salvage(bytes(body)).lines)
        counted = {seq: raw for seq, raw in brought.items() if stored.get(seq) == raw}
        found = digest_of_lines(counted[seq] for seq in sorted(counted))
        if (len(counted), found) != (one.lines, one.digest):
            yield Difference("released lines", f"{name}, {one.salvage}", str(len(counted)), str(one.lines))
        for seq in counted:
            unexplained.pop(seq, None)
    for seq in unexplained:
        yield Difference("line of no released salvage", f"{name} line {seq}", "one", "none")


def own_lines(connection: Connection, *kinds: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The bodies of the own ledger's lines of these kinds, in order."""
    own = (
        select(lines.c.raw)
        .join(ledgers, ledgers.c.ledger_no == lines.c.ledger_no)
        .join(server, server.c.server == ledgers.c.kiosk)
        .order_by(ledgers.c.ledger_no, lines.c.seq)
    )
    wanted = [kind.encode() for kind in kinds]
    for row in in_pieces(connection, own):
        if any(kind in row.raw for kind in wanted) and (line := json.loads(row.raw))["kind"] in kinds:
            yield line["kind"], line["body"]
