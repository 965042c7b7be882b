"""The counter's door over real sockets."""

import http.client
import json
import logging
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kiosk.desk import call_door
from kiosk.desk.call_answers import Code, Refused
from kiosk.desk.call_door import MAX_CONNECTIONS_A_CALLER, Door, NotListening, open_door
from kiosk.desk.calls import CALLS_A_MINUTE, Call, Tokens
from kiosk.desk.dossier import Dossier
from tests.kiosk.desk.secrets_of import new_token

COUNTER, OTHER = str(uuid.UUID(int=3)), str(uuid.UUID(int=4))
TOKEN, DIGEST = new_token()
OTHER_TOKEN, OTHER_DIGEST = new_token()
BODY = json.dumps({"counter": COUNTER, "dossier": "H15.50.05.13-261008-0975"}).encode()
CALL = Call(COUNTER, None, Dossier("H15.50.05.13-261008-0975"))
DEADLINE_SECONDS = 0.6


class Kiosk:
    """Takes calls as long as it knows who is meant."""

    def __init__(self) -> None:
        self.knows = True
        self.calls: list[Call] = []
        self.during: Callable[[], object] = lambda: None
        self.at_once = self.most_at_once = 0

    def take(self, call: Call) -> Refused | None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.during()
        self.at_once -= 1
        if not self.knows:
            return Refused(Code.UNKNOWN, "no such official here")
        self.calls.append(call)
        return None


@pytest.fixture
def kiosk() -> Kiosk:
    return Kiosk()


@pytest.fixture
def door(kiosk: Kiosk) -> Iterator[Door]:
    tokens = Tokens({COUNTER: DIGEST, OTHER: OTHER_DIGEST})
    opened = Door("127.0.0.1", 0, tokens, kiosk.take, deadline_seconds=DEADLINE_SECONDS)
    yield opened
    opened.close()


