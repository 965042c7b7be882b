"""A sign of life: it carries the head even when nothing is pending, so that a restored server shows."""

from dataclasses import dataclass

from sync.agent.carrier import Ask, Carrier, new_nonce
from sync.agent.clock import ask_in_time
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Failure
from sync.agent.ports import Outbox, Position, Signer
from sync.agent.receipts import apply_receipt, received
from sync.agent.trust import Trust
from sync.contract.crash import crash_point
from sync.contract.encoding import write_json
from sync.contract.heartbeat import Heartbeat
from sync.contract.ledger import head_message
from sync.contract.receipt import Receipt
from sync.contract.version import PROTOCOL, SOFTWARE


@dataclass(frozen=True)
class Vitals:
    """Free room for the ledger in bytes, and the version of the directory in use."""

    room_bytes: int
    directory: int


def beat_once(
    outbox: Outbox, carrier: Carrier, clock: KioskTime, trust: Trust, signer: Signer, vitals: Vitals
) -> Delivered | Failure:
    """Send one heartbeat and act on its receipt; `more` is true where the server lost lines it had."""
    position = outbox.position()
    nonce = new_nonce()
    heartbeat = sign_of_life(position, clock, signer, vitals)
    path = f"/api/v1/kiosks/{position.kiosk}/heartbeat"
    ask = Ask("PUT", path, f"nonce={nonce}", write_json(heartbeat), "application/json")
    crash_point("heartbeat.before_send")
    answer = ask_in_time(ask, "receipt", outbox, carrier, clock, trust)
    crash_point("heartbeat.after_send")
    receipt = received(answer, trust, position.ledger, nonce)
    if not isinstance(receipt, Receipt):
        return receipt
    return apply_receipt(outbox, position, receipt, hoped=position.settled.seq)


def sign_of_life(position: Position, clock: KioskTime, signer: Signer, vitals: Vitals) -> Heartbeat:
    """What a kiosk at `position` says of itself."""
    return Heartbeat(
        hailong=PROTOCOL,
        kiosk=position.kiosk,
        ledger=position.ledger,
        last=position.last.seq,
        head=position.last.hex,
        signature=signer.sign(head_message(position.kiosk, position.ledger, position.last)),
        settled=position.settled.seq,
        room_bytes=vitals.room_bytes,
        software=SOFTWARE,
        directory=vitals.directory,
        offset_ms=clock.offset_ms(),
    )
