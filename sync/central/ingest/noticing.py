"""What accepted lines give away: whose ledger they follow, whether the kiosk was put back, what is over."""

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import end_alarm, end_alarms, goes_on, open_alarms, raise_alarm
from sync.central.api.receipts import Holding
from sync.central.database.tables import kiosks, ledgers
from sync.central.figures.salvaged import has_salvages
from sync.central.fleet.canaries import has_given
from sync.central.fleet.commanding import hear_commands
from sync.central.fleet.noticing import has_heirs, notice_clone, notice_lost, notice_rewound
from sync.central.fleet.updates import hear_updates
from sync.contract.encoding import Malformed, is_id
from sync.contract.ledger import read_line
from sync.contract.segment import Segment

_SAID: Final = (
    kiosks.c.kiosk,
    kiosks.c.state,
    kiosks.c.replaced_by,
    kiosks.c.ledger,
    kiosks.c.last,
    kiosks.c.head,
    has_salvages.label("salvages"),
    has_given.label("proofs"),
    has_heirs.label("heirs"),
    goes_on(Kind.LOST_HERE).label("lost"),
)
_KIOSK: Final = select(*_SAID).where(kiosks.c.kiosk == bindparam("kiosk"))


def deliverer(connection: Connection, segment: Segment) -> Row[*tuple[Any, ...]]:
    """The kiosk that delivers, and what of it there is to look after: one statement, for there rarely is."""
    header = segment.header
    return connection.execute(_KIOSK, {"kiosk": header.kiosk, "ledger": header.ledger}).one()


def notice_accepted(
    connection: Connection,
    segment: Segment,
    kiosk: Row[*tuple[Any, ...]],
    held_before: int,
    now_ms: int,
) -> None:
    """Look at a segment of its deliverer that was just accepted; line `held_before` was held until then."""
    header = segment.header
    if header.hole and header.last.seq > held_before:
        told = {"first": held_before + 1, "last": header.last.seq}
        about = f"{told['first']}-{told['last']}"
        raise_alarm(connection, Kind.HOLE, header.kiosk, now_ms, ledger=header.ledger, about=about, **told)
    if held_before == 0 and segment.lines:
        _notice_parent(connection, segment, now_ms)
    if kiosk.heirs and held_before and header.last.seq > held_before:
        notice_clone(connection, header.kiosk, header.ledger, now_ms, may_be_late=True)
    _notice_kiosk(connection, segment, kiosk, now_ms)
    _hear_directory(connection, segment)
    hear_commands(connection, segment, now_ms)
    hear_updates(connection, segment, now_ms)
    lost = open_alarms(connection, Kind.LOST_HERE, header.ledger) if kiosk.lost else {}
    for number, detail in lost.items():
        if header.last.seq >= detail["needed"]:
            end_alarm(connection, number, now_ms)


def notice_gap(connection: Connection, segment: Segment, holding: Holding, now_ms: int) -> None:
    """A kiosk sends lines behind some that are not here: it was once told that they were."""
    notice_lost(connection, segment.header.kiosk, holding, segment.header.first - 1, now_ms)


def _notice_parent(connection: Connection, segment: Segment, now_ms: int) -> None:
    header = segment.header
    try:
        line = read_line(segment.lines[0])
    except Malformed:
        return
    parent, reason = line.body.get("parent"), line.body.get("reason")
    if line.kind != "ledger.opened" or reason not in {"forked", "restored", "corrupt"}:
        return
    old = parent.get("ledger") if isinstance(parent, dict) else None
    seq = parent.get("seq") if isinstance(parent, dict) else None
    known = old if isinstance(old, str) and is_id(old) else ""
    connection.execute(update(ledgers).where(ledgers.c.ledger == header.ledger).values(parent=known or None))
    end_alarms(connection, Kind.FORKED, now_ms, ledger=known)
    raise_alarm(
        connection,
        Kind.NEW_LEDGER,
        header.kiosk,
        now_ms,
        ledger=known,
        about=header.ledger,
        reason=reason,
        seq=seq if isinstance(seq, int) else None,
    )


def _hear_directory(connection: Connection, segment: Segment) -> None:
    """Note the newest directory that these lines say was applied: a kiosk may send no heartbeats."""
    versions = [_applied(line) for line in segment.lines if b'"directory.applied"' in line]
    newest = max(versions, default=0)
    mine = kiosks.c.kiosk == segment.header.kiosk
    older = func.coalesce(kiosks.c.directory_version, 0) < newest
    if newest:
        connection.execute(update(kiosks).where(mine, older).values(directory_version=newest))


def _applied(raw: bytes) -> int:
    try:
        line = read_line(raw)
    except Malformed:
        return 0
    version = line.body.get("version")
    return version if line.kind == "directory.applied" and isinstance(version, int) else 0


def _notice_kiosk(
    connection: Connection, segment: Segment, kiosk: Row[*tuple[Any, ...]], now_ms: int
) -> None:
    header = segment.header
    if kiosk.state == "replaced":
        raise_alarm(connection, Kind.REPLACED, kiosk.kiosk, now_ms, by=kiosk.replaced_by)
    if kiosk.state == "retired":
        raise_alarm(connection, Kind.RETIRED, kiosk.kiosk, now_ms)
    if kiosk.state == "revoked":
        raise_alarm(connection, Kind.QUARANTINED, kiosk.kiosk, now_ms, ledger=header.ledger)
    said = kiosk.last if kiosk.ledger == header.ledger else None
    if said is None or not segment.lines or not header.first <= said <= header.last.seq:
        return
    if segment.hashes[said - header.first].hex() != kiosk.head:
        notice_rewound(connection, kiosk.kiosk, header.ledger, said, said, now_ms)