def post(
    door: Door, body: bytes = BODY, path: str = "/v1/calls", method: str = "POST", **headers: str
) -> Any:
    """Status, document and headers of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=5)
    told = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, {name: value for name, value in told.items() if value})
    answer = connection.getresponse()
    document = json.loads(answer.read() or b"null")
    connection.close()
    if answer.status != 202 and document is not None:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert document["status"] == answer.status
        assert document["type"] == "about:blank"
    return answer.status, document, answer.headers


def dial(door: Door) -> socket.socket:
    return socket.create_connection(("127.0.0.1", door.port), timeout=5)


def heard(connection: socket.socket) -> bytes:
    """All the door says until it ends the connection."""
    said = b""
    while chunk := connection.recv(4096):
        said += chunk
    return said


def raw(door: Door, sent: bytes) -> bytes:
    with dial(door) as connection:
        connection.sendall(sent)
        return heard(connection)


def head(length: object, *more: str) -> bytes:
    lines = ["POST /v1/calls HTTP/1.1", "Host: kiosk", f"Authorization: Bearer {TOKEN}"]
    lines += ["Content-Type: application/json", f"Content-Length: {length}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_call_reaches_the_kiosk(door: Door, kiosk: Kiosk) -> None:
    status, document, headers = post(door)
    assert (status, document) == (202, {"warnings": []})
    assert headers["Connection"] == "close"
    assert kiosk.calls == [CALL]


def test_a_dossier_nobody_can_read_is_a_warning(door: Door, kiosk: Kiosk) -> None:
    body = json.dumps({"counter": COUNTER, "dossier": "12/2026"}).encode()
    assert post(door, body)[:2] == (202, {"warnings": ["dossier_unreadable"]})
    assert kiosk.calls == [Call(COUNTER)]


def test_a_call_that_the_kiosk_does_not_take_says_why(door: Door, kiosk: Kiosk) -> None:
    kiosk.knows = False
    status, document, _ = post(door)
    assert (status, document["code"], document["title"]) == (422, "unknown", "no such official here")
    kiosk.knows = True
    assert post(door)[0] == 202


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"path": "/"}, 404, "absent"),
        ({"path": "/v1/calls/"}, 404, "absent"),
        ({"path": "/v1/ratings", "method": "DELETE"}, 404, "absent"),
        ({"method": "GET", "body": b""}, 405, "method"),
        ({"method": "PUT"}, 405, "method"),
        ({"method": "BREW"}, 405, "method"),
        ({"Authorization": ""}, 401, "token"),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401, "token"),
        ({"Authorization": f"Basic {TOKEN}"}, 401, "token"),
        ({"Authorization": f"Bearer {DIGEST}"}, 401, "token"),
        ({"Authorization": f"Bearer {OTHER_TOKEN}"}, 403, "other_counter"),
        ({"Content_Type": "text/plain"}, 415, "media_type"),
        ({"Content_Type": ""}, 415, "media_type"),
        ({"body": b" " * 4_097}, 413, "too_large"),
        ({"body": b" " * 50_000}, 413, "too_large"),
        ({"body": b"{}"}, 422, "request"),
        ({"body": b" " * 4_096}, 422, "request"),
    ],
)
def test_a_refusal_is_a_problem_document_with_a_code(
    door: Door, kiosk: Kiosk, asked: dict[str, Any], status: int, code: str
) -> None:
    answered, document, headers = post(door, **asked)
    assert (answered, document["code"]) == (status, code)
    assert headers.get("Allow") == ("POST" if status == 405 else None)
    assert headers.get("WWW-Authenticate") == ("Bearer" if status == 401 else None)
    assert kiosk.calls == []


def test_an_answer_to_head_has_no_body(door: Door) -> None:
    assert post(door, b"", method="HEAD")[:2] == (405, None)


def test_a_counter_that_calls_without_end_is_slowed_down_alone(door: Door, kiosk: Kiosk) -> None:
    statuses = [post(door)[0] for _ in range(CALLS_A_MINUTE + 2)]
    assert statuses == [202] * CALLS_A_MINUTE + [429] * 2
    assert post(door)[2]["Retry-After"] == "60"
    body = json.dumps({"counter": OTHER}).encode()
    assert post(door, body, Authorization=f"Bearer {OTHER_TOKEN}")[0] == 202


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"framing"),
        (b"POST /v1/calls HTTP/2.0\r\n\r\n", b"framing"),
        (b"POST /v1/calls HTTP/x\r\n\r\n", b"framing"),
        (b"hello\r\n\r\n", b"framing"),
        (b"POST /v1/calls HTTP/1.1\r\n" + b"X: y\r\n" * 120 + b"\r\n", b"head_too_large"),
        (b"POST /v1/calls HTTP/1.1\r\nX: " + b"y" * 9_000 + b"\r\n\r\n", b"head_too_large"),
        (b"POST /" + b"y" * 30_000 + b" HTTP/1.1\r\n\r\n", b"head_too_large"),
        (head(-1), b"framing"),
        (head("0x10"), b"framing"),
        (head("٤"), b"framing"),
        (head("9" * 5_000), b"too_large"),
        (head(0, "Content-Length: 5"), b"length"),
        (head(0, "Transfer-Encoding: chunked") + b"0\r\n\r\n", b"length"),
        (head(len(BODY)).replace(b"Content-Length", b"X-Length") + BODY, b"length"),
    ],
)
def test_garbage_is_refused_and_the_next_call_is_taken(
    door: Door, kiosk: Kiosk, sent: bytes, code: bytes
) -> None:
    answer = raw(door, sent)
    assert answer.startswith(b"HTTP/1.1 4")
    assert b'"code": "' + code + b'"' in answer
    assert kiosk.calls == []
    assert post(door)[0] == 202


def test_a_client_that_never_stops_sending_is_cut_off(door: Door, kiosk: Kiosk) -> None:
    with dial(door) as connection, pytest.raises(ConnectionError):
        connection.sendall(head(4_096) + b" " * 100_000_000)
    assert kiosk.calls == []
    assert post(door)[0] == 202


def test_a_body_may_wait_for_leave_to_come(door: Door, kiosk: Kiosk) -> None:
    with dial(door) as connection:
        connection.sendall(head(len(BODY), "Expect: 100-continue"))
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(BODY)
        assert heard(connection).startswith(b"HTTP/1.1 202 ")
    assert kiosk.calls == [CALL]


def test_what_follows_a_request_is_not_another_one(door: Door, kiosk: Kiosk) -> None:
    one = head(len(BODY)) + BODY
    assert raw(door, one * 3).count(b"HTTP/1.1") == 1
    assert kiosk.calls == [CALL]


@pytest.mark.parametrize("whole", [head(len(BODY)) + BODY, head(len(BODY))[:40]])
def test_a_client_that_leaves_in_the_middle_does_no_harm(door: Door, kiosk: Kiosk, whole: bytes) -> None:
    with dial(door) as connection:
        connection.sendall(whole[:-20])
    assert post(door)[0] == 202
    assert kiosk.calls == [CALL]


@pytest.mark.parametrize("step", [1, len(head(len(BODY)))])
def test_a_slow_drip_ends_at_the_deadline_however_steady(door: Door, kiosk: Kiosk, step: int) -> None:
    sent = head(len(BODY)) + BODY
    began = time.monotonic()
    with dial(door) as connection:
        connection.sendall(sent[:step])
        connection.settimeout(0.02)
        answer = b""
        for place in range(step, len(sent)):
            try:
                answer += connection.recv(4096)
            except TimeoutError:
                connection.sendall(sent[place : place + 1])
                continue
            break
    assert b'"code": "too_slow"' in answer
    assert DEADLINE_SECONDS - 0.1 < time.monotonic() - began < DEADLINE_SECONDS + 1
    assert kiosk.calls == []


def test_one_caller_cannot_shut_the_others_out(door: Door, kiosk: Kiosk) -> None:
    hanging = [dial(door) for _ in range(MAX_CONNECTIONS_A_CALLER)]
    until(lambda: len(door._inside) == MAX_CONNECTIONS_A_CALLER)
    with dial(door) as one_more:
        answer = heard(one_more)
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b'"code": "busy"' in answer
    with socket.create_connection(("127.0.0.1", door.port), 5, source_address=("127.0.0.2", 0)) as other:
        other.sendall(head(len(BODY)) + BODY)
        assert heard(other).startswith(b"HTTP/1.1 202 ")
    for connection in hanging:
        connection.close()
    until(lambda: not door._inside)
    assert post(door)[0] == 202


def test_there_is_an_end_to_connections(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_door, "MAX_CONNECTIONS", 3)
    hanging = [dial(door) for _ in range(3)]
    until(lambda: len(door._inside) == 3)
    with dial(door) as one_more:
        assert heard(one_more).startswith(b"HTTP/1.1 503 ")
    for connection in hanging:
        assert b"too_slow" in heard(connection)
        connection.close()
    until(lambda: not door._inside)
    assert post(door)[0] == 202


def test_calls_at_once_are_taken_one_after_the_other(door: Door, kiosk: Kiosk) -> None:
    kiosk.during = lambda: time.sleep(0.02)
    with ThreadPoolExecutor(MAX_CONNECTIONS_A_CALLER - 1) as counters:
        statuses = list(counters.map(lambda _: post(door)[0], range(20)))
    assert statuses == [202] * 20
    assert len(kiosk.calls) == 20
    assert kiosk.most_at_once == 1


def test_a_kiosk_that_fails_says_so_and_goes_on(
    door: Door, kiosk: Kiosk, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("the screen is gone")

    kiosk.during = fail
    assert post(door)[0] == 500
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    kiosk.during = lambda: None
    assert post(door)[0] == 202


def test_closing_does_not_wait_for_clients_that_hang(door: Door) -> None:
    silent, half = dial(door), dial(door)
    half.sendall(head(len(BODY)))
    until(lambda: len(door._inside) == 2)
    began = time.monotonic()
    door.close()
    assert time.monotonic() - began < 1
    assert heard(silent) == b""
    silent.close()
    half.close()
    assert not door._inside
    with pytest.raises(ConnectionRefusedError):
        dial(door)
    door.close()


def test_closing_waits_no_longer_than_two_seconds_for_a_kiosk_that_does_not_answer(
    door: Door, kiosk: Kiosk
) -> None:
    entered, leave = threading.Event(), threading.Event()

    def hang() -> None:
        entered.set()
        leave.wait(10)

    kiosk.during = hang
    with dial(door) as first, dial(door) as second:
        first.sendall(head(len(BODY)) + BODY)
        assert entered.wait(5)
        second.sendall(head(len(BODY)) + BODY)
        began = time.monotonic()
        door.close()
        assert time.monotonic() - began < 3.5
        leave.set()
        until(lambda: not door._inside)
    assert kiosk.calls == [CALL]  # the second is not handed over once the door closes


def test_an_address_that_is_taken_is_said_not_raised(door: Door, kiosk: Kiosk) -> None:
    assert isinstance(open_door("127.0.0.1", door.port, {COUNTER: DIGEST}, kiosk.take), NotListening)
    assert isinstance(open_door("192.0.2.1", 0, {COUNTER: DIGEST}, kiosk.take), NotListening)
    assert isinstance(open_door("127.0.0.1", 70_000, {COUNTER: DIGEST}, kiosk.take), NotListening)


def test_a_door_opened_by_its_address_takes_calls(kiosk: Kiosk) -> None:
    door = open_door("127.0.0.1", 0, {COUNTER: DIGEST}, kiosk.take)
    assert isinstance(door, Door)
    assert post(door)[0] == 202
    door.close()
