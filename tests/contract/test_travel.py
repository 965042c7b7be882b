"""Lines, segments, documents and tokens, from one end to the other."""

import gzip
import hashlib
import json
import zlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.contract.encoding import Malformed, base32
from sync.contract.enrolment import EnrolmentLink
from sync.contract.http_signature import BadSignature, headers_for, verify_request
from sync.contract.keys import fingerprint, public_bytes, sign, verified_raw
from sync.contract.ledger import MAX_LINE, encode_line, link, opening, read_line
from sync.contract.receipt import TimeDocument
from sync.contract.salvage import build_salvage, read_salvage
from sync.contract.seal import seal, unseal
from sync.contract.segment import Framing, TooLarge, build_segment, digest, named_blobs, pack, read_segment
from sync.contract.signed import Unsigned, open_document, sign_document
from sync.contract.token import Purpose, Token, mint, read_token, receipt_code

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KIOSK = "11111111-1111-4111-8111-111111111111"
LEDGER = "22222222-2222-4222-8222-222222222222"
BOOT = "33333333-3333-4333-8333-333333333333"
RATING = "44444444-4444-4444-8444-444444444444"


def line(seq: int, **body: object) -> bytes:
    return encode_line(seq, "rating.given", 1_795_403_045_123, BOOT, 123_456, body)


def segment(lines: list[bytes], blobs: list[bytes] | None = None, first: int = 1) -> bytes:
    return build_segment(
        kiosk=KIOSK,
        ledger=LEDGER,
        first=first,
        before=opening(LEDGER),
        lines=lines,
        blobs=blobs or [],
        sign=lambda message: sign(KEY, message),
    )


def test_the_chain_is_over_stored_bytes() -> None:
    raw = line(1, score=5)
    h0 = hashlib.sha256(b"hailong-ledger-1\n" + LEDGER.encode()).digest()
    assert opening(LEDGER) == h0
    assert link(h0, raw) == hashlib.sha256(h0 + raw).digest()
    assert read_line(raw).body == {"score": 5}


def test_a_line_has_a_largest_size_and_depth() -> None:
    frame = len(line(1, t=""))
    assert len(line(1, t="x" * (MAX_LINE - frame))) == MAX_LINE
    with pytest.raises(Malformed, match="16384"):
        line(1, t="x" * (MAX_LINE - frame + 1))
    deep: object = 1
    for _ in range(7):
        deep = {"d": deep}
    with pytest.raises(Malformed, match="deeper"):
        line(1, d=deep)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=20), st.lists(st.binary(max_size=300), max_size=4))
def test_a_segment_arrives_byte_for_byte(texts: list[str], blobs: list[bytes]) -> None:
    lines = [line(seq, text=text) for seq, text in enumerate(texts, 1)]
    body = segment(lines, blobs)
    read = read_segment(body)
    assert read.lines == tuple(lines)
    assert read.blobs == tuple(blobs)
    assert read.chained
    assert read.header.signed_by(public_bytes(KEY))
    assert body == segment(lines, blobs)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_segment_cut_or_changed_anywhere_never_passes_as_another(data: st.DataObject) -> None:
    body = segment([line(1, score=1), line(2, score=5)], [b"blob"])
    place = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(Framing):
        read_segment(body[:place])
    changed = bytearray(body)
    changed[place] ^= data.draw(st.integers(1, 255))
    try:
        read = read_segment(bytes(changed))
    except Framing:
        return
    assert read.lines == read_segment(body).lines  # only gzip's own header may change


def header(**other: object) -> bytes:
    raw = gzip.decompress(segment([line(1)])).split(b"\n")[0].decode()
    return json.dumps(json.loads(raw) | other).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not gzip",
        gzip.compress(b"", mtime=0),
        gzip.compress(b"{}\n", mtime=0),
        segment([line(1)]) + b"x",
        segment([line(1)]) + segment([line(1)]),
        pack(header(count=2), [line(1)], []),
        pack(header(blobs=1), [line(1)], []),
        pack(header(), [line(1)], [b"more"]),
        pack(header(hailong=2), [line(1)], []),
        pack(header(hole=True), [line(1)], []),
        pack(header(first=0), [line(1)], []),
        pack(b'{"a":' * 20, [line(1)], []),
        zlib.compress(b"{}\n"),
    ],
)
def test_a_body_that_is_no_segment_is_refused(body: bytes) -> None:
    with pytest.raises(Framing):
        read_segment(body)


@pytest.mark.parametrize(
    "body",
    [
        b"\0" * (3 * 1024 * 1024 + 1),
        gzip.compress(b"x" * 50_000_000, mtime=0),
        pack(header(count=1001), [line(1)] * 1001, []),
        pack(header(count=1), [b"x" * (MAX_LINE + 1)], []),
        pack(header(count=70), [b"x" * MAX_LINE] * 70, []),
        pack(header(blobs=1), [line(1)], [b"x" * 16_385]),
        pack(header(blobs=65), [line(1)], [b"x" * 16_384] * 65),
    ],
)
def test_a_body_beyond_a_limit_is_refused_as_too_large(body: bytes) -> None:
    with pytest.raises(TooLarge):
        read_segment(body)


