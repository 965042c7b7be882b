"""A provider of identities that never ends its answers: nobody waits for it but who signs in through it."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sync.central.accounts import asking
from sync.central.accounts.provider import AGAIN_SECONDS, Provider
from sync.central.app import build_app
from tests.central.accounts.browser import Browser
from tests.central.people import QUICK
from tests.central.world import World

DOCUMENT = "/.well-known/openid-configuration"
SECONDS = 60
"""After which a test has failed."""


class SlowProvider:
    """Answers `well` at once, and anything else by a byte now and then until it is let go."""

    def __init__(self) -> None:
        self.well: set[str] = set()
        self.asked: list[str] = []
        self.heard, self.let_go = threading.Event(), threading.Event()
        self.issuer = ""

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.asked.append(handler.path)
        handler.send_response(200)
        if handler.path in self.well:
            names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            document = {name: f"{self.issuer}/{name}" for name in names} | {"issuer": self.issuer}
            handler.end_headers()
            handler.wfile.write(json.dumps(document).encode())
            return
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        self.heard.set()
        with suppress(OSError):  # who asked has gone
            while not self.let_go.wait(0.02):
                handler.wfile.write(b" ")


@pytest.fixture
def slow() -> Iterator[SlowProvider]:
    made = SlowProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.answer(self)

        def do_POST(self) -> None:
            made.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    made.let_go.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def province_of_a_slow_provider(world: World, slow: SlowProvider) -> None:
    provider = Provider(slow.issuer, "hailong", "a secret", "Sở Nội vụ")
    world.door.app = build_app(world.state, None, replace(QUICK, provider=provider))


def left(world: World) -> httpx.Response:
    return world.call("GET", "/sign-in/provider")


def let_go(slow: SlowProvider) -> None:
    """Let it end what it says, and wait until who asked has heard so."""
    slow.let_go.set()
    for thread in threading.enumerate():
        if thread.name == "asking":
            thread.join(SECONDS)


def test_pages_are_answered_while_many_wait_for_the_provider_which_is_asked_once(
    world: World, slow: SlowProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "DEADLINE_SECONDS", SECONDS)
    with ThreadPoolExecutor(8) as callers:
        leaving = [callers.submit(left, world) for _ in range(8)]
        assert slow.heard.wait(SECONDS)
        pages = [world.call("GET", "/sign-in") for _ in range(8)]
        assert not any(one.done() for one in leaving)
        slow.let_go.set()
        answers = [one.result(SECONDS) for one in leaving]
    assert {page.status_code for page in pages} == {200}
    assert {(one.status_code, one.headers["retry-after"]) for one in answers} == {(502, "10")}
    assert slow.asked == [DOCUMENT]


def test_who_has_waited_long_enough_is_refused_in_words_and_others_at_once(
    world: World, slow: SlowProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "DEADLINE_SECONDS", 0.2)
    answer = left(world)
    assert (answer.status_code, answer.headers["retry-after"]) == (502, "10")
    assert "không trả lời" in answer.text
    assert left(world).status_code == 502
    world.clock.now_ms += AGAIN_SECONDS * 1000
    assert left(world).status_code == 502
    assert slow.heard.wait(SECONDS)
    assert slow.asked == [DOCUMENT]  # and it still answers that


def test_a_provider_that_answers_again_is_asked_again_a_while_later(
    world: World, slow: SlowProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "DEADLINE_SECONDS", 0.2)
    left(world)
    assert slow.heard.wait(SECONDS)
    let_go(slow)
    monkeypatch.undo()
    slow.well.add(DOCUMENT)
    world.clock.now_ms += AGAIN_SECONDS * 1000 - 1
    assert left(world).status_code == 502
    world.clock.now_ms += 1
    assert left(world).status_code == 303
    assert left(world).status_code == 303
    assert slow.asked == [DOCUMENT] * 2


def test_nobody_waits_for_who_comes_back_while_the_provider_proves_them(
    world: World, slow: SlowProvider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "DEADLINE_SECONDS", SECONDS)
    slow.well.add(DOCUMENT)
    backs = []
    for _ in range(8):
        came = Browser(world)
        leaving = left(world)
        came.take(leaving)
        state = parse_qs(urlsplit(leaving.headers["location"]).query)["state"][0]
        backs.append((came, f"/sign-in/back?state={state}&code=any"))
    with ThreadPoolExecutor(8) as callers:
        coming = [callers.submit(came.open, path) for came, path in backs]
        assert slow.heard.wait(SECONDS)
        pages = [browser.open("/sign-in") for _ in range(8)]
        assert not any(one.done() for one in coming)
        slow.let_go.set()
        answers = [one.result(SECONDS) for one in coming]
    assert {page.status_code for page in pages} == {200}
    assert {answer.status_code for answer in answers} == {502}


def test_who_is_not_proved_in_time_is_refused_in_words(
    world: World, slow: SlowProvider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow.well.add(DOCUMENT)
    leaving = left(world)
    browser.take(leaving)
    state = parse_qs(urlsplit(leaving.headers["location"]).query)["state"][0]
    monkeypatch.setattr(asking, "DEADLINE_SECONDS", 0.2)
    answer = browser.open(f"/sign-in/back?state={state}&code=any")
    assert (answer.status_code, answer.headers["retry-after"]) == (502, "10")
    assert "không trả lời" in answer.text
