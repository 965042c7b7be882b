"""The kiosk's door for its server, over loopback TLS."""

import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.identity import Identity
from kiosk.identity.certificate import tls_context
from sync.agent.kept_directory import stored_directory
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Delivered, Failure
from sync.agent.pull_desk import MOST_NONCES, PullDesk, Pulled
from sync.agent.pull_server import PullDoor, open_pull
from sync.contract.directory import Directory
from sync.contract.http_signature import headers_for
from sync.contract.segment import read_segment
from sync.contract.signed import sign_document
from sync.wire.door import Bounds, NotListening
from tests.agent.central import PHOTO, PHOTO_NAME, Central
from tests.agent.memory import MemoryOutbox, MemoryShelf
from tests.hand_clock import HandClock

BOUNDS = Bounds(connections=8, connections_a_caller=4, deadline_seconds=5.0)


class Kiosk:
    """A kiosk in memory behind a real door."""

    def __init__(self, folder: Path, central: Central, outbox: MemoryOutbox, clock: KioskTime) -> None:
        self.identity = Identity.make(folder)
        self.context = tls_context(folder, self.identity)
        self.central, self.outbox, self.clock = central, outbox, clock
        self.shelf = MemoryShelf()
        self.first = central.directory()
        self.applied: list[int] = []
        self.outcomes: list[Delivered | Failure] = []
        self.pulled = Pulled(
            outbox=outbox,
            shelf=self.shelf,
            signer=self.identity,
            clock=clock,
            directory=self.directory,
            room_bytes=lambda: 1_000_000,
            applied=lambda directory: self.applied.append(directory.version),
            told=self.outcomes.append,
            successor=outbox,
        )
        self.door = PullDoor("127.0.0.1", 0, self.context, PullDesk(self.pulled), BOUNDS)

    def directory(self) -> Directory:
        kept = self.shelf.directories
        return stored_directory(kept[-1][0]) if kept else self.first

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        key: Ed25519PrivateKey | None = None,
        kiosk: str | None = None,
    ) -> tuple[int, bytes]:
        target = f"{path}?kiosk={kiosk or self.central.kiosk}"
        private = key or self.central.private
        headers = headers_for(private, method, f"https://127.0.0.1:{self.door.port}{target}", body, 1_000)
        return self.send(method, target, body, headers)

    def send(self, method: str, target: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPSConnection("127.0.0.1", self.door.port, timeout=5, context=anybody())
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        return answer.status, said

    def nonce(self) -> str:
        status, said = self.ask("GET", "/v1/nonce")
        assert status == 200
        return str(json.loads(said)["nonce"])

    def receipt(self, nonce: str | None, **changes: Any) -> tuple[int, bytes]:
        told = self.central.receipt(self.outbox.ledger, "") | {"nonce": nonce} | changes
        return self.ask("PUT", "/v1/receipt", sign_document("receipt", told, self.central.private))

    def time(self, nonce: str) -> tuple[int, bytes]:
        told = {"server": self.central.server, "nonce": nonce, "time": self.central.now_ms}
        return self.ask("PUT", "/v1/time", sign_document("time", told, self.central.private))


def anybody() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def code(answer: tuple[int, bytes]) -> tuple[int, str]:
    return answer[0], json.loads(answer[1])["code"]


@pytest.fixture
def kiosk(tmp_path: Path, central: Central, outbox: MemoryOutbox, clock: KioskTime) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path, central, outbox, clock)
    yield made
    made.door.close()


def test_what_is_pending_is_given_until_a_receipt_settles_it(kiosk: Kiosk) -> None:
    status, body = kiosk.ask("GET", "/v1/segment")
    segment = read_segment(body)
    assert (status, list(segment.lines)) == (200, kiosk.outbox.lines)
    assert segment.header.signed_by(kiosk.identity.public)
    assert kiosk.ask("GET", "/v1/segment")[1] == body
    kiosk.central.lines = list(segment.lines)
    assert kiosk.receipt(kiosk.nonce())[0] == 200
    assert kiosk.outbox.settled == 3
    assert kiosk.ask("GET", "/v1/segment") == (204, b"")
    assert [outcome.name for outcome in kiosk.outcomes] == ["delivered"]


def test_the_first_answer_is_a_sign_of_life(kiosk: Kiosk) -> None:
    told = json.loads(kiosk.ask("GET", "/v1/nonce")[1])
    beat = told["heartbeat"]
    assert (beat["last"], beat["settled"], beat["directory"]) == (3, 0, 1)
    assert beat["head"] == kiosk.outbox.hashes[3].hex()


def test_a_receipt_counts_once_and_only_for_a_nonce_of_ours(kiosk: Kiosk) -> None:
    kiosk.central.lines = list(kiosk.outbox.lines)
    assert code(kiosk.receipt("0" * 32)) == (401, "signature")
    assert code(kiosk.receipt(None)) == (401, "signature")
    assert kiosk.outbox.settled == 0
    nonce = kiosk.nonce()
    assert kiosk.receipt(nonce)[0] == 200
    kiosk.central.lines = []
    assert code(kiosk.receipt(nonce)) == (401, "signature")
    assert kiosk.outbox.settled == 3
    assert kiosk.receipt(kiosk.nonce())[0] == 200  # a restored server
    assert kiosk.outbox.settled == 0


def test_only_the_last_nonces_are_remembered(kiosk: Kiosk) -> None:
    first = kiosk.nonce()
    later = [kiosk.nonce() for _ in range(MOST_NONCES)]
    assert kiosk.receipt(first)[0] == 401
    assert kiosk.receipt(later[0])[0] == 200


