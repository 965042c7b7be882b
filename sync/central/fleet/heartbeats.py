"""Signs of life: what a kiosk says of itself is kept, the newest only."""

from sqlalchemy import Connection, update

from sync.central.api.receipts import Holding, holding_of
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.database.tables import kiosks
from sync.central.database.text import storable
from sync.contract.heartbeat import Heartbeat
from sync.contract.problems import Code
from sync.contract.version import PROTOCOL


def keep_heartbeat(connection: Connection, sender: Sender, beat: Heartbeat, now_ms: int) -> Holding:
    """Keep what the kiosk says; return what is held of its ledger.

    Raises:
        Refused: another protocol, another kiosk's heartbeat or ledger, or a head it did not sign.
    """
    if beat.hailong != PROTOCOL:
        raise Refused(Code.VERSION, f"this server speaks protocol {PROTOCOL}")
    if beat.kiosk != sender.kiosk:
        raise Refused(Code.NOT_YOURS, "the heartbeat is another kiosk's")
    if not beat.signed_by(sender.public):
        raise Refused(Code.REQUEST, "the heartbeat's head is not signed by this kiosk")
    holding = holding_of(connection, beat.ledger, sender.kiosk)
    connection.execute(
        update(kiosks)
        .where(kiosks.c.kiosk == sender.kiosk)
        .values(
            last_heard_ms=now_ms,
            ledger=beat.ledger,
            last=beat.last,
            head=beat.head,
            settled=beat.settled,
            pending=max(beat.last - holding.head.seq, 0),
            room_bytes=beat.room_bytes,
            software=storable(beat.software, 64),
            directory_version=beat.directory,
            offset_ms=beat.offset_ms,
        )
    )
    return holding
