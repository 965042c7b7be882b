"""A receipt is believed when signed, ours and fresh; it moves the mark only where the ledger agrees."""

from sync.agent.answers import Answer, Document, Problematic, open_trusted
from sync.agent.outcome import Delivered, Forked, Unanswered, Untrusted
from sync.agent.ports import Outbox, Position
from sync.agent.trust import Trust
from sync.contract.encoding import Malformed, decode
from sync.contract.receipt import Receipt


def received(answer: Answer | Unanswered, trust: Trust, ledger: str, nonce: str) -> Receipt | Unanswered:
    """The receipt that came, also with a refusal, if it answers the request that carried `nonce`."""
    if isinstance(answer, Problematic):
        if answer.problem.receipt is None:
            return answer.outcome()
        answer = open_trusted("receipt", answer.problem.receipt.encode(), trust)
    return fitting(answer.json, trust, ledger, nonce) if isinstance(answer, Document) else answer


def fitting(json: bytes, trust: Trust, ledger: str, nonce: str) -> Receipt | Untrusted:
    """The receipt in a trusted document, if it is for this ledger and echoes `nonce`."""
    try:
        receipt = decode(json, Receipt)
    except Malformed as error:
        return Untrusted(f"receipt: {error.detail}")
    if receipt.server != trust.server:
        return Untrusted("receipt of another server")
    if receipt.ledger != ledger:
        return Untrusted("receipt for another ledger")
    if receipt.nonce != nonce:
        return Untrusted("receipt for another request")
    return receipt


def apply_receipt(outbox: Outbox, before: Position, receipt: Receipt, hoped: int) -> Delivered | Forked:
    """Move the settled mark, down too: the receipt's nonce is this request's.

    `before` is the position before asking; `hoped` is the line the server was hoped to hold by now.
    """
    if outbox.settle(receipt.held, bytes.fromhex(receipt.head), may_lower=True).name == "NOT_OURS":
        return Forked(receipt)
    compare_others(outbox, receipt)
    count = max(0, receipt.held - before.settled.seq)
    return Delivered(receipt, count, more=receipt.held < hoped)


def compare_others(outbox: Outbox, receipt: Receipt) -> None:
    """Let what the receipt says of ledgers given up count, too."""
    if receipt.others is not None and receipt.salvages is not None:
        outbox.compare(receipt.others, receipt.salvages)
