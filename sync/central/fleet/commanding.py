"""Commands: issued here, carried by the kiosk's signed directory, answered by lines of its ledger."""

import uuid
from typing import Final

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.central.alarms.listing import person
from sync.central.api.site import Site
from sync.central.database.tables import blobs, commands, kiosks, ledgers
from sync.central.directory.publish import publish
from sync.central.fleet.adding import KioskRefused
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.commands import DIAGNOSTICS, LONGEST_MS, DoneCommand, TakenCommand, What
from sync.contract.encoding import Malformed, convert
from sync.contract.ledger import Line, read_line
from sync.contract.seal import unseal
from sync.contract.segment import Segment

USUAL_MS: Final = 24 * 3_600_000
SHORTEST_MS: Final = 600_000
"""A kiosk hears of a command with its next heartbeat, some minutes later."""


class Issued(msgspec.Struct, frozen=True, kw_only=True):
    """A command and what came of it; times in ms UTC. `attached`: diagnostics came with the answer."""

    command: str
    kiosk: str
    what: str
    issued_by: str
    issued_ms: int
    expires_ms: int
    taken_ms: int | None
    done_ms: int | None
    outcome: str | None
    code: str | None
    attached: str | None

    def state(self, now_ms: int) -> str:
        """`waiting`, `taken`, `expired`, or its outcome."""
        if self.outcome is not None:
            return self.outcome
        if now_ms >= self.expires_ms:
            return "expired"
        return "waiting" if self.taken_ms is None else "taken"


def issue_command(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    kiosk: str,
    what: str,
    by: str,
    valid_ms: int = USUAL_MS,
) -> Issued:
    """Tell a kiosk to do something once; it is published to it at once.

    Raises:
        KioskRefused: no enrolled kiosk, nothing that may be told, or it is told so already.
    """
    if what not in set(What) or not SHORTEST_MS <= valid_ms <= LONGEST_MS:
        raise KioskRefused(f"{what}: expected one of {', '.join(What)}, for ten minutes to seven days")
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one_or_none()
    if row is None or row.public_key is None or row.state == "revoked":
        raise KioskRefused(f"{kiosk}: no kiosk that listens has this id", "refused_out_of_use")
    now_ms = clock.wall_ms()
    going = (
        commands.c.kiosk == kiosk,
        commands.c.what == what,
        commands.c.done_ms.is_(None),
        commands.c.expires_ms > now_ms,
    )
    if connection.execute(select(commands.c.command).where(*going)).first() is not None:
        raise KioskRefused(f"{kiosk}: is told to {what} already, and has not answered yet", "refused_told")
    new = {"command": str(uuid.uuid4()), "kiosk": kiosk, "what": what, "issued_by": person(by)}
    connection.execute(commands.insert().values(**new, issued_ms=now_ms, expires_ms=now_ms + valid_ms))
    told = {"command": new["command"], "kiosk": kiosk, "what": what, "expires": now_ms + valid_ms}
    append(connection, identity, clock, "command.issued", told | {"by": new["issued_by"]})
    publish(connection, identity, clock, site, kiosk, moving=True)
    return find_command(connection, kiosk, new["command"])


def list_commands(connection: Connection, kiosk: str, most: int = 50) -> list[Issued]:
    """The newest commands of a kiosk."""
    newest = select(commands).where(commands.c.kiosk == kiosk).order_by(commands.c.issued_ms.desc())
    return [_issued(row) for row in connection.execute(newest.limit(most))]


def find_command(connection: Connection, kiosk: str, command: str) -> Issued:
    """One command of a kiosk.

    Raises:
        KioskRefused: there is none of this id.
    """
    which = (commands.c.kiosk == kiosk, commands.c.command == command)
    row = connection.execute(select(commands).where(*which)).one_or_none()
    if row is None:
        raise KioskRefused(f"{command}: no command of this kiosk has this id")
    return _issued(row)


def hear_commands(connection: Connection, segment: Segment, now_ms: int) -> None:
    """Note what lines that were just accepted say of their kiosk's own commands."""
    for raw in segment.lines:
        if b'"command.' in raw:
            _hear(connection, segment.header.kiosk, segment.header.ledger, raw, now_ms)


def diagnostics_of(connection: Connection, identity: Identity, kiosk: str, command: str) -> bytes:
    """The diagnostics that came with an answer, JSON; they are opened now and kept nowhere.

    Raises:
        KioskRefused: none came, or they do not open.
    """
    find_command(connection, kiosk, command)
    found = connection.execute(
        select(blobs.c.sealed, commands.c.ledger)
        .join(ledgers, ledgers.c.ledger == commands.c.ledger)
        .join(blobs, (blobs.c.ledger_no == ledgers.c.ledger_no) & (blobs.c.digest == commands.c.attached))
        .where(commands.c.command == command)
    ).one_or_none()
    if found is None:
        raise KioskRefused(f"{command}: no diagnostics came with its answer")
    try:
        return unseal(bytes(found.sealed), identity.seal_private, DIAGNOSTICS, found.ledger, command)
    except Malformed as error:
        raise KioskRefused(f"{command}: its diagnostics cannot be opened: {error.detail}") from error


def _hear(connection: Connection, kiosk: str, ledger: str, raw: bytes, now_ms: int) -> None:
    try:
        line = read_line(raw)
        told = _told(line)
    except Malformed:
        return
    if told is None:
        return
    mine = (commands.c.kiosk == kiosk, commands.c.command == told.command)
    first = update(commands).where(*mine)
    if isinstance(told, TakenCommand):
        connection.execute(first.where(commands.c.taken_ms.is_(None)).values(taken_ms=now_ms))
        return
    said = {"done_ms": now_ms, "outcome": told.outcome, "code": told.code, "ledger": ledger}
    said["attached"] = told.attached.get(DIAGNOSTICS)
    connection.execute(first.where(commands.c.done_ms.is_(None)).values(said))


def _told(line: Line) -> TakenCommand | DoneCommand | None:
    if line.kind == "command.taken":
        return convert(line.body, TakenCommand)
    return convert(line.body, DoneCommand) if line.kind == "command.done" else None


def _issued(row: Row[*tuple[object, ...]]) -> Issued:
    return msgspec.convert(row._mapping, Issued)
