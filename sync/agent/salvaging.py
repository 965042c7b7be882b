"""Lines of ledgers given up travel as salvage; the server's signed word for their digest is what counts."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple, cast

from sync.agent.answers import Document, Problematic, is_too_large
from sync.agent.carrier import Ask, Carrier, new_nonce
from sync.agent.clock import ask_in_time
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Unanswered, Untrusted
from sync.agent.ports import Formers, Outbox, Salvageable, Signer
from sync.agent.reconciling import Heads, agreed_line
from sync.agent.trust import Trust
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed, decode
from sync.contract.receipt import SALVAGE_NAME, SalvageDocument
from sync.contract.salvage import Reason, build_salvage, digest_of
from sync.contract.segment import MEDIA_TYPE

MAX_LINES = 500
BODIES_A_CONTACT = 8


class Framed(NamedTuple):
    """A salvage ready to travel: its body, which ledger it is of, and the digest a receipt will name."""

    body: bytes
    ledger: str
    digest: str


def waiting_salvage(formers: Formers, kiosk: str, signer: Signer) -> Iterator[Framed]:
    """Every salvage that waits, framed, oldest first; the same bytes at every call until one is delivered."""
    after = (0, 0)
    while (lines := formers.salvageable(MAX_LINES, after=after)) is not None:
        yield Framed(_body(lines, kiosk, signer), lines.ledger, digest_of(lines.lines, lines.blobs))
        after = (lines.former, lines.last)


def note_kept(formers: Formers, ledger: str, digest: str) -> bool:
    """Mark the oldest waiting salvage as kept if it is the one that a verified document names."""
    lines = formers.salvageable(MAX_LINES)
    if lines is None or (lines.ledger, digest_of(lines.lines, lines.blobs)) != (ledger, digest):
        return False
    formers.salvaged(lines.former, lines.last, digest[:SALVAGE_NAME])
    return True


class Salvager:
    """Brings salvage to the server; a few bodies a contact, so that no rating waits for old lines."""

    def __init__(
        self, outbox: Outbox, formers: Formers, carrier: Carrier, clock: KioskTime, signer: Signer
    ) -> None:
        self._outbox, self._formers = outbox, formers
        self._carrier, self._clock, self._signer = carrier, clock, signer

    def deliver(self, trust: Trust) -> Unanswered | None:
        """Deliver some of what waits; why not, if so."""
        kiosk = self._outbox.position().kiosk
        failure = self._agree(trust)
        for _ in range(0 if failure else BODIES_A_CONTACT):
            lines = self._formers.salvageable(MAX_LINES)
            if lines is None:
                return None
            failure = self._deliver(lines, kiosk, trust)
            if failure is not None:
                return failure
        return failure

    def _agree(self, trust: Trust) -> Unanswered | None:
        """Ask how much is held of each damaged ledger, so that only the rest travels."""
        for former in self._formers.formers():
            if former.agreed is not None:
                continue
            own = partial(self._formers.former_head, former.former)
            heads = Heads(former.ledger, self._outbox, self._carrier, self._clock, trust)
            found = agreed_line(own, former.proved, heads)
            if not isinstance(found, int):
                return found
            self._formers.agree(former.former, found)
        return None

    def _deliver(self, lines: Salvageable, kiosk: str, trust: Trust) -> Unanswered | None:
        nonce = new_nonce()
        ask = Ask(
            method="POST",
            path=f"/api/v1/ledgers/{lines.ledger}/salvage",
            query=f"nonce={nonce}",
            body=_body(lines, kiosk, self._signer),
            media_type=MEDIA_TYPE,
        )
        answer = ask_in_time(ask, "salvage", self._outbox, self._carrier, self._clock, trust)
        crash_point("salvage.after_send")
        if is_too_large(answer) and len(lines.lines) > 1:
            half = self._formers.salvageable(len(lines.lines) // 2)
            return None if half is None else self._deliver(half, kiosk, trust)
        if isinstance(answer, Problematic):
            return answer.outcome()
        if not isinstance(answer, Document):
            return answer
        try:
            document = decode(answer.json, SalvageDocument)
        except Malformed as error:
            return Untrusted(f"salvage: {error.detail}")
        said = (document.server, document.ledger, document.nonce, document.digest)
        if said != (trust.server, lines.ledger, nonce, digest_of(lines.lines, lines.blobs)):
            return Untrusted("a word for another salvage, or for another request")
        self._formers.salvaged(lines.former, lines.last, document.digest[:SALVAGE_NAME])
        crash_point("salvage.after_mark")
        return None


def _body(lines: Salvageable, kiosk: str, signer: Signer) -> bytes:
    return build_salvage(
        kiosk=kiosk,
        ledger=lines.ledger,
        reason=cast(Reason, lines.reason),
        lines=lines.lines,
        blobs=lines.blobs,
        sign=signer.sign,
    )
