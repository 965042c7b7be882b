"""One delivery: the oldest pending lines go, a receipt comes back. No thread, no sleep, no second try."""

from sync.agent.answers import Problematic, is_too_large
from sync.agent.carrier import Ask, Carrier, new_nonce
from sync.agent.clock import ask_in_time
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Idle, Outcome, Refused
from sync.agent.ports import Outbox, Pending, Position, Signer
from sync.agent.receipts import apply_receipt, received
from sync.agent.trust import Trust
from sync.contract.crash import crash_point
from sync.contract.receipt import Receipt
from sync.contract.segment import MEDIA_TYPE, build_hole, build_segment

MAX_LINES = 500


def deliver_once(
    outbox: Outbox,
    carrier: Carrier,
    clock: KioskTime,
    trust: Trust,
    signer: Signer,
    *,
    max_lines: int = MAX_LINES,
) -> Outcome:
    """Send the oldest pending lines (at most `max_lines`) and act on the receipt, whatever the status was.

    A segment too large for the server is halved, down to a single line. After a gap or a restored server the
    mark is lowered and `more` is true: the next call sends again from there.
    """
    before = outbox.position()
    pending = outbox.pending(max_lines)
    if pending is None:
        return Idle()
    nonce = new_nonce()
    ask = Ask(
        method="POST",
        path=f"/api/v1/ledgers/{before.ledger}/segments",
        query=f"nonce={nonce}",
        body=segment_of(before, pending, signer),
        media_type=MEDIA_TYPE,
    )
    crash_point("delivery.before_send")
    answer = ask_in_time(ask, "receipt", outbox, carrier, clock, trust)
    crash_point("delivery.after_send")
    if is_too_large(answer) and len(pending.lines) > 1:
        return deliver_once(outbox, carrier, clock, trust, signer, max_lines=len(pending.lines) // 2)
    receipt = received(answer, trust, before.ledger, nonce)
    if not isinstance(receipt, Receipt):
        return receipt
    crash_point("delivery.before_settle")
    if receipt.held_head == before.settled:
        stands = Refused("no_progress", f"the server still holds {receipt.held} lines")
        return answer.outcome() if isinstance(answer, Problematic) else stands
    outcome = apply_receipt(outbox, before, receipt, hoped=before.last.seq)
    crash_point("delivery.after_settle")
    return outcome


def segment_of(position: Position, pending: Pending, signer: Signer) -> bytes:
    """The segment, or hole, of pending lines of the ledger at `position`, as it travels by any carrier."""
    if pending.hole is not None:
        return build_hole(
            kiosk=position.kiosk,
            ledger=position.ledger,
            first=pending.first,
            before=pending.before,
            last=pending.hole,
            sign=signer.sign,
        )
    return build_segment(
        kiosk=position.kiosk,
        ledger=position.ledger,
        first=pending.first,
        before=pending.before,
        lines=pending.lines,
        blobs=pending.blobs,
        sign=signer.sign,
    )
