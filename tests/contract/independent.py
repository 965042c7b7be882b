"""The protocol once more, written from `sync/contract/README.md` alone, with nothing but `cryptography`.

Nothing of `sync.contract` is imported. What is missing here, the README did not ask for.
"""

import base64
import gzip
import hashlib
import json
import struct
import uuid
import zlib
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class RefusedError(Exception):
    """Not what the README allows."""


def need(holds: bool, why: str) -> None:
    if not holds:
        raise RefusedError(why)


# text forms


def base32(raw: bytes) -> str:
    bits = "".join(f"{byte:08b}" for byte in raw)
    bits += "0" * (-len(bits) % 5)
    return "".join(LETTERS[int(bits[at : at + 5], 2)] for at in range(0, len(bits), 5))


def unbase32(text: str) -> bytes:
    folded = text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    bits = "".join(f"{LETTERS.index(letter):05b}" for letter in folded)
    whole = len(bits) // 8 * 8
    need("1" not in bits[whole:], "padding")
    return bytes(int(bits[at : at + 8], 2) for at in range(0, whole, 8))


def fingerprint(public: bytes) -> str:
    return base32(hashlib.sha256(public).digest())[:26]


def read_json(raw: bytes) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        need(len(dict(pairs)) == len(pairs), "a key twice")
        return dict(pairs)

    def whole(text: str) -> int:
        need(abs(int(text)) < 2**53, "an integer too large")
        return int(text)

    def never(_text: str) -> None:
        need(False, "no integer")

    read = json.loads(
        raw.decode("utf-8"), object_pairs_hook=once, parse_int=whole, parse_float=never, parse_constant=never
    )
    need(isinstance(read, dict), "no object")
    return dict(read)


def compact(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def sign(private: bytes, message: bytes) -> str:
    return base64.b64encode(Ed25519PrivateKey.from_private_bytes(private).sign(message)).decode()


def verify(public: bytes, signature: str, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature), message)
    except (InvalidSignature, ValueError) as error:
        raise RefusedError("signature") from error


# the chain


def chain(before: bytes, lines: list[bytes]) -> list[bytes]:
    hashes = [before]
    for line in lines:
        hashes.append(hashlib.sha256(hashes[-1] + line).digest())
    return hashes


def opening(ledger: str) -> bytes:
    return hashlib.sha256(b"hailong-ledger-1\n" + ledger.encode()).digest()


def head_message(kiosk: str, ledger: str, seq: int, head: str) -> bytes:
    return f"hailong-head-1\n{kiosk}\n{ledger}\n{seq}\n{head}".encode()


# what travels


def unpack(body: bytes) -> tuple[dict[str, Any], list[bytes], list[bytes], bytes]:
    """Header, lines, blobs, and all that follows the header's line."""
    need(len(body) <= 3 * 1024 * 1024, "too large")
    inflate = zlib.decompressobj(wbits=31)
    raw = inflate.decompress(body, 4 * 1024 * 1024)
    need(inflate.eof and not inflate.unused_data, "no single gzip member")
    first, newline, rest = raw.partition(b"\n")
    header = read_json(first)
    need(newline == b"\n" and header["hailong"] == 1, "header")
    lines, at = [], 0
    for _ in range(0 if header.get("hole") else header["count"]):
        end = rest.find(b"\n", at)
        need(end >= 0, "a line is missing")
        lines.append(rest[at:end])
        at = end + 1
    blobs = []
    for _ in range(header["blobs"]):
        need(len(rest) >= at + 4, "a blob is missing")
        (length,) = struct.unpack(">I", rest[at : at + 4])
        need(len(rest) >= at + 4 + length, "a blob is cut short")
        blobs.append(rest[at + 4 : at + 4 + length])
        at += 4 + length
    need(at == len(rest), "more than the header says")
    return header, lines, blobs, rest


def pack(header: dict[str, Any], lines: list[bytes], blobs: list[bytes]) -> bytes:
    return gzip.compress(compact(header) + b"\n" + following(lines, blobs))


def following(lines: list[bytes], blobs: list[bytes]) -> bytes:
    framed = b"".join(struct.pack(">I", len(blob)) + blob for blob in blobs)
    return b"".join(line + b"\n" for line in lines) + framed


def read_segment(body: bytes, public: bytes) -> tuple[dict[str, Any], list[bytes], list[bytes]]:
    header, lines, blobs, _ = unpack(body)
    if not header.get("hole"):
        need(1 <= header["count"] <= 1000, "count")
        need(chain(bytes.fromhex(header["before"]), lines)[-1].hex() == header["after"], "chain")
    last = header["first"] + header["count"] - 1
    message = head_message(header["kiosk"], header["ledger"], last, header["after"])
    verify(public, header["signature"], message)
    return header, lines, blobs


def build_segment(
    private: bytes, kiosk: str, ledger: str, first: int, before: bytes, lines: list[bytes], blobs: list[bytes]
) -> bytes:
    after = chain(before, lines)[-1].hex()
    header = {"hailong": 1, "ledger": ledger, "kiosk": kiosk, "first": first, "count": len(lines)}
    header |= {"before": before.hex(), "after": after, "blobs": len(blobs)}
    message = head_message(kiosk, ledger, first + len(lines) - 1, after)
    return pack(header | {"signature": sign(private, message)}, lines, blobs)


def build_hole(
    private: bytes, kiosk: str, ledger: str, first: int, before: str, count: int, after: str
) -> bytes:
    header = {"hailong": 1, "ledger": ledger, "kiosk": kiosk, "first": first, "count": count, "hole": True}
    header |= {"before": before, "after": after, "blobs": 0}
    message = head_message(kiosk, ledger, first + count - 1, after)
    return pack(header | {"signature": sign(private, message)}, [], [])


