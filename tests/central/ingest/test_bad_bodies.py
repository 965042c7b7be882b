import base64
import gzip
import hashlib
import http.client
import json
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.ingest.admission import Admission, Limits
from sync.central.ingest.aside import KEPT
from sync.contract.http_signature import headers_for
from sync.contract.keys import public_bytes
from sync.contract.problems import Code
from sync.contract.segment import MAX_BODY
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import ADDRESS, World


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
    bomb = (b"x" * 16_000 + b"\n") * 1_000
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
        "a bomb": (
            gzip.compress(json.dumps(json.loads(header) | {"count": 1000}).encode() + b"\n" + bomb),
            Code.TOO_LARGE,
        ),
        "a huge header": (gzip.compress(b"{" * 10_000), Code.TOO_LARGE),
    }


def test_every_bad_body_is_refused_with_its_code_and_kept_aside(rated: Desk, world: World) -> None:
    expected = []
    for name, (body, code) in bad_bodies(rated).items():
        answer = rated.send(body)
        assert refusal(answer, code)["title"], name
        expected.append((rated.kiosk, code, body))
    assert aside(world) == expected[-KEPT:]
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]
    assert rated.deliver().held == 3
    assert world.verify().differences == []


def test_a_body_without_end_is_answered_while_it_is_still_sent(rated: Desk, world: World) -> None:
    sent = 0
    with wire(world, f"/api/v1/ledgers/{rated.ledger}/segments", {"Transfer-Encoding": "chunked"}) as line:
        while not select.select([line], [], [], 0)[0] and sent < 10 * MAX_BODY:
            line.sendall(b"10000\r\n" + bytes(65_536) + b"\r\n")
            sent += 65_536
        answer = http.client.HTTPResponse(line)
        answer.begin()
        assert (answer.status, json.loads(answer.read())["code"]) == (413, Code.TOO_LARGE)
    assert sent < 10 * MAX_BODY  # its end was not waited for; how much buffers hold is the machine's matter
    assert aside(world) == [("", Code.TOO_LARGE, bytes(MAX_BODY))]


def test_a_body_cut_short_by_the_network_changes_nothing_and_takes_nobodys_place(
    rated: Desk, world: World
) -> None:
    world.open(Admission(lambda: 0, Limits(live=1, of_one=1)))
    body = rated.segment()
    path = f"/api/v1/ledgers/{rated.ledger}/segments?nonce={NONCE}"
    created = world.clock.wall_ms() // 1000
    headers = headers_for(rated.private, "POST", ADDRESS + path, body, created)
    for end in (0, 1, len(body) // 2, len(body) - 1):
        with wire(world, path, headers | {"Content-Length": str(len(body))}) as line:
            line.sendall(body[:end])
            line.shutdown(socket.SHUT_WR)
            assert line.recv(1) == b""
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]
    assert rated.deliver().held == 3


@contextmanager
def wire(world: World, path: str, headers: dict[str, str]) -> Iterator[socket.socket]:
    """A connection on which a POST has begun."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((world.door.host, world.door.port), timeout=30) as line:
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: central.example\r\n{head}\r\n".encode())
        yield line


def test_an_unsigned_or_altered_request_is_refused(rated: Desk, world: World) -> None:
    path, body = f"/api/v1/ledgers/{rated.ledger}/segments", rated.segment()
    refusal(world.call("POST", path, body), Code.SIGNATURE)
    refusal(world.call("POST", path, body, {"Signature": "x", "Signature-Input": "y"}), Code.SIGNATURE)
    assert aside(world) == [("", Code.SIGNATURE, body)] * 2
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]


def test_a_signature_that_does_not_say_when_is_refused(rated: Desk, world: World) -> None:
    path, body = f"/api/v1/ledgers/{rated.ledger}/segments", rated.segment()
    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
    covered = f'("@method" "@path" "@query" "content-digest");keyid="{public_bytes(rated.private).hex()}"'
    signed = f'"@method": POST\n"@path": {path}\n"@query": ?\n"content-digest": {digest}\n'
    signature = rated.sign(f'{signed}"@signature-params": {covered}'.encode())
    headers = {
        "Content-Digest": digest,
        "Signature-Input": f"hailong={covered}",
        "Signature": f"hailong=:{signature}:",
    }
    title = refusal(world.call("POST", path, body, headers), Code.SIGNATURE)["title"]
    assert title.endswith("it does not say when it was created")


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


def test_a_request_recorded_on_the_wire_changes_nothing_when_played_again(rated: Desk, world: World) -> None:
    path, body = f"/api/v1/ledgers/{rated.ledger}/segments", rated.segment(1, 2)
    headers = headers_for(rated.private, "POST", ADDRESS + path, body, world.clock.wall_ms() // 1000)
    assert world.call("POST", path, body, headers).status_code == 200
    rated.deliver(3)
    assert rated.receipt(world.call("POST", path, body, headers).content).held == 3
    world.clock.now_ms += 601_000
    refusal(world.call("POST", path, body, headers), Code.CLOCK)
    assert world.query("SELECT score, n FROM unit_days ORDER BY score") == [(4, 1), (5, 1)]


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
