"""A kiosk made of nothing but the contract: keys, a ledger in memory, signed requests."""

import json
import uuid
from typing import Any

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.api.site import site_of
from sync.central.database.engine import writing
from sync.central.fleet.adding import Place, add_kiosk
from sync.contract.encoding import write_json
from sync.contract.keys import public_bytes, sign
from sync.contract.ledger import Head, encode_line, head_message, link, opening
from sync.contract.problems import Code
from sync.contract.receipt import Receipt
from sync.contract.segment import SegmentHeader, build_segment, pack
from sync.contract.signed import open_document, sign_document
from tests.central.world import OFFICIAL, QUESTIONS, START_MS, UNIT, World

NONCE = "0123456789abcdef0123456789abcdef"
SEAL_KEY = "ab" * 32


class Desk:
    """An enrolled kiosk; `lines` is its ledger, `up` its clock since the boot, in ms."""

    def __init__(self, world: World, unit: str = UNIT) -> None:
        self.world = world
        self.private = Ed25519PrivateKey.generate()
        self.ledger = str(uuid.uuid4())
        self.lines: list[bytes] = []
        self.heads = [opening(self.ledger)]
        self.boot = str(uuid.uuid4())
        self.up = 5_000
        with writing(world.engine) as connection:
            site = site_of(connection, world.settings)
            place = Place(unit, None, "choose", "Sảnh")
            added = add_kiosk(connection, world.identity, world.clock, site, place)
        self.kiosk, self.code = added.kiosk, added.link.code
        assert self.enrol().status_code == 201

    def enrol(self) -> httpx.Response:
        request = {
            "code": self.code,
            "public_key": public_bytes(self.private).hex(),
            "seal_key": SEAL_KEY,
            "name": "kiosk-1",
        }
        return self.call("POST", "/api/v1/enrolments", write_json(request))

    def call(self, method: str, path: str, body: bytes = b"", *, skew_s: int = 0) -> httpx.Response:
        return self.world.signed_call(self.private, method, path, body, skew_s=skew_s)

    # the ledger

    def append_raw(self, raw: bytes) -> int:
        self.lines.append(raw)
        self.heads.append(link(self.heads[-1], raw))
        return len(self.lines)

    def append(self, kind: str, body: dict[str, Any], *, later_ms: int = 1_000) -> int:
        self.up += later_ms
        seq = len(self.lines) + 1
        return self.append_raw(encode_line(seq, kind, START_MS + self.up, self.boot, self.up, body))

    def open(self) -> int:
        return self.append("ledger.opened", {"kiosk": self.kiosk, "software": "0", "reason": "enrolled"})

    def rate(self, score: int, official: str | None = OFFICIAL, **other: Any) -> int:
        body = {
            "rating": str(uuid.uuid4()),
            "unit": UNIT,
            "official": official,
            "score": score,
            "questionnaire": {"id": QUESTIONS, "version": 1},
            "via": "touch",
        }
        return self.append("rating.given", body | other)

    def anchor(self, *, round_trip_ms: int = 40, **other: Any) -> int:
        reply = self.world.call("GET", f"/api/v1/time?nonce={NONCE}").text
        sent = self.up
        self.up += round_trip_ms
        body = {"nonce": NONCE, "reply": reply, "up_sent": sent, "up_got": self.up}
        return self.append("clock.anchored", body | other, later_ms=0)

    def apply_receipt(self, held: int, **changes: Any) -> int:
        """Note a receipt for the first `held` lines that a stick brought back, signed now."""
        told = Receipt(
            server=self.world.identity.server_id,
            ledger=self.ledger,
            held=held,
            head=self.heads[held].hex(),
            state="held",
            server_time=self.world.clock.now_ms,
            nonce=None,
            directory=None,
        )
        changed = msgspec.structs.replace(told, **changes)
        document = sign_document("receipt", changed, self.world.identity.private)
        return self.append("receipt.applied", {"receipt": document.decode()})

    def reboot(self) -> None:
        self.boot, self.up = str(uuid.uuid4()), 3_000

    # delivery

    def sign(self, message: bytes) -> str:
        return sign(self.private, message)

    def segment(self, first: int = 1, last: int | None = None, blobs: tuple[bytes, ...] = ()) -> bytes:
        return build_segment(
            kiosk=self.kiosk,
            ledger=self.ledger,
            first=first,
            before=self.heads[first - 1],
            lines=self.lines[first - 1 : last],
            blobs=blobs,
            sign=self.sign,
        )

    def hole(self, first: int, last: int) -> bytes:
        head = Head(last, self.heads[last])
        header = SegmentHeader(
            hailong=1,
            ledger=self.ledger,
            kiosk=self.kiosk,
            first=first,
            count=last - first + 1,
            before=self.heads[first - 1].hex(),
            after=head.hex,
            blobs=0,
            signature=self.sign(head_message(self.kiosk, self.ledger, head)),
            hole=True,
        )
        return pack(write_json(header), (), ())

    def send(self, body: bytes) -> httpx.Response:
        return self.call("POST", f"/api/v1/ledgers/{self.ledger}/segments?nonce={NONCE}", body)

    def deliver(self, first: int = 1, last: int | None = None, blobs: tuple[bytes, ...] = ()) -> Receipt:
        answer = self.send(self.segment(first, last, blobs))
        assert answer.status_code == 200, answer.text
        return self.receipt(answer.content)

    def receipt(self, raw: bytes) -> Receipt:
        line = open_document("receipt", raw, [self.world.identity.public])
        return msgspec.json.decode(line, type=Receipt)

    def held(self) -> Receipt:
        return self.receipt(self.call("GET", f"/api/v1/ledgers/{self.ledger}?nonce={NONCE}").content)


def refusal(answer: httpx.Response, code: Code) -> dict[str, Any]:
    """The problem document in an answer, which must be of this code."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document: dict[str, Any] = json.loads(answer.content)
    assert document["code"] == code, document
    assert document["status"] == answer.status_code
    return document