def test_a_receipt_that_does_not_fit_is_a_fork_and_settles_nothing(kiosk: Kiosk) -> None:
    assert code(kiosk.receipt(kiosk.nonce(), held=2, head="0" * 64)) == (409, "forked")
    assert code(kiosk.receipt(kiosk.nonce(), ledger=kiosk.central.server)) == (400, "request")
    assert kiosk.outbox.settled == 0
    assert [outcome.name for outcome in kiosk.outcomes] == ["forked"]


def test_the_time_anchors_a_boot_once_an_hour(kiosk: Kiosk, hands: HandClock) -> None:
    assert kiosk.time("0" * 32)[0] == 401
    late = kiosk.nonce()
    hands.pass_ms(60_001)
    assert kiosk.time(late)[0] == 400
    assert kiosk.time(kiosk.nonce())[0] == 200
    assert kiosk.time(kiosk.nonce())[0] == 200
    assert kiosk.outbox.kinds().count("clock.anchored") == 1
    assert kiosk.clock.offset_ms() == kiosk.central.now_ms - hands.wall
    hands.pass_ms(3_600_000)
    kiosk.time(kiosk.nonce())
    assert kiosk.outbox.kinds().count("clock.anchored") == 2


def test_a_directory_and_its_photos_are_taken_once(kiosk: Kiosk) -> None:
    kiosk.central.version, kiosk.central.photo_names = 2, [PHOTO_NAME]
    raw = sign_document("directory", kiosk.central.directory_object(), kiosk.central.private)
    for outcome in ("applied", "known"):
        status, said = kiosk.ask("PUT", "/v1/directory", raw)
        assert (status, json.loads(said)) == (200, {"outcome": outcome, "photos": [PHOTO_NAME]})
    assert code(kiosk.ask("PUT", f"/v1/photos/{PHOTO_NAME}", b"another")) == (400, "request")
    assert code(kiosk.ask("PUT", f"/v1/photos/{'0' * 64}", PHOTO)) == (400, "request")
    status, said = kiosk.ask("PUT", f"/v1/photos/{PHOTO_NAME}", PHOTO)
    assert (status, json.loads(said)["photos"]) == (200, [])
    assert kiosk.shelf.photos == {PHOTO_NAME: PHOTO}
    assert kiosk.applied == [2, 2]
    assert kiosk.outbox.kinds().count("directory.applied") == 1


def test_nobody_but_the_server_is_answered_and_no_request_to_another_kiosk(kiosk: Kiosk) -> None:
    assert code(kiosk.ask("GET", "/v1/segment", key=kiosk.identity.private)) == (401, "signature")
    assert code(kiosk.ask("GET", "/v1/segment", kiosk="99999999-9999-4999-8999-999999999999")) == (
        403,
        "not_yours",
    )
    target = f"/v1/segment?kiosk={kiosk.central.kiosk}"
    assert code(kiosk.send("GET", target, b"", {})) == (401, "signature")
    url = f"https://127.0.0.1:{kiosk.door.port}{target}"
    signed = headers_for(kiosk.central.private, "GET", url, b"", 1_000)
    assert kiosk.send("GET", target, b"", signed)[0] == 200
    assert code(kiosk.send("GET", target.replace("segment", "nonce"), b"", signed)) == (401, "signature")
    assert code(kiosk.send("GET", target + "&x=1", b"", signed)) == (401, "signature")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("POST", "/v1/receipt", 404),
        ("GET", "/v1/photos/x", 404),
        ("PUT", "/v1/segment", 404),
    ],
)
def test_there_is_nothing_else_to_ask(kiosk: Kiosk, method: str, path: str, status: int) -> None:
    assert kiosk.ask(method, path)[0] == status


def test_a_body_beyond_its_limit_is_refused_unread(kiosk: Kiosk) -> None:
    assert code(kiosk.ask("PUT", "/v1/receipt", b" " * 70_000)) == (413, "too_large")
    assert code(kiosk.ask("PUT", "/v1/receipt", b"{}")) == (401, "signature")


def test_who_speaks_no_tls_or_an_older_one_is_hung_up_on(kiosk: Kiosk) -> None:
    with socket.create_connection(("127.0.0.1", kiosk.door.port), timeout=5) as plain:
        plain.sendall(b"GET /v1/nonce HTTP/1.1\r\n\r\n")
        assert b"HTTP" not in plain.recv(100)
    older = anybody()
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection(("127.0.0.1", kiosk.door.port), timeout=5) as raw,
        pytest.raises(ssl.SSLError),
    ):
        older.wrap_socket(raw)
    assert kiosk.nonce()


def test_a_caller_that_says_nothing_holds_nobody_up_and_is_cut_off(
    tmp_path: Path, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiosk.door, "bounds", Bounds(8, 4, 0.3))
    with socket.create_connection(("127.0.0.1", kiosk.door.port), timeout=5) as silent:
        assert kiosk.nonce()
        assert silent.recv(1) == b""


def test_requests_at_once_are_answered_one_after_the_other(kiosk: Kiosk) -> None:
    nonces: list[str] = []
    threads = [threading.Thread(target=lambda: nonces.append(kiosk.nonce())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(nonces)) == 4


def test_an_error_of_the_kiosks_own_is_said_and_the_next_request_answered(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(kiosk.outbox, "position", lambda: 1 / 0)
        assert code(kiosk.ask("GET", "/v1/nonce")) == (503, "busy")
    assert "could not answer" in caplog.text
    assert kiosk.nonce()


def test_an_address_that_is_taken_is_said_not_raised(kiosk: Kiosk) -> None:
    assert isinstance(open_pull("127.0.0.1", kiosk.door.port, kiosk.context, kiosk.pulled), NotListening)
