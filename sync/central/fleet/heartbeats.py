"""Signs of life: what a kiosk says of itself is kept, the newest only."""

import logging

from sqlalchemy import Connection, update

from sync.central.api.receipts import Holding, holding_of
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.api.site import Addresses, site_of
from sync.central.database.tables import kiosks
from sync.central.database.text import storable
from sync.central.directory.publish import publish, published_version
from sync.central.directory.refusal import Unworkable
from sync.central.fleet.forks import is_fork, note_fork
from sync.central.fleet.noticing import notice_beat
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import hold_own_ledger
from sync.contract.heartbeat import Heartbeat
from sync.contract.ledger import Head
from sync.contract.problems import Code
from sync.contract.version import PROTOCOL

_log = logging.getLogger(__name__)


def keep_heartbeat(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    settings: Addresses,
    sender: Sender,
    beat: Heartbeat,
) -> Holding:
    """Keep what the kiosk says; return what is held of its ledger.

    A kiosk whose directory is newer than what is published here (a restored server) gets a newer one at once.

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
    head = Head(beat.last, bytes.fromhex(beat.head))
    behind = beat.directory > published_version(connection, sender.kiosk)
    if behind:
        hold_own_ledger(connection)
    notice_beat(connection, holding, beat, clock.wall_ms())
    if is_fork(connection, holding, head):
        note_fork(connection, beat.ledger, head, clock.wall_ms())
    connection.execute(
        update(kiosks)
        .where(kiosks.c.kiosk == sender.kiosk)
        .values(
            last_heard_ms=clock.wall_ms(),
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
    if behind:
        _publish(connection, identity, clock, settings, sender.kiosk)
    return holding


def _publish(
    connection: Connection, identity: Identity, clock: Clock, settings: Addresses, kiosk: str
) -> None:
    try:
        publish(connection, identity, clock, site_of(connection, settings), kiosk, moving=True)
    except Unworkable as refused:
        _log.warning("%s", refused)
