import gzip
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.ingest.aside import KEPT
from sync.contract.problems import Code
from sync.contract.segment import MAX_BODY
from tests.central.desk import Desk, refusal
from tests.central.world import World


@pytest.fixture
def rated(desk: Desk) -> Desk:
    desk.open()
    desk.rate(5)
    desk.rate(4)
    return desk


def aside(world: World) -> list[tuple[Any, ...]]:
    return [
        (sender, code, bytes(body))
        for sender, code, body in world.query("SELECT sender, code, body FROM refused ORDER BY refused_no")
    ]


def edited(body: bytes, **members: Any) -> bytes:
    """The segment with other members in its header."""
    header, _, rest = gzip.decompress(body).partition(b"\n")
    return gzip.compress(json.dumps(json.loads(header) | members).encode() + b"\n" + rest)


def bad_bodies(desk: Desk) -> dict[str, tuple[bytes, Code]]:
    good = desk.segment()
    plain = gzip.decompress(good)
    header, _, lines = plain.partition(b"\n")
    return {
        "nothing": (b"", Code.FRAMING),
        "not gzip": (b"<html>log in</html>", Code.FRAMING),
        "cut short": (good[:-9], Code.FRAMING),
        "cut within a line": (gzip.compress(plain[:-5]), Code.FRAMING),
        "trailing bytes": (good + b"x", Code.FRAMING),
        "two members": (good + gzip.compress(b"more"), Code.FRAMING),
        "trailing line": (gzip.compress(plain + b"{}\n"), Code.FRAMING),
        "deeply nested header": (gzip.compress(b'{"a":' * 500 + b"1" + b"}" * 500 + b"\n"), Code.FRAMING),
        "header is no object": (gzip.compress(b"[]\n" + lines), Code.FRAMING),
        "duplicate member": (gzip.compress(header[:-1] + b',"count":1}\n' + lines), Code.FRAMING),
        "another protocol": (edited(good, hailong=2), Code.FRAMING),
        "count beyond its lines": (edited(good, count=9), Code.FRAMING),
        "altered line": (gzip.compress(plain.replace(b'"score":5', b'"score":1')), Code.FRAMING),
        "another's signature": (
            edited(good, signature=desk.world.identity.private.sign(b"x").hex()),
            Code.FRAMING,
        ),
        "another head": (edited(good, after="00" * 32), Code.FRAMING),
        "another kiosk": (edited(good, kiosk=desk.ledger), Code.NOT_YOURS),
        "another ledger": (edited(good, ledger=desk.kiosk), Code.FRAMING),
        "too many lines": (edited(good, count=1_001), Code.TOO_LARGE),
        "a huge line": (gzip.compress(header + b"\n" + b"x" * 20_000 + b"\n"), Code.TOO_LARGE),
        "a bomb": (gzip.compress(header + b"\n" + (b"x" * 16_000 + b"\n") * 3_000), Code.TOO_LARGE),
        "a huge header": (gzip.compress(b"{" * 10_000), Code.TOO_LARGE),
    }


def test_every_bad_body_is_refused_with_its_code_and_kept_aside(rated: Desk, world: World) -> None:
    expected = []
    bodies = bad_bodies(rated)
    bodies["a bomb"] = (
        gzip.compress(
            json.dumps(
                json.loads(gzip.decompress(rated.segment()).split(b"\n")[0]) | {"count": 1000}
            ).encode()
            + b"\n"
            + (b"x" * 16_000 + b"\n") * 1_000
        ),
        Code.TOO_LARGE,
    )
    for name, (body, code) in bodies.items():
        answer = rated.send(body)
        assert refusal(answer, code)["title"], name
        expected.append((rated.kiosk, code, body))
    assert aside(world) == expected[-KEPT:]
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]
    assert rated.deliver().held == 3
    assert world.verify().differences == []


def test_a_body_beyond_the_limit_is_not_read_to_its_end(rated: Desk, world: World) -> None:
    body = os.urandom(MAX_BODY + 100_000)
    refusal(rated.send(body), Code.TOO_LARGE)
    assert aside(world) == [("", Code.TOO_LARGE, body[:MAX_BODY])]


def test_an_unsigned_or_altered_request_is_refused(rated: Desk, world: World) -> None:
    path, body = f"/api/v1/ledgers/{rated.ledger}/segments", rated.segment()
    refusal(world.call("POST", path, body), Code.SIGNATURE)
    refusal(world.call("POST", path, body, {"Signature": "x", "Signature-Input": "y"}), Code.SIGNATURE)
    assert aside(world) == [("", Code.SIGNATURE, body)] * 2
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]


def test_a_key_nobody_enrolled_is_refused(rated: Desk, world: World) -> None:
    path, body = f"/api/v1/ledgers/{rated.ledger}/segments", rated.segment()
    answer = world.signed_call(Ed25519PrivateKey.generate(), "POST", path, body)
    refusal(answer, Code.UNKNOWN_KIOSK)
    assert aside(world) == [("", Code.UNKNOWN_KIOSK, body)]


@pytest.mark.parametrize("skew_s", [-601, 601])
def test_a_request_signed_at_another_time_must_ask_for_the_time(rated: Desk, skew_s: int) -> None:
    path = f"/api/v1/ledgers/{rated.ledger}/segments"
    refusal(rated.call("POST", path, rated.segment(), skew_s=skew_s), Code.CLOCK)
    assert rated.call("POST", path, rated.segment(), skew_s=skew_s * 599 // 601).status_code == 200


def test_what_one_sender_leaves_aside_pushes_out_nobody_elses(rated: Desk, world: World) -> None:
    refusal(rated.send(b"mine"), Code.FRAMING)
    path = f"/api/v1/ledgers/{rated.ledger}/segments"
    for number in range(KEPT + 5):
        refusal(world.call("POST", path, f"noise {number}".encode()), Code.SIGNATURE)
    kept = aside(world)
    assert len(kept) == KEPT + 1
    assert kept[0] == (rated.kiosk, Code.FRAMING, b"mine")
    assert kept[-1][2] == f"noise {KEPT + 4}".encode()


def test_a_bad_nonce_or_ledger_name_is_a_bad_request(rated: Desk) -> None:
    refusal(rated.call("GET", f"/api/v1/ledgers/{rated.ledger}?nonce=xyz"), Code.REQUEST)
    refusal(rated.call("GET", "/api/v1/ledgers/not-a-ledger"), Code.REQUEST)
