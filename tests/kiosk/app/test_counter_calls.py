"""A counter's call by HTTP, and what reaches the visit on the screen's thread."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QThread
from PySide6.QtGui import QGuiApplication

from kiosk.app.counter_calls import CounterCalls
from kiosk.app.door_told import DoorTold, door_told, tell_door
from kiosk.visit import Called, Event
from tests.kiosk.app.test_drafting import BINH, COUNTER, LAN, OTHER_COUNTER, UNIT, posting
from tests.kiosk.desk.secrets_of import new_token

CODE = "H15.50.05.13-261008-0975"
NOW_MS = 5_000
(TOKEN, DIGEST), (OTHER_TOKEN, OTHER_DIGEST) = new_token(), new_token()


class Shelf:
    """Settings in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def set_setting(self, name: str, value: str) -> None:
        self.kept[name] = value

    def get_setting(self, name: str) -> str | None:
        return self.kept.get(name)


class Room:
    """Calls from one counter, and the events that came of them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.threads: list[QThread] = []
        self.shelf = Shelf()
        here = posting(calls={COUNTER: DIGEST}).directory
        self.calls = CounterCalls(here, self._take, lambda: NOW_MS, self.shelf)

    def _take(self, event: Event) -> None:
        self.events.append(event)
        self.threads.append(QThread.currentThread())

    @property
    def port(self) -> int:
        assert self.calls.port is not None
        return self.calls.port

    def post(self, token: str = TOKEN, **members: Any) -> tuple[int, dict[str, Any]]:
        """Call as the counter's software does, while Qt goes on."""
        answers: list[tuple[int, dict[str, Any]]] = []
        body = json.dumps({"counter": COUNTER} | members)

        def ask() -> None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            connection.request("POST", "/v1/calls", body, bearer)
            answer = connection.getresponse()
            answers.append((answer.status, json.loads(answer.read())))
            connection.close()

        thread = threading.Thread(target=ask)
        thread.start()
        until(lambda: bool(answers))
        thread.join()
        return answers[0]


def until(true: Callable[[], bool]) -> None:
    patience = QDeadlineTimer(5_000)
    while not true():
        assert not patience.hasExpired(), "it never came"
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


@contextmanager
def a_room() -> Iterator[Room]:
    room = Room()
    yield room
    room.calls.close()
    shiboken6.delete(room.calls)


@pytest.fixture
def room(quiet_qt: QGuiApplication) -> Iterator[Room]:
    with a_room() as room:
        room.calls.open("127.0.0.1", 0)
        yield room


def test_a_call_reaches_the_visit_on_the_screens_thread(room: Room) -> None:
    status, document = room.post(official=LAN, dossier=CODE, stage="returned")
    assert (status, document) == (202, {"warnings": []})
    until(lambda: bool(room.events))
    assert room.events == [Called(COUNTER, LAN, CODE, "returned", at_ms=NOW_MS)]
    assert room.threads == [QThread.currentThread()]


def test_an_official_who_serves_at_another_counter_is_taken_as_told(room: Room) -> None:
    assert room.post(official=BINH)[0] == 202
    until(lambda: bool(room.events))
    assert room.events == [Called(COUNTER, BINH, at_ms=NOW_MS)]


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"official": UNIT}, "unknown"),
        ({"stage": "lost"}, "request"),
        ({"counter": OTHER_COUNTER}, "other_counter"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused_and_shows_nothing(
    room: Room, members: dict[str, str], code: str
) -> None:
    assert room.post(**members)[1]["code"] == code
    assert room.post(official=LAN)[0] == 202
    until(lambda: bool(room.events))
    assert room.events == [Called(COUNTER, LAN, at_ms=NOW_MS)]


def test_a_new_directory_brings_other_tokens_and_the_port_stays(room: Room) -> None:
    port = room.port
    room.calls.follow(posting(calls={OTHER_COUNTER: OTHER_DIGEST}).directory)
    assert room.port == port
    assert room.post()[1]["code"] == "token"
    assert room.post(OTHER_TOKEN, counter=OTHER_COUNTER)[0] == 202


def test_a_port_in_use_is_told_and_tried_again(quiet_qt: QGuiApplication) -> None:
    with a_room() as room, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        room.calls.open("127.0.0.1", port)
        told = door_told(room.shelf)
        assert told is not None
        assert (told.port, room.calls.port) == (port, None)
        assert "in use" in (told.why or "")
        taken.close()
        room.calls._again.timeout.emit()
        assert door_told(room.shelf) == DoorTold("127.0.0.1", port, None)
        assert not room.calls._again.isActive()
        assert room.post()[0] == 202


def test_a_kiosk_that_nobody_shall_call_says_so(quiet_qt: QGuiApplication) -> None:
    with a_room() as room:
        tell_door(room.shelf, DoorTold("127.0.0.1", 8410, None))
        room.calls.leave_shut()
        assert door_told(room.shelf) is None
