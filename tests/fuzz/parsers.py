"""Every parser that meets a stranger's bytes: how it reads, how it may refuse, and what it likes to read."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

import sync.contract
from sync.contract.directory import Directory, judge
from sync.contract.encoding import Malformed, decode, write_json
from sync.contract.enrolment import EnrolmentLink, EnrolmentRequest
from sync.contract.heartbeat import Heartbeat
from sync.contract.hours import read_hours
from sync.contract.http_signature import BadSignature, claimed_key, headers_for, verify_request
from sync.contract.keys import public_bytes, sign
from sync.contract.ledger import encode_line, opening, read_line
from sync.contract.pin import judge_pin
from sync.contract.problems import Problem
from sync.contract.questionnaire import Questionnaire, judge_questionnaire
from sync.contract.receipt import Receipt
from sync.contract.salvage import build_salvage, read_salvage
from sync.contract.seal import seal, unseal
from sync.contract.segment import Framing, build_segment, named_blobs, read_segment
from sync.contract.signed import Unsigned, open_document, sign_document
from sync.contract.token import read_token

VECTORS: dict[str, Any] = json.loads(
    (Path(sync.contract.__file__).parent / "vectors.json").read_text("utf-8")
)
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["private_key"]))
SEAL_KEY = X25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["seal_private_key"]))
KIOSK, LEDGER, RATING = VECTORS["kiosk"], VECTORS["ledger"], VECTORS["rating"]
URL = "https://central.example/api/v1/ledgers/x/segments?nonce=ab"
LINES = [text.encode() for text in VECTORS["lines"]]


@dataclass(frozen=True)
class Parser:
    """`read` raises one of `refusals`, or succeeds; `seeds` are what it should be given variations of."""

    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    seeds: tuple[bytes, ...]


def a_segment(lines: list[bytes], blobs: list[bytes]) -> bytes:
    return build_segment(
        kiosk=KIOSK,
        ledger=LEDGER,
        first=1,
        before=opening(LEDGER),
        lines=lines,
        blobs=blobs,
        sign=partial(sign, KEY),
    )


def a_salvage() -> bytes:
    return build_salvage(
        kiosk=KIOSK, ledger=LEDGER, reason="forked", lines=LINES, blobs=[b"blob"], sign=partial(sign, KEY)
    )


def a_directory() -> dict[str, Any]:
    key = VECTORS["public_key"]
    return {
        "hailong": 1,
        "server": KIOSK,
        "kiosk": KIOSK,
        "version": 3,
        "published": 5,
        "key": key,
        "next": {"key": key, "ca": None, "addresses": ["https://next.example"]},
        "ca": None,
        "addresses": ["https://central.example"],
        "public_address": "https://phones.example",
        "seal_keys": {"server": key, "supervisors": key},
        "ledger": {"ledger": LEDGER, "seq": 1, "head": key, "signature": ""},
        "units": [{"unit": KIOSK, "name": {"vi": "Phường"}}],
        "counters": [{"counter": LEDGER, "unit": KIOSK, "number": 1, "name": {"vi": "Quầy"}}],
        "officials": [{"official": RATING, "name": "Hoa", "title": {"vi": ""}, "counters": [LEDGER]}],
        "staff": [{"staff": RATING, "pin": VECTORS["pin_hash"]}],
        "questionnaires": [VECTORS["questionnaire"]],
        "texts": {"vi": {"desk.rights": "quyền"}},
        "policies": {"unit": KIOSK, "counter": LEDGER, "hours": VECTORS["hours"], "calls": {LEDGER: key}},
    }


def read_signed(kind: str, shape: type[Any], raw: bytes) -> object:
    return decode(open_document(kind, raw, [public_bytes(KEY)]), shape)


def read_and_sign(kind: str, shape: type[Any], raw: bytes) -> object:
    """As `read_signed`, of a document whose signature fits, whatever it says."""
    line = raw.replace(b"\n", b" ")
    signature = sign(KEY, f"hailong-{kind}-1\n".encode() + line).encode()
    return read_signed(kind, shape, line + b"\n" + signature + b"\n")


def judged_directory(raw: bytes) -> None:
    judge(decode(raw, Directory))


def judged_questionnaire(raw: bytes) -> None:
    judge_questionnaire(decode(raw, Questionnaire))


def as_text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda raw: read(raw.decode("utf-8", errors="replace"))


def hours_of(raw: bytes) -> None:
    read_hours(decode(raw, dict[str, Any]))


def verified(raw: bytes) -> object:
    """A request whose headers stand line by line."""
    headers = {}
    for line in raw.decode("latin-1").split("\n"):
        name, _, value = line.partition(": ")
        headers[name] = value
    claimed_key({name.lower(): value for name, value in headers.items()})
    return verify_request("POST", URL, headers, b"body")


def request_headers() -> bytes:
    headers = headers_for(KEY, "POST", URL, b"body", 1_795_403_045)
    return "\n".join(f"{name}: {value}" for name, value in headers.items()).encode()


RECEIPT = VECTORS["receipt_document"].encode()
BEAT = write_json(
    {"hailong": 1, "kiosk": KIOSK, "ledger": LEDGER, "last": 3, "head": VECTORS["hashes"][3], "settled": 3}
    | {"signature": VECTORS["head_signature"], "room_bytes": 5, "software": "0", "directory": 1}
    | {"offset_ms": None}
)
ENROLMENT = write_json(
    {"code": "0" * 16, "public_key": VECTORS["public_key"], "seal_key": VECTORS["public_key"], "name": "a"}
)
PROBLEM = write_json(Problem(title="no", status=503, code="busy", server=KIOSK, receipt=None))  # type: ignore[arg-type]
LINK = EnrolmentLink("https://central.example", "0" * 16, VECTORS["fingerprint"]).text().encode()
BLOB = seal("comment", LEDGER, RATING, "tốt".encode(), SEAL_KEY.public_key().public_bytes_raw())
ATTACHED = encode_line(2, "rating.detailed", 1, RATING, 1, {"of": 1, "attached": {"comment": "0" * 64}})

PARSERS = {
    "segment": Parser(read_segment, (Framing,), (a_segment(LINES, []), a_segment(LINES[:1], [b"x", b""]))),
    "salvage": Parser(read_salvage, (Framing,), (a_salvage(),)),
    "line": Parser(read_line, (Malformed,), (*LINES, ATTACHED)),
    "blobs that a line names": Parser(named_blobs, (), (*LINES, ATTACHED)),
    "receipt": Parser(partial(read_signed, "receipt", Receipt), (Malformed, Unsigned), (RECEIPT,)),
    "signed receipt": Parser(
        partial(read_and_sign, "receipt", Receipt), (Malformed,), (RECEIPT.partition(b"\n")[0],)
    ),
    "directory": Parser(judged_directory, (Malformed,), (write_json(a_directory()),)),
    "signed directory": Parser(
        partial(read_signed, "directory", Directory),
        (Malformed, Unsigned),
        (sign_document("directory", a_directory(), KEY),),
    ),
    "questionnaire": Parser(judged_questionnaire, (Malformed,), (write_json(VECTORS["questionnaire"]),)),
    "hours": Parser(hours_of, (Malformed,), (write_json(VECTORS["hours"]),)),
    "pin": Parser(as_text(judge_pin), (Malformed,), (VECTORS["pin_hash"].encode(),)),
    "heartbeat": Parser(lambda raw: decode(raw, Heartbeat).signed_by(bytes(32)), (Malformed,), (BEAT,)),
    "enrolment": Parser(lambda raw: decode(raw, EnrolmentRequest), (Malformed,), (ENROLMENT,)),
    "problem": Parser(lambda raw: decode(raw, Problem), (Malformed,), (PROBLEM,)),
    "link": Parser(as_text(EnrolmentLink.parse), (Malformed,), (LINK,)),
    "token": Parser(as_text(read_token), (Malformed,), (VECTORS["token"].encode(),)),
    "sealed blob": Parser(
        lambda raw: unseal(raw, SEAL_KEY, "comment", LEDGER, RATING), (Malformed,), (BLOB,)
    ),
    "http signature": Parser(verified, (BadSignature,), (request_headers(),)),
}
