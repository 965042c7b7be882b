"""The published vectors: another system that computes these speaks our protocol."""

import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import sync.contract
from sync.contract.keys import fingerprint, public_bytes, sign
from sync.contract.ledger import Head, head_message, link, opening
from sync.contract.signed import open_document, sign_document
from sync.contract.token import Purpose, Token, mint, receipt_code

VECTORS = json.loads((Path(sync.contract.__file__).parent / "vectors.json").read_text("utf-8"))
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(VECTORS["private_key"]))


def test_keys() -> None:
    assert public_bytes(KEY).hex() == VECTORS["public_key"]
    assert fingerprint(public_bytes(KEY)) == VECTORS["fingerprint"]


def test_the_chain_and_its_signed_head() -> None:
    hashes = [opening(VECTORS["ledger"])]
    for text in VECTORS["lines"]:
        hashes.append(link(hashes[-1], text.encode()))
    assert [h.hex() for h in hashes] == VECTORS["hashes"]
    message = head_message(VECTORS["kiosk"], VECTORS["ledger"], Head(len(VECTORS["lines"]), hashes[-1]))
    assert message.decode() == VECTORS["head_message"]
    assert sign(KEY, message) == VECTORS["head_signature"]


def test_a_receipt() -> None:
    raw = VECTORS["receipt_document"].encode()
    opened = open_document("receipt", raw, [public_bytes(KEY)])
    assert sign_document("receipt", json.loads(opened), KEY) == raw


def test_a_token_and_its_receipt_code() -> None:
    token = Token(Purpose.RATING, VECTORS["kiosk"], VECTORS["ledger"], VECTORS["rating"])
    assert mint(token, KEY.sign) == VECTORS["token"]
    assert receipt_code(VECTORS["rating"]) == VECTORS["receipt_code"]
