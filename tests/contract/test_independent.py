"""A second implementation, made from the README alone, computes the vectors and meets ours."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import tests.contract.independent as other
from sync.contract import http_signature, salvage, segment, signed
from tests.contract.test_vectors import VECTORS

KEY = bytes.fromhex(VECTORS["private_key"])
PUBLIC = bytes.fromhex(VECTORS["public_key"])
KIOSK, LEDGER, RATING = VECTORS["kiosk"], VECTORS["ledger"], VECTORS["rating"]
DOCUMENTS = VECTORS["documents"] | {"receipt": VECTORS["receipt_document"]}


def of_hex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def of_text(texts: list[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def test_it_imports_nothing_of_ours() -> None:
    source = Path(other.__file__).read_text("utf-8")
    assert "import sync" not in source
    assert "from sync" not in source


def test_keys_and_the_chain() -> None:
    assert Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw() == PUBLIC
    assert other.fingerprint(PUBLIC) == VECTORS["fingerprint"]
    hashes = other.chain(other.opening(LEDGER), of_text(VECTORS["lines"]))
    assert [reached.hex() for reached in hashes] == VECTORS["hashes"]
    message = other.head_message(KIOSK, LEDGER, len(hashes) - 1, hashes[-1].hex())
    assert message.decode() == VECTORS["head_message"]
    assert other.sign(KEY, message) == VECTORS["head_signature"]


def test_segments_and_holes() -> None:
    told = VECTORS["segment"]
    lines, blobs = of_text(told["lines"]), of_hex(told["blobs"])
    header, *read = other.read_segment(base64.b64decode(told["body"]), PUBLIC)
    assert read == [lines, blobs]
    assert (header["first"], header["before"], header["after"]) == (
        told["first"],
        told["before"],
        told["after"],
    )
    named = json.loads(lines[-1])["body"]["attached"]["comment"]
    assert named == hashlib.sha256(blobs[0]).hexdigest()
    body = other.build_segment(KEY, KIOSK, LEDGER, told["first"], bytes.fromhex(told["before"]), lines, blobs)
    ours = segment.read_segment(body)
    assert (ours.lines, ours.blobs, ours.chained) == (tuple(lines), tuple(blobs), True)
    assert ours.header.signed_by(PUBLIC)
    hole = VECTORS["hole"]
    header, *nothing = other.read_segment(base64.b64decode(hole["body"]), PUBLIC)
    assert (header["count"], header["after"], nothing) == (hole["count"], hole["after"], [[], []])
    built = other.build_hole(KEY, KIOSK, LEDGER, hole["first"], hole["before"], hole["count"], hole["after"])
    assert segment.read_segment(built).header.signed_by(PUBLIC)


@pytest.mark.parametrize("why", VECTORS["bad_segments"])
def test_both_refuse_the_same_segments(why: str) -> None:
    body = base64.b64decode(VECTORS["bad_segments"][why])
    with pytest.raises(other.RefusedError):
        other.read_segment(body, PUBLIC)
    try:
        read = segment.read_segment(body)
    except segment.Framing:
        return
    assert not (read.chained and read.header.signed_by(PUBLIC))


def test_salvage() -> None:
    told = VECTORS["salvage"]
    lines, blobs = of_text(told["lines"]), of_hex(told["blobs"])
    header, *read = other.read_salvage(base64.b64decode(told["body"]), PUBLIC)
    assert (read, header["digest"], header["salvage"]) == ([lines, blobs], told["digest"], told["reason"])
    ours = salvage.read_salvage(other.build_salvage(KEY, KIOSK, LEDGER, told["reason"], lines, blobs))
    assert (ours.lines, ours.blobs, ours.header.digest) == (tuple(lines), tuple(blobs), told["digest"])
    assert ours.header.signed_by(PUBLIC)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_signed_documents(kind: str) -> None:
    raw = DOCUMENTS[kind].encode()
    document = other.open_document(kind, raw, PUBLIC)
    assert other.sign_document(kind, document, KEY) == raw
    assert signed.open_document(kind, raw, [PUBLIC]) == raw.split(b"\n")[0]
    for another in DOCUMENTS.keys() - {kind}:
        with pytest.raises(other.RefusedError):
            other.open_document(another, raw, PUBLIC)


@pytest.mark.parametrize("told", VECTORS["requests"], ids=lambda told: told["method"])
def test_signed_requests(told: dict[str, Any]) -> None:
    method, url, body = told["method"], told["url"], base64.b64decode(told["body"])
    headers = dict(told["headers"])
    assert other.sign_request(KEY, method, url, body, told["created"]) == headers
    assert other.verify_request(method, url, headers, body) == PUBLIC
    assert http_signature.verify_request(method, url, headers, body) == (PUBLIC, told["created"])
    for changed in ((method, url + "0", body), ("PUT", url, body), (method, url, body + b"x")):
        with pytest.raises(other.RefusedError):
            other.verify_request(changed[0], changed[1], headers, changed[2])


def test_tokens_and_receipt_codes() -> None:
    assert other.mint(KEY, 1, KIOSK, LEDGER, RATING) == VECTORS["token"]
    assert other.mint(KEY, 2, KIOSK, LEDGER, RATING) == VECTORS["invitation_token"]
    assert other.receipt_code(RATING) == VECTORS["receipt_code"]
    raw = other.unbase32(VECTORS["token"].lower())
    assert (len(raw), raw[0]) == (113, 1)
    other.verify(PUBLIC, base64.b64encode(raw[49:]).decode(), b"hailong-token-1\n" + raw[:49])


def test_a_sealed_blob() -> None:
    private = bytes.fromhex(VECTORS["seal_private_key"])
    blob = bytes.fromhex(VECTORS["sealed_blob"])
    opened = other.unseal(blob, private, VECTORS["sealed_name"], LEDGER, RATING)
    assert opened.decode() == VECTORS["sealed_text"]


def test_commands_and_sealed_diagnostics() -> None:
    told = VECTORS["commands"]
    commands = other.open_document("directory", told["directory"].encode(), PUBLIC)["commands"]
    for moment in told["verdicts"]:
        judged = [other.verdict(one, moment["now"], told["taken"]) for one in commands]
        assert judged == moment["verdicts"]
    private, done = bytes.fromhex(VECTORS["seal_private_key"]), told["bodies"]["command.done"]
    blob = bytes.fromhex(told["diagnostics"])
    assert hashlib.sha256(blob).hexdigest() == done["attached"]["diagnostics"]
    opened = other.unseal(blob, private, "diagnostics", LEDGER, done["command"])
    assert opened.decode() == told["diagnostics_text"]
