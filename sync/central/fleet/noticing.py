"""What signs of life give away: a clone, a ledger put back, a server put back, a code used twice."""

from typing import Final

from sqlalchemy import Connection, Engine, bindparam, exists, select

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.api.receipts import Holding
from sync.central.database.engine import writing
from sync.central.database.tables import kiosks, ledgers, lines
from sync.contract.heartbeat import Heartbeat
from sync.contract.ledger import read_line

has_heirs: Final = exists().where(ledgers.c.parent == bindparam("ledger"), ledgers.c.kiosk == kiosks.c.kiosk)
"""Of a row of kiosks: whether another ledger of it took this `ledger`'s place."""

_HEIRS: Final = (
    select(ledgers.c.ledger, lines.c.raw)
    .join(lines, lines.c.ledger_no == ledgers.c.ledger_no)
    .where(ledgers.c.parent == bindparam("ledger"), ledgers.c.kiosk == bindparam("kiosk"), lines.c.seq == 1)
    .order_by(ledgers.c.ledger_no)
)


def notice_beat(connection: Connection, holding: Holding, beat: Heartbeat, now_ms: int) -> None:
    """Compare a heartbeat with the one before, with what is held, and with what followed its ledger."""
    before = connection.execute(select(kiosks).where(kiosks.c.kiosk == beat.kiosk)).one()
    if before.state == "replaced":
        raise_alarm(connection, Kind.REPLACED, beat.kiosk, now_ms, by=before.replaced_by)
    if before.state == "retired":
        raise_alarm(connection, Kind.RETIRED, beat.kiosk, now_ms)
    if before.ledger == beat.ledger and before.last is not None:
        shorter = beat.last < before.last
        if shorter or (beat.last == before.last and beat.head != before.head):
            notice_rewound(connection, beat.kiosk, beat.ledger, before.last, beat.last, now_ms)
    notice_clone(connection, beat.kiosk, beat.ledger, now_ms)
    if beat.settled > holding.head.seq:
        notice_lost(connection, beat.kiosk, holding, beat.settled, now_ms)


def notice_clone(
    connection: Connection, kiosk: str, ledger: str, now_ms: int, *, may_be_late: bool = False
) -> None:
    """A ledger goes on: did another take its place? Then two machines have one key.

    Lines `may_be_late`: a stick may bring some of a ledger that was damaged since.
    """
    for heir in connection.execute(_HEIRS, {"ledger": ledger, "kiosk": kiosk}):
        if not (may_be_late and read_line(bytes(heir.raw)).body.get("reason") == "corrupt"):
            raise_alarm(connection, Kind.CLONE, kiosk, now_ms, ledger=ledger, about=heir.ledger)


def notice_rewound(connection: Connection, kiosk: str, ledger: str, said: int, now: int, now_ms: int) -> None:
    """A kiosk said that it had line `said`, and what it has at line `now` does not lead there."""
    raise_alarm(connection, Kind.REWOUND, kiosk, now_ms, ledger=ledger, said=said, now=now)


def notice_lost(connection: Connection, kiosk: str, holding: Holding, needed: int, now_ms: int) -> None:
    """A kiosk has this server's word for line `needed`, and it is not here."""
    held = holding.head.seq
    raise_alarm(connection, Kind.LOST_HERE, kiosk, now_ms, ledger=holding.ledger, needed=needed, held=held)


def notice_code(engine: Engine, kiosk: str, address: str, now_ms: int) -> None:
    """Another device at `address` tried the code that `kiosk` has used."""
    with writing(engine) as connection:
        raise_alarm(connection, Kind.CODE_REUSED, kiosk, now_ms, address=address)
