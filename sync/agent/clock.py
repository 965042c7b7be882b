"""The server is asked what time it is, and the ledger told what it said."""

from typing import Final

from sync.agent.answers import Answer, Document, Problematic, read_answer
from sync.agent.carrier import Ask, Carrier, new_nonce
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Unanswered, Unreachable, Untrusted
from sync.agent.ports import Outbox
from sync.agent.trust import Trust
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed, decode
from sync.contract.problems import Code
from sync.contract.receipt import TimeDocument

MAX_ROUND_TRIP_MS: Final = 60_000


def anchor(outbox: Outbox, carrier: Carrier, clock: KioskTime, trust: Trust) -> Unanswered | None:
    """Ask the signed time, append `clock.anchored`, and correct `clock`; None is success.

    A full disk holds nothing up: the time is used, and asked for again at each contact until it is noted.
    """
    nonce = new_nonce()
    up_sent = clock.up_ms()
    reply = carrier.ask(Ask("GET", "/api/v1/time", f"nonce={nonce}", signed=False))
    up_got = clock.up_ms()
    answer = read_answer(reply, "time", trust)
    if isinstance(answer, Problematic):
        return answer.outcome()
    if not isinstance(answer, Document):
        return answer
    return take_time(answer, nonce, up_sent, up_got, outbox, clock, trust)


def take_time(
    answer: Document, nonce: str, up_sent: int, up_got: int, outbox: Outbox, clock: KioskTime, trust: Trust
) -> Unanswered | None:
    """Append `clock.anchored` and correct `clock` by the time that came for `nonce`; None is success."""
    try:
        document = decode(answer.json, TimeDocument)
    except Malformed as error:
        return Untrusted(f"time: {error.detail}")
    if document.server != trust.server or document.nonce != nonce:
        return Untrusted("time of another server or for another request")
    if not 0 <= up_got - up_sent <= MAX_ROUND_TRIP_MS:
        return Unreachable("timeout", "the time took more than a minute to come")
    body = {"nonce": nonce, "reply": answer.raw.decode(), "up_sent": up_sent, "up_got": up_got}
    crash_point("anchor.before_line")
    noted = outbox.append_if_room("clock.anchored", body) is not None
    crash_point("anchor.after_line")
    clock.anchored_at(document.time, (up_sent + up_got) // 2, noted=noted)
    return None


def ask_in_time(
    ask: Ask, kind: str, outbox: Outbox, carrier: Carrier, clock: KioskTime, trust: Trust
) -> Answer | Unanswered:
    """As asked; where the server does not like our clock, once more with the time it then tells."""
    answer = read_answer(carrier.ask(ask), kind, trust)
    if not (isinstance(answer, Problematic) and answer.problem.code == Code.CLOCK):
        return answer
    return anchor(outbox, carrier, clock, trust) or read_answer(carrier.ask(ask), kind, trust)