def salvage_message(kiosk: str, ledger: str, digest: str) -> bytes:
    return f"hailong-salvage-1\n{kiosk}\n{ledger}\n{digest}".encode()


def read_salvage(body: bytes, public: bytes) -> tuple[dict[str, Any], list[bytes], list[bytes]]:
    header, lines, blobs, rest = unpack(body)
    need(hashlib.sha256(rest).hexdigest() == header["digest"], "digest")
    message = salvage_message(header["kiosk"], header["ledger"], header["digest"])
    verify(public, header["signature"], message)
    return header, lines, blobs


def build_salvage(
    private: bytes, kiosk: str, ledger: str, reason: str, lines: list[bytes], blobs: list[bytes]
) -> bytes:
    digest = hashlib.sha256(following(lines, blobs)).hexdigest()
    header = {"hailong": 1, "ledger": ledger, "kiosk": kiosk, "salvage": reason, "count": len(lines)}
    header |= {"blobs": len(blobs), "digest": digest}
    signature = sign(private, salvage_message(kiosk, ledger, digest))
    return pack(header | {"signature": signature}, lines, blobs)


def open_document(kind: str, raw: bytes, public: bytes) -> dict[str, Any]:
    line, signature, nothing = raw.split(b"\n")
    need(nothing == b"", "more than two lines")
    verify(public, signature.decode(), f"hailong-{kind}-1\n".encode() + line)
    return read_json(line)


def sign_document(kind: str, document: object, private: bytes) -> bytes:
    line = compact(document)
    return line + b"\n" + sign(private, f"hailong-{kind}-1\n".encode() + line).encode() + b"\n"


# requests (RFC 9421, RFC 9530)


def signature_base(method: str, url: str, digest: str, parameters: str) -> bytes:
    path, question, query = url.split("://", 1)[1].partition("?")
    lines = [f'"@method": {method}', f'"@path": /{path.partition("/")[2]}', f'"@query": ?{query}']
    need(question in ("", "?"), "url")
    return "\n".join([*lines, f'"content-digest": {digest}', f'"@signature-params": {parameters}']).encode()


def content_digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign_request(private: bytes, method: str, url: str, body: bytes, created: int) -> dict[str, str]:
    keyid = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()
    covered = '("@method" "@path" "@query" "content-digest")'
    parameters = f'{covered};created={created};keyid="{keyid}";alg="ed25519"'
    digest = content_digest(body)
    signature = sign(private, signature_base(method, url, digest, parameters))
    return {
        "Content-Digest": digest,
        "Signature-Input": f"hailong={parameters}",
        "Signature": f"hailong=:{signature}:",
    }


def verify_request(method: str, url: str, headers: dict[str, str], body: bytes) -> bytes:
    """The key that signed it."""
    label, _, parameters = headers["Signature-Input"].partition("=")
    need(label == "hailong", "label")
    need(parameters.startswith('("@method" "@path" "@query" "content-digest");'), "what is covered")
    need(headers["Content-Digest"] == content_digest(body), "content")
    told = dict(part.split("=", 1) for part in parameters.split(";")[1:])
    public = bytes.fromhex(told["keyid"].strip('"'))
    signature = headers["Signature"].removeprefix("hailong=:").removesuffix(":")
    verify(public, signature, signature_base(method, url, headers["Content-Digest"], parameters))
    return public


# tokens, receipt codes, sealed blobs


def mint(private: bytes, purpose: int, kiosk: str, ledger: str, named: str) -> str:
    raw = bytes([purpose]) + b"".join(uuid.UUID(text).bytes for text in (kiosk, ledger, named))
    return base32(raw + base64.b64decode(sign(private, b"hailong-token-1\n" + raw)))


def receipt_code(rating: str) -> str:
    letters = base32(hashlib.sha256(b"hailong-receipt-1\n" + rating.encode()).digest())[:12]
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def verdict(command: dict[str, Any], now: int | None, taken: list[str]) -> str:
    if command["command"] in taken:
        return "leave"
    if now is None:
        return "wait"
    if now >= command["expires"] or now >= command["issued"] + 7 * 86_400_000:
        return "leave"
    return "take" if command["what"] in ("deliver", "restart", "diagnose") else "tell_unknown"


def unseal(blob: bytes, private: bytes, name: str, ledger: str, rating: str) -> bytes:
    """RFC 9180 in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305."""
    key = X25519PrivateKey.from_private_bytes(private)
    public = key.public_key().public_bytes_raw()
    need(blob[:8] == hashlib.sha256(public).digest()[:8], "another key")
    enc, ciphertext = blob[8:40], blob[40:]
    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x03"
    shared = _expand(
        kem,
        _extract(kem, b"", b"eae_prk", key.exchange(X25519PublicKey.from_public_bytes(enc))),
        b"shared_secret",
        enc + public,
        32,
    )
    info = f"hailong-{name}-1\n{ledger}{rating}".encode()
    context = b"\x00" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    secret = _extract(suite, shared, b"secret", b"")
    aead = ChaCha20Poly1305(_expand(suite, secret, b"key", context, 32))
    return aead.decrypt(_expand(suite, secret, b"base_nonce", context, 12), ciphertext, b"").rstrip(b" ")


def _hmac(key: bytes, message: bytes) -> bytes:
    mac = HMAC(key, SHA256())
    mac.update(message)
    return mac.finalize()


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    return _hmac(salt or bytes(32), b"HPKE-v1" + suite + label + secret)


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    return _hmac(secret, struct.pack(">H", length) + b"HPKE-v1" + suite + label + info + b"\x01")[:length]
