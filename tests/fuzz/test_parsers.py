import base64
import contextlib
import gzip
import json
import re
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.contract.encoding import Malformed, read_json
from sync.contract.http_signature import BadSignature, verify_request
from sync.contract.segment import MAX_BODY, Framing, TooLarge, pack, read_segment
from tests.fuzz.carried import BY_HAND
from tests.fuzz.mutation import near
from tests.fuzz.parsers import KEY, LINES, PARSERS, URL, Parser, a_salvage, a_segment
from tests.soak import examples

MEBIBYTE = 1024 * 1024
ALL = PARSERS | BY_HAND


@pytest.mark.parametrize("name", ALL)
def test_what_a_parser_likes_it_reads(name: str) -> None:
    for seed in ALL[name].seeds:
        ALL[name].read(seed)


@pytest.mark.parametrize("name", ALL)
def test_whatever_comes_only_refusals_come_out(name: str) -> None:
    parser = ALL[name]

    @settings(max_examples=examples(150), deadline=None)
    @given(near(parser.seeds))
    def refuses_at_most(raw: bytes) -> None:
        with contextlib.suppress(*parser.refusals):
            parser.read(raw)

    refuses_at_most()


def signed_as(parameters: str) -> dict[str, str]:
    """The headers of a request whose signature fits, whatever its parameters are."""
    headers = dict(line.split(": ", 1) for line in PARSERS["http signature"].seeds[0].decode().split("\n"))
    base = (
        '"@method": POST\n"@path": /api/v1/ledgers/x/segments\n"@query": ?nonce=ab\n'
        f'"content-digest": {headers["Content-Digest"]}\n"@signature-params": {parameters}'
    )
    signature = base64.b64encode(KEY.sign(base.encode())).decode()
    return headers | {"Signature-Input": f"hailong={parameters}", "Signature": f"hailong=:{signature}:"}


PARAMETERS = PARSERS["http signature"].seeds[0].decode().partition("hailong=")[2].partition("\n")[0]


def test_a_stranger_can_sign_as_we_do() -> None:
    assert verify_request("POST", URL, signed_as(PARAMETERS), b"body").created == 1_795_403_045


@settings(max_examples=examples(150))
@given(
    st.sampled_from(["created", "keyid", "alg"]),
    st.none()
    | st.sampled_from(["", "x", "-1", "1.5", "9" * 30, '"x"', ":AAAA:", "?1", "1795403045", '""', "()"])
    | st.text("0123456789abcdef", max_size=70).map('"{}"'.format),
)
def test_a_stranger_who_signs_what_he_likes_is_refused_or_known_by_a_key(
    name: str, value: str | None
) -> None:
    parameter = "" if value is None else f";{name}={value}"
    parameters = re.sub(f";{name}=[^;]*", lambda _: parameter, PARAMETERS)
    with contextlib.suppress(BadSignature):
        assert len(verify_request("POST", URL, signed_as(parameters), b"body").public) == 32


@pytest.mark.parametrize("name", ["segment", "salvage"])
def test_a_gzip_bomb_is_refused_before_it_has_unfolded(name: str) -> None:
    parser = PARSERS[name]
    zeros = zlib.compressobj(9, wbits=31)
    bomb = b"".join(zeros.compress(b"\0" * MEBIBYTE) for _ in range(40)) + zeros.flush()
    header = gzip.decompress(a_segment(LINES, []) if name == "segment" else a_salvage()).partition(b"\n")[0]
    long_lines = gzip.compress(header + b"\n" + b"\0" * 40 * MEBIBYTE, 9)
    many_blobs = json.loads(header) | {"blobs": 10**12}
    endless_blobs = gzip.compress(
        json.dumps(many_blobs).encode() + b"\n" + b"\n".join(LINES) + b"\n" + b"\0" * 40 * MEBIBYTE, 9
    )
    for body in (bomb, long_lines, endless_blobs):
        assert len(body) < MAX_BODY
        assert memory_of(parser, body) < 8 * MEBIBYTE


def memory_of(parser: Parser, body: bytes) -> int:
    """The most bytes held at once while the body is refused."""
    tracemalloc.start()
    try:
        with pytest.raises(parser.refusals):
            parser.read(body)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("count", ["1001", "9007199254740991", "9007199254740992", "1" + "0" * 5000])
def test_a_count_that_is_only_told_costs_nothing(count: str) -> None:
    header = (
        gzip.decompress(a_segment(LINES, []))
        .partition(b"\n")[0]
        .replace(b'"count":3', b'"count":' + count.encode())
    )
    body = pack(header, LINES, [])
    assert memory_of(PARSERS["segment"], body) < MEBIBYTE
    with pytest.raises(TooLarge if len(count) < 17 and int(count) < 2**53 else Framing):
        read_segment(body)


@pytest.mark.parametrize("raw", [b"[" * MEBIBYTE, b'{"a":' * 200_000, b'{"a":"' + b"\\" * MEBIBYTE])
def test_deep_json_is_refused_within_its_own_size(raw: bytes) -> None:
    with pytest.raises(Malformed):
        read_json(raw)