def test_a_line_that_is_not_json_still_travels() -> None:
    read = read_segment(segment([b"\xff not a line", b""]))
    assert read.lines == (b"\xff not a line", b"")
    assert read.chained


def test_a_changed_line_breaks_the_chain() -> None:
    body = gzip.decompress(segment([line(1, score=1)]))
    read = read_segment(gzip.compress(body.replace(b'"score":1', b'"score":5')))
    assert not read.chained


def test_blobs_are_named_by_the_line_that_attaches_them() -> None:
    raw = line(1, attached={"comment": digest(b"a"), "answers": digest(b"b")})
    assert named_blobs(raw) == [digest(b"a"), digest(b"b")]
    assert named_blobs(b"no line") == []
    assert named_blobs(line(1, attached="odd")) == []


def test_a_salvage_arrives_and_notices_a_change() -> None:
    body = build_salvage(
        kiosk=KIOSK, ledger=LEDGER, reason="forked", lines=[line(7)], blobs=[], sign=lambda m: sign(KEY, m)
    )
    read = read_salvage(body)
    assert read.lines == (line(7),)
    assert read.header.signed_by(public_bytes(KEY))
    raw = gzip.decompress(body)
    with pytest.raises(Framing, match="digest"):
        read_salvage(gzip.compress(raw.replace(b'"seq":7', b'"seq":8')))


def test_a_signed_document_opens_only_as_its_kind_and_with_a_trusted_key() -> None:
    document = TimeDocument(server=KIOSK, nonce="0" * 32, time=5)
    raw = sign_document("time", document, KEY)
    trusted = [bytes(32), public_bytes(KEY)]
    assert open_document("time", raw, trusted) == raw.split(b"\n")[0]
    for kind, broken, keys in [
        ("receipt", raw, trusted),
        ("time", raw, trusted[:1]),
        ("time", raw[:-1], trusted),
        ("time", raw.replace(b'"time":5', b'"time":6'), trusted),
        ("time", b"<html>welcome</html>", trusted),
    ]:
        with pytest.raises(Unsigned):
            open_document(kind, broken, keys)


def test_a_token_is_read_back_from_a_qr_and_its_signature_holds() -> None:
    token = Token(Purpose.RATING, KIOSK, LEDGER, RATING)
    text = mint(token, KEY.sign)
    read, message, signature = read_token(text.lower())
    assert read == token
    assert verified_raw(public_bytes(KEY), signature, message)
    assert set(text) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    for broken in ("", text[:-1], "Z" + text[1:], text + text):
        with pytest.raises(Malformed):
            read_token(broken)


def test_a_receipt_code_is_sixty_bits_of_the_rating() -> None:
    whole = base32(hashlib.sha256(b"hailong-receipt-1\n" + RATING.encode()).digest())
    assert receipt_code(RATING).replace("-", "") == whole[:12]
    assert [len(part) for part in receipt_code(RATING).split("-")] == [4, 4, 4]


def test_a_sealed_text_opens_only_for_its_rating_and_hides_its_length() -> None:
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    yes, no = (seal("answers", LEDGER, RATING, text.encode(), public) for text in ("có", "không"))
    assert len(yes) == len(no)
    assert unseal(yes, private, "answers", LEDGER, RATING).decode() == "có"
    with pytest.raises(Malformed):
        unseal(yes, private, "answers", LEDGER, KIOSK)
    with pytest.raises(Malformed):
        unseal(yes, X25519PrivateKey.generate(), "answers", LEDGER, RATING)


def test_a_request_is_verified_with_all_it_covers() -> None:
    url = "http://127.0.0.1:8000/api/v1/ledgers/x/segments?nonce=ab"
    headers = headers_for(KEY, "POST", url, b"body", 1_795_403_045)
    assert verify_request("POST", url, headers, b"body") == (public_bytes(KEY), 1_795_403_045)
    for method, other, body in [
        ("PUT", url, b"body"),
        ("POST", url + "c", b"body"),
        ("POST", url.replace("segments", "salvage"), b"body"),
        ("POST", url, b"other"),
    ]:
        with pytest.raises(BadSignature):
            verify_request(method, other, headers, body)
    for missing in headers:
        with pytest.raises(BadSignature):
            verify_request("POST", url, {k: v for k, v in headers.items() if k != missing}, b"body")
    assert verify_request("PUT", url, headers_for(KEY, "PUT", url, b"", 1), b"").created == 1


def test_an_enrolment_link_is_read_as_a_person_typed_it() -> None:
    link_ = EnrolmentLink("https://hailong.example", "0123456789ABCDEF", fingerprint(public_bytes(KEY)))
    assert EnrolmentLink.parse(link_.text()) == link_
    typed = link_.text().replace("0123456789ABCDEF", "o123-4567 89ab-cdef")
    assert EnrolmentLink.parse(typed) == link_
    for broken in ("", "https://x", "ftp://x#" + "0" * 16, link_.text()[:-1]):
        with pytest.raises(Malformed):
            EnrolmentLink.parse(broken)
