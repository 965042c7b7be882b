"""Where the two ends disagree: how far they agree is found by bisecting heads, each of them signed."""

from collections.abc import Callable

from sync.agent.answers import Document, Problematic
from sync.agent.carrier import Ask, Carrier, new_nonce
from sync.agent.clock import ask_in_time
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Unanswered, Untrusted
from sync.agent.ports import Outbox, Successor
from sync.agent.trust import Trust
from sync.contract.encoding import Malformed, decode
from sync.contract.ledger import Head
from sync.contract.problems import Code
from sync.contract.receipt import HeadDocument, Receipt


class Heads:
    """Asks for the server's heads of one ledger."""

    def __init__(self, ledger: str, outbox: Outbox, carrier: Carrier, clock: KioskTime, trust: Trust) -> None:
        self._ledger = ledger
        self._outbox, self._carrier, self._clock, self._trust = outbox, carrier, clock, trust

    def at(self, seq: int) -> Head | Unanswered | None:
        """The server's head at line `seq`, inside a hole the hole's last; None beyond what is held."""
        nonce = new_nonce()
        ask = Ask("GET", f"/api/v1/ledgers/{self._ledger}/heads/{seq}", f"nonce={nonce}")
        answer = ask_in_time(ask, "head", self._outbox, self._carrier, self._clock, self._trust)
        if isinstance(answer, Problematic):
            return None if answer.problem.code == Code.ABSENT else answer.outcome()
        if not isinstance(answer, Document):
            return answer
        try:
            document = decode(answer.json, HeadDocument)
        except Malformed as error:
            return Untrusted(f"head: {error.detail}")
        said = (document.server, document.ledger, document.nonce)
        if said != (self._trust.server, self._ledger, nonce) or document.seq < seq:
            return Untrusted("a head of another server or ledger, or for another request")
        return Head(document.seq, bytes.fromhex(document.head))


def part_at_settled(outbox: Outbox, successor: Successor, receipt: Receipt) -> None:
    """Ask for a new ledger where a receipt does not fit and its server cannot be asked: by file, or pulled.

    Agreed is what was settled.
    """
    position = outbox.position()
    if position.ledger == receipt.ledger and outbox.head(receipt.held) != receipt.held_head:
        successor.succeed(position.ledger, position.settled.seq)


def agreed_line(own: Callable[[int], Head | None], last: int, heads: Heads) -> int | Unanswered:
    """The last line, of 0 to `last`, up to which the server has what we have; `own` tells our heads.

    Asks about log2(last) times, and nothing is kept in between: cut off, it begins again.
    """
    low, high = 0, last
    while low < high:
        middle = (low + high + 1) // 2
        theirs = heads.at(middle)
        if theirs is not None and not isinstance(theirs, Head):
            return theirs
        if theirs is not None and theirs.seq <= last and own(theirs.seq) == theirs:
            low = theirs.seq
        else:
            high = middle - 1
    return low
