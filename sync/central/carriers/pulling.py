"""Fetching a kiosk's ledger from where it stands, and bringing what comes down: the server's end of pull."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final

import msgspec

from sync.central.api.bodies import SMALL
from sync.central.api.intake import Intake
from sync.central.api.receipts import holding_of, signed_receipt
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.api.site import Addresses
from sync.central.carriers.answering import Comedown, comedown_for
from sync.central.carriers.kiosk_line import KioskLine, Reply, Unreachable
from sync.central.database.engine import reading, writing
from sync.central.fleet.heartbeats import keep_heartbeat
from sync.central.ingest.segments import keep_segment, put_aside, read_framed
from sync.contract.encoding import Malformed, T, decode
from sync.contract.problems import Code
from sync.contract.pull import Hello, Taken
from sync.contract.receipt import Receipt, TimeDocument
from sync.contract.sealed_file import read_header
from sync.contract.segment import MAX_BODY
from sync.contract.signed import sign_document

MOST_SEGMENTS: Final = 10_000
"""In one visit; whoever has more is asked again at the next."""
MOST_STALLED: Final = 3


class Verdict(StrEnum):
    """What a visit came to."""

    PULLED = "pulled"
    UNREACHABLE = "unreachable"
    FORKED = "forked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Visit:
    """What came of one visit; `lines` are new here."""

    kiosk: str
    verdict: Verdict
    lines: int
    detail: str = ""


class _Ended(Exception):
    def __init__(self, verdict: Verdict, detail: str) -> None:
        super().__init__(detail)
        self.verdict = verdict
        self.detail = detail


def visit(intake: Intake, settings: Addresses, line: KioskLine, sender: Sender) -> Visit:
    """Fetch all that is pending at the kiosk, and bring receipt, time, directory and photos.

    Cut off anywhere, the next visit goes on; what was taken is taken.
    """
    errand = _Errand(intake, settings, line, sender)
    try:
        errand.run()
    except _Ended as ended:
        return Visit(sender.kiosk, ended.verdict, errand.lines, ended.detail)
    return Visit(sender.kiosk, Verdict.PULLED, errand.lines)


class _Errand:
    def __init__(self, intake: Intake, settings: Addresses, line: KioskLine, sender: Sender) -> None:
        self._intake = intake
        self._settings = settings
        self._line = line
        self._sender = sender
        self.lines = 0
        self._stalled = 0

    def run(self) -> None:
        self._bring_time(self._hello().nonce)
        hello = self._hello()
        self._bring("/v1/receipt", self._heard(hello))
        for _ in range(MOST_SEGMENTS):
            if not self._fetch():
                break
        with reading(self._intake.engine) as connection:
            comedown = comedown_for(connection, self._sender.kiosk)
        if comedown is not None:
            self._bring_down(comedown, hello)

    def _hello(self) -> Hello:
        return self._read(self._ask("GET", "/v1/nonce"), Hello)

    def _bring_time(self, nonce: str) -> None:
        clock, identity = self._intake.clock, self._intake.identity
        document = TimeDocument(server=identity.server_id, nonce=nonce, time=clock.wall_ms())
        self._bring("/v1/time", sign_document("time", document, identity.private))

    def _heard(self, hello: Hello) -> bytes:
        """The receipt for a sign of life: it lowers the mark of a kiosk whose lines were lost here."""
        intake, sender = self._intake, self._sender
        try:
            with writing(intake.engine) as connection:
                holding = keep_heartbeat(
                    connection, intake.identity, intake.clock, self._settings, sender, hello.heartbeat
                )
                return signed_receipt(
                    connection, intake.identity, intake.clock, sender.kiosk, holding, hello.nonce
                )
        except Refused as refused:
            raise _Ended(Verdict.REFUSED, f"{refused.code}: {refused.title}") from refused

    def _fetch(self) -> bool:
        """Take one segment; whether there may be more."""
        reply = self._ask("GET", "/v1/segment", limit=MAX_BODY)
        if reply.status == HTTPStatus.NO_CONTENT:
            return False
        nonce = self._hello().nonce
        try:
            header = read_framed(read_header, reply.body)
        except Refused as refused:
            put_aside(self._intake, self._sender.kiosk, refused, reply.body)
            raise _Ended(Verdict.REFUSED, f"{refused.code}: {refused.title}") from refused
        try:
            held = self._held(header.ledger)
            receipt = keep_segment(self._intake, self._sender, header.ledger, reply.body, lambda: nonce)
        except Refused as refused:
            if refused.receipt is None:
                raise _Ended(Verdict.REFUSED, f"{refused.code}: {refused.title}") from refused
            self._bring("/v1/receipt", refused.receipt)
            if refused.code != Code.GAP:
                raise _Ended(Verdict.FORKED, refused.title) from refused
            self._count(0)
            return True
        self._count(msgspec.json.decode(receipt.partition(b"\n")[0], type=Receipt).held - held)
        self._bring("/v1/receipt", receipt)
        return True

    def _held(self, ledger: str) -> int:
        with reading(self._intake.engine) as connection:
            return holding_of(connection, ledger, self._sender.kiosk).head.seq

    def _count(self, new: int) -> None:
        self.lines += new
        self._stalled = 0 if new else self._stalled + 1
        if self._stalled > MOST_STALLED:
            raise _Ended(Verdict.REFUSED, "the kiosk sends the same again and again")

    def _bring_down(self, comedown: Comedown, hello: Hello) -> None:
        """The directory if the kiosk works with an older one, and the photos that it lacks then."""
        lacking = hello.photos
        version = msgspec.json.decode(comedown.directory.partition(b"\n")[0], type=_Version).version
        if version > hello.heartbeat.directory:
            lacking = self._bring("/v1/directory", comedown.directory).photos
        for digest in lacking:
            if digest in comedown.photos:
                self._bring(f"/v1/photos/{digest}", comedown.photos[digest])

    def _bring(self, path: str, body: bytes) -> Taken:
        return self._read(self._ask("PUT", path, body), Taken)

    def _ask(self, method: str, path: str, body: bytes = b"", *, limit: int = SMALL) -> Reply:
        reply = self._line.ask(method, path, body, limit=limit)
        if isinstance(reply, Unreachable):
            raise _Ended(Verdict.UNREACHABLE, reply.detail)
        if reply.status >= HTTPStatus.BAD_REQUEST:
            problem = self._read(reply, _Problem)
            forked = problem.code == Code.FORKED
            detail = f"{path}: {problem.code}: {problem.title}"
            raise _Ended(Verdict.FORKED if forked else Verdict.REFUSED, detail)
        return reply

    @staticmethod
    def _read(reply: Reply, shape: type[T]) -> T:
        try:
            return decode(reply.body, shape)
        except Malformed as error:
            raise _Ended(Verdict.REFUSED, f"HTTP {reply.status}: {error.detail}") from error


class _Version(msgspec.Struct, frozen=True):
    version: int


class _Problem(msgspec.Struct, frozen=True):
    code: str
    title: str
