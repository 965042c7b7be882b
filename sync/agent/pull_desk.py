"""What a kiosk answers to the server that pulls from it; a repeated request is harmless."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from sync.agent.answers import Document, open_trusted
from sync.agent.carrier import DOCUMENT_LIMIT, new_nonce
from sync.agent.clock import take_time
from sync.agent.delivery import segment_of
from sync.agent.directory_fetch import DIRECTORY_LIMIT, PHOTO_LIMIT, adopt, own_directory
from sync.agent.heard import keep_heard
from sync.agent.heartbeat import Vitals, sign_of_life
from sync.agent.kept_directory import photos_of
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Failure, Forked, Untrusted
from sync.agent.ports import Outbox, Shelf, Signer, Successor
from sync.agent.receipts import apply_receipt, fitting
from sync.agent.reconciling import part_at_settled
from sync.agent.trust import Trust
from sync.contract import segment
from sync.contract.crash import crash_point
from sync.contract.directory import Directory
from sync.contract.encoding import Malformed, read_json, write_json
from sync.contract.problems import MEDIA_TYPE, STATUS, Code
from sync.contract.pull import Hello, Taken
from sync.contract.receipt import Receipt
from sync.wire.answer import Answer

LIMITS: Final = {"receipt": DOCUMENT_LIMIT, "time": DOCUMENT_LIMIT, "directory": DIRECTORY_LIMIT}
MOST_NONCES: Final = 8


@dataclass(frozen=True, kw_only=True)
class Pulled:
    """The kiosk, as far as pulling goes.

    `directory` tells the one kept now; `applied` hears a new one, and again when photos have come; `told`
    what a receipt came to; `successor` begins a new ledger where the server has something else. All are
    called on a thread of the door.
    """

    outbox: Outbox
    shelf: Shelf
    signer: Signer
    clock: KioskTime
    directory: Callable[[], Directory]
    room_bytes: Callable[[], int]
    applied: Callable[[Directory], None]
    told: Callable[[Delivered | Failure], None]
    successor: Successor


class PullDesk:
    """Answers one request after the other, from whichever thread."""

    def __init__(self, kiosk: Pulled) -> None:
        self._kiosk = kiosk
        self._one = threading.Lock()
        self._nonces: dict[str, int] = {}
        self._answers: Mapping[str, Callable[[bytes], Answer]] = {
            "nonce": self._hello,
            "segment": self._segment,
            "receipt": self._receipt,
            "time": self._time,
            "directory": self._directory,
        }

    @property
    def trust(self) -> Trust:
        """Whose requests count."""
        return Trust.of(self._kiosk.directory())

    def limit_of(self, method: str, path: str) -> int | None:
        """The most bytes of such a request's body; None where there is no such thing to ask."""
        match method, path.split("/")[1:]:
            case "GET", ["v1", "nonce" | "segment"]:
                return 0
            case "PUT", ["v1", "receipt" | "time" | "directory" as what]:
                return LIMITS[what]
            case "PUT", ["v1", "photos", _]:
                return PHOTO_LIMIT
            case _:
                return None

    def answer(self, path: str, body: bytes) -> Answer:
        """The answer to a request of the server's that has a limit."""
        _, _, what, *digest = path.split("/")
        with self._one:
            return self._photo(digest[0], body) if digest else self._answers[what](body)

    def _hello(self, _body: bytes) -> Answer:
        kiosk, nonce = self._kiosk, new_nonce()
        self._nonces[nonce] = kiosk.clock.up_ms()
        while len(self._nonces) > MOST_NONCES:
            del self._nonces[next(iter(self._nonces))]
        vitals = Vitals(kiosk.room_bytes(), kiosk.directory().version)
        beat = sign_of_life(kiosk.outbox.position(), kiosk.clock, kiosk.signer, vitals)
        return told(Hello(nonce, beat, tuple(self._missing())))

    def _segment(self, _body: bytes) -> Answer:
        position, pending = self._kiosk.outbox.position(), self._kiosk.outbox.pending()
        if pending is None:
            return Answer(204)
        return Answer(200, segment_of(position, pending, self._kiosk.signer), segment.MEDIA_TYPE)

    def _receipt(self, body: bytes) -> Answer:
        opened = self._opened("receipt", body)
        if isinstance(opened, Untrusted):
            return problem(Code.SIGNATURE, opened.detail)
        document, nonce, _ = opened
        before = self._kiosk.outbox.position()
        receipt = fitting(document.json, self.trust, before.ledger, nonce)
        if not isinstance(receipt, Receipt):
            return problem(Code.REQUEST, receipt.detail)
        crash_point("pull.before_settle")
        outcome = apply_receipt(self._kiosk.outbox, before, receipt, hoped=before.last.seq)
        self._kiosk.told(outcome)
        if isinstance(outcome, Forked):
            part_at_settled(self._kiosk.outbox, self._kiosk.successor, receipt)
            return problem(Code.FORKED, f"line {receipt.held} is another one here")
        keep_heard(self._kiosk.shelf, receipt)
        return told(Taken(outcome.name))

    def _time(self, body: bytes) -> Answer:
        opened, clock = self._opened("time", body), self._kiosk.clock
        if isinstance(opened, Untrusted):
            return problem(Code.SIGNATURE, opened.detail)
        document, nonce, up_sent = opened
        if not clock.anchor_due():
            return told(Taken("known"))
        failure = take_time(document, nonce, up_sent, clock.up_ms(), self._kiosk.outbox, clock, self.trust)
        if failure is not None:
            return problem(Code.REQUEST, str(getattr(failure, "detail", failure.name)))
        return told(Taken("anchored"))

    def _directory(self, body: bytes) -> Answer:
        document = open_trusted("directory", body, self.trust)
        if isinstance(document, Untrusted):
            return problem(Code.SIGNATURE, document.detail)
        directory = own_directory(document, self.trust)
        if isinstance(directory, Untrusted):
            return problem(Code.REQUEST, directory.detail)
        if directory.version <= self._kiosk.directory().version:
            return told(Taken("known", tuple(self._missing())))
        adopt(self._kiosk.outbox, self._kiosk.shelf, document.raw, directory)
        self._kiosk.applied(directory)
        return told(Taken("applied", tuple(self._missing())))

    def _photo(self, digest: str, body: bytes) -> Answer:
        directory = self._kiosk.directory()
        if digest not in photos_of(directory) or hashlib.sha256(body).hexdigest() != digest:
            return problem(Code.REQUEST, "not a photo that the directory names")
        self._kiosk.shelf.save_photo(digest, body)
        self._kiosk.applied(directory)
        return told(Taken("kept", tuple(self._missing())))

    def _opened(self, kind: str, body: bytes) -> tuple[Document, str, int] | Untrusted:
        """A trusted document, the nonce that it echoes, which is spent, and when (up, ms) that was given."""
        document = open_trusted(kind, body, self.trust)
        if isinstance(document, Untrusted):
            return document
        try:
            nonce = str(read_json(document.json).get("nonce"))
        except Malformed as error:
            return Untrusted(error.detail)
        up_sent = self._nonces.pop(nonce, None)
        return Untrusted(f"{kind} for no request of ours") if up_sent is None else (document, nonce, up_sent)

    def _missing(self) -> list[str]:
        shelf = self._kiosk.shelf
        return [digest for digest in photos_of(self._kiosk.directory()) if shelf.photo(digest) is None]


def told(document: object) -> Answer:
    """A good answer."""
    return Answer(200, write_json(document), "application/json")


def problem(code: Code, title: str, status: int | None = None) -> Answer:
    """A refusal, RFC 9457; it is unsigned, since TLS says who refuses."""
    status = status or STATUS[code]
    document: Mapping[str, object] = {"type": "about:blank", "title": title, "status": status, "code": code}
    return Answer(status, write_json(document), MEDIA_TYPE)
