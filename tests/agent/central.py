"""A central server small enough to read at a glance: one kiosk, one ledger, everything in memory."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.agent.carrier import Ask, Reply
from sync.agent.trust import Trust
from sync.contract import problems, signed
from sync.contract.directory import Directory
from sync.contract.encoding import convert, decode, write_json
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.heartbeat import Heartbeat
from sync.contract.keys import fingerprint, public_bytes
from sync.contract.ledger import link, opening
from sync.contract.problems import STATUS, Code
from sync.contract.salvage import Salvage, read_salvage
from sync.contract.segment import read_segment
from sync.contract.signed import sign_document

CODE = "0123456789ABCDEF"
PHOTO = b"\xff\xd8\xff a face \xff\xd9"
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()


def same(document: dict[str, Any]) -> dict[str, Any]:
    return document


class Central:
    """Answers an `Ask`; `edit` changes a document just before it is signed."""

    def __init__(self) -> None:
        self.server, self.kiosk = str(uuid.uuid4()), str(uuid.uuid4())
        self.private = Ed25519PrivateKey.generate()
        self.address = "http://127.0.0.1:9"
        self.ca: str | None = None
        self.now_ms = 1_795_403_100_000
        self.version = 1
        self.photos: dict[str, bytes] = {}
        self.photo_names: list[str] = []
        self.lines: list[bytes] = []
        self.salvages: list[Salvage] = []
        self.first: str | None = None
        self.others: dict[str, list[bytes]] = {}
        self.max_lines = 1_000
        self.next_ms = 0
        self.edit: Callable[[dict[str, Any]], dict[str, Any]] = same
        self.enrolled: str | None = None
        self.requests: list[EnrolmentRequest] = []
        self.beats: list[Heartbeat] = []
        self.asked: list[str] = []

    @property
    def public(self) -> bytes:
        return public_bytes(self.private)

    @property
    def secret(self) -> str:
        return f"{CODE}.{fingerprint(self.public)}"

    @property
    def trust(self) -> Trust:
        return Trust.of(self.directory())

    def directory(self, **changes: Any) -> Directory:
        return convert(self.directory_object() | changes, Directory)

    def directory_object(self) -> dict[str, Any]:
        unit, key = "11111111-1111-4111-8111-111111111111", self.public.hex()
        faces = [
            {"choice": f"s{score}", "text": {"vi": f"Mức {score}"}, "score": score} for score in range(1, 6)
        ]
        return {
            "hailong": 1,
            "server": self.server,
            "kiosk": self.kiosk,
            "version": self.version,
            "published": self.now_ms,
            "key": key,
            "next": None,
            "ca": self.ca,
            "addresses": [self.address],
            "public_address": self.address,
            "seal_keys": {"server": key, "supervisors": None},
            "ledger": {"ledger": self.server, "seq": 0, "head": "0" * 64, "signature": ""},
            "units": [{"unit": unit, "name": {"vi": "Phường Mẫu", "en": "Sample Ward"}}],
            "counters": [],
            "officials": [
                {"official": str(uuid.UUID(int=place)), "name": "Ông Mẫu", "title": {}, "photo": name}
                for place, name in enumerate(self.photo_names)
            ],
            "questionnaires": [
                {
                    "id": unit,
                    "version": 1,
                    "questions": [
                        {"question": "score", "kind": "score", "text": {"vi": "Thế nào?"}, "choices": faces}
                    ],
                }
            ],
            "texts": {},
            "policies": {"unit": unit},
        }

    def answer(self, ask: Ask) -> Reply:
        """The reply of a server in good health."""
        nonce = parse_qs(ask.query).get("nonce", [""])[0]
        self.asked.append(f"{ask.method} {ask.path}")
        match ask.path.split("/")[3:]:
            case ["time"]:
                return self._signed("time", {"server": self.server, "nonce": nonce, "time": self.now_ms})
            case ["provisioning"]:
                known = {"server": self.server, "key": self.public.hex(), "ca": self.ca}
                return self._signed("provisioning", known | {"nonce": nonce, "time": self.now_ms})
            case ["enrolments"]:
                return self._enrol(decode(ask.body, EnrolmentRequest))
            case ["directory"]:
                return self._signed("directory", self.directory_object())
            case ["photos", digest]:
                if digest not in self.photos:
                    return self.problem(Code.ABSENT)
                return Reply(200, "image/jpeg", self.photos[digest])
            case ["ledgers", ledger, "heads", seq]:
                return self._head(ledger, int(seq), nonce)
            case ["ledgers", ledger, "salvage"]:
                return self._salvage(ledger, nonce, ask.body)
            case ["ledgers", ledger, "segments"]:
                return self._accept(ledger, nonce, ask.body)
            case ["kiosks", _, "heartbeat"]:
                self.beats.append(decode(ask.body, Heartbeat))
                return self._signed("receipt", self.receipt(self.beats[-1].ledger, nonce))
            case _:
                return self.problem(Code.ABSENT)

    def problem(self, code: Code, *, receipt: bytes | None = None, server: str | None = None) -> Reply:
        problem: dict[str, Any] = {"type": "about:blank", "title": code, "status": STATUS[code], "code": code}
        problem["server"] = server or self.server
        if receipt is not None:
            problem["receipt"] = receipt.decode()
        return Reply(STATUS[code], problems.MEDIA_TYPE, write_json(problem))

    def held(self, ledger: str) -> list[bytes]:
        """The lines of a ledger: `lines` are those of the first that anybody asked about."""
        self.first = self.first or ledger
        return self.lines if ledger == self.first else self.others.setdefault(ledger, [])

    def hash_at(self, ledger: str, seq: int) -> bytes:
        reached = opening(ledger)
        for line in self.held(ledger)[:seq]:
            reached = link(reached, line)
        return reached

    def receipt(self, ledger: str, nonce: str) -> dict[str, Any]:
        return {
            "server": self.server,
            "ledger": ledger,
            "held": len(self.held(ledger)),
            "head": self.hash_at(ledger, len(self.held(ledger))).hex(),
            "state": "held",
            "server_time": self.now_ms,
            "nonce": nonce,
            "directory": str(self.version),
            "next_ms": self.next_ms,
        }

    def _accept(self, ledger: str, nonce: str, body: bytes) -> Reply:
        segment = read_segment(body)
        header, lines = segment.header, self.held(ledger)
        held = len(lines)
        if header.count > self.max_lines:
            return self.problem(Code.TOO_LARGE)
        if header.first > held + 1:
            return self._conflict(Code.GAP, ledger, nonce)
        if bytes.fromhex(header.before) != self.hash_at(ledger, header.first - 1):
            return self._conflict(Code.FORKED, ledger, nonce)
        known = lines[header.first - 1 :]
        if list(segment.lines[: len(known)]) != known[: len(segment.lines)]:
            return self._conflict(Code.FORKED, ledger, nonce)
        lines += segment.lines[held + 1 - header.first :]
        return self._signed("receipt", self.receipt(ledger, nonce))

    def _head(self, ledger: str, seq: int, nonce: str) -> Reply:
        if seq > len(self.held(ledger)):
            return self.problem(Code.ABSENT)
        said = {"server": self.server, "ledger": ledger, "seq": seq, "nonce": nonce}
        return self._signed("head", said | {"head": self.hash_at(ledger, seq).hex()})

    def _salvage(self, ledger: str, nonce: str, body: bytes) -> Reply:
        salvage = read_salvage(body)
        if salvage.header.count > self.max_lines:
            return self.problem(Code.TOO_LARGE)
        self.salvages.append(salvage)
        said = {"server": self.server, "ledger": ledger, "digest": salvage.header.digest}
        return self._signed("salvage", said | {"server_time": self.now_ms, "nonce": nonce})

    def _conflict(self, code: Code, ledger: str, nonce: str) -> Reply:
        receipt = sign_document("receipt", self.edit(self.receipt(ledger, nonce)), self.private)
        return self.problem(code, receipt=receipt)

    def _enrol(self, request: EnrolmentRequest) -> Reply:
        self.requests.append(request)
        if request.code != CODE or self.enrolled not in {None, request.public_key}:
            return self.problem(Code.CODE_SPENT)
        self.enrolled = request.public_key
        reply = self._signed("directory", self.directory_object())
        return Reply(201, reply.media_type, reply.body)

    def _signed(self, kind: str, document: dict[str, Any]) -> Reply:
        return Reply(200, signed.MEDIA_TYPE, sign_document(kind, self.edit(document), self.private))
