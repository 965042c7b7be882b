"""What the server above answered: believed if signed, its own, and the answer to this question."""

import os
from enum import StrEnum
from http import HTTPStatus
from typing import NamedTuple

from sync.central.keys.clock import Clock
from sync.central.relay.line import Ask, Document, Line, Refusal, Unreachable
from sync.central.relay.upstream import Way
from sync.contract.encoding import Malformed, T, decode
from sync.contract.problems import Code
from sync.contract.receipt import Receipt
from sync.contract.segment import MEDIA_TYPE
from sync.contract.signed import Unsigned, open_document


class Outcome(StrEnum):
    """What a pass came to."""

    OFF = "off"
    RELAYED = "relayed"
    WAITS = "waits"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted"
    REFUSED = "refused"


class Ended(Exception):
    """The pass is over; `wait_ms` if the server above asked for it."""

    def __init__(self, outcome: Outcome, detail: str, wait_ms: int = 0) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.detail = detail
        self.wait_ms = wait_ms


class NotTaken(Ended):
    """A refusal of what was brought, which concerns no other ledger."""


class Told(NamedTuple):
    """A receipt that is believed; `forked`: it came with the word that what was brought contradicts it."""

    receipt: Receipt
    forked: bool


_OF_ONE_LEDGER = (Code.UNKNOWN_KIOSK, Code.NOT_YOURS, Code.TOO_LARGE, Code.FRAMING, Code.ABSENT)
"""Refusals that concern what was brought, and not who brings it."""


class Voice:
    """Asks over `line`, and believes what server `server` signed with one of `keys` (32 bytes each)."""

    def __init__(self, line: Line, clock: Clock, server: str, keys: tuple[bytes, ...]) -> None:
        self._line = line
        self._clock = clock
        self._server = server
        self.keys = keys

    def receipt(
        self, method: str, path: str, ledger: str, body: bytes = b"", media_type: str | None = None
    ) -> Told | str:
        """The receipt for a ledger, also one that came with a refusal; or why none of it is taken.

        Raises:
            Ended: no answer, not a believable one, or a refusal that concerns all ledgers.
        """
        nonce = os.urandom(16).hex()
        answer = self._ask(Ask(method, path, f"nonce={nonce}", body, media_type))
        raw, forked = answer.raw if isinstance(answer, Document) else b"", False
        if isinstance(answer, Refusal):
            problem = answer.problem
            if problem.receipt is None and problem.code in _OF_ONE_LEDGER:
                return f"{problem.code}: {problem.title}"
            if problem.receipt is None:
                raise self._refused(answer)
            raw, forked = problem.receipt.encode(), problem.code is Code.FORKED
        receipt = self._believed("receipt", raw, Receipt, nonce)
        if receipt.ledger != ledger:
            raise Ended(Outcome.UNTRUSTED, "a receipt for another ledger")
        return Told(receipt, forked)

    def document(
        self, kind: str, method: str, path: str, shape: type[T], nonce: str, body: bytes = b""
    ) -> tuple[T, Way]:
        """A document of `kind` that carries this nonce, and the way it came.

        Raises:
            Ended: no answer, not a believable one, or a refusal.
        """
        answer = self._ask(Ask(method, path, f"nonce={nonce}", body, MEDIA_TYPE if body else None))
        if isinstance(answer, Refusal):
            raise self._refused(answer)
        return self._believed(kind, answer.raw, shape, nonce), answer.way

    def _ask(self, ask: Ask) -> Document | Refusal:
        answer = self._line.ask(ask, self._clock.wall_ms() // 1000)
        if isinstance(answer, Unreachable):
            raise Ended(Outcome.UNREACHABLE, answer.detail)
        return answer

    def _believed(self, kind: str, raw: bytes, shape: type[T], nonce: str) -> T:
        try:
            document = decode(open_document(kind, raw, self.keys), shape)
        except (Unsigned, Malformed) as error:
            raise Ended(Outcome.UNTRUSTED, f"{kind}: {error}") from error
        if getattr(document, "server", None) != self._server or getattr(document, "nonce", None) != nonce:
            raise Ended(Outcome.UNTRUSTED, f"{kind}: another server's, or the answer to another question")
        return document

    @staticmethod
    def _refused(answer: Refusal) -> Ended:
        problem = answer.problem
        if problem.code in _OF_ONE_LEDGER:
            return NotTaken(Outcome.REFUSED, f"{problem.code}: {problem.title}")
        if problem.status in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS):
            return Ended(Outcome.WAITS, problem.title, answer.retry_ms or 5_000)
        return Ended(Outcome.REFUSED, f"{problem.code}: {problem.title}")
