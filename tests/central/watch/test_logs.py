import json
import logging
import re

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.settings import KEYS, Settings
from sync.central.watch.logs import JsonLines, describe
from sync.central.watch.requests import HEADER, Watched
from tests.central.desk import NONCE, Desk
from tests.central.watch.listening import logged, watch
from tests.central.world import World

SECRET = "Nguyen-Thi-Bi-Mat-482913"


def every_route(world: World) -> list[tuple[str, str]]:
    """A method and an address for each route, its parameters being secrets."""
    app = build_app(world.state)
    assert isinstance(app, Starlette)
    routes = [route for route in app.routes if isinstance(route, Route)]
    assert len(routes) > 10
    return [
        (method, re.sub(r"\{[^}]+\}", SECRET, route.path))
        for route in routes
        for method in sorted(route.methods or ())
    ]


def test_no_secret_that_is_sent_to_any_route_stands_in_the_log(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(world)
    desk = Desk(world)
    headers = {
        "Authorization": f"Bearer {SECRET}",
        "Cookie": f"session={SECRET}",
        "X-Forwarded-For": SECRET,
        "User-Agent": SECRET,
        "Referer": f"https://x.example/T/{SECRET}",
        HEADER: SECRET,
    }
    body = json.dumps({"pin": SECRET, "name": SECRET, "comment": SECRET}).encode()
    with logged(world, monkeypatch) as said:
        for method, path in [*every_route(world), ("GET", f"/{SECRET}"), ("PATCH", f"/T/{SECRET}")]:
            world.call(method, f"{path}?token={SECRET}&nonce={NONCE}", body, headers)
            desk.call(method, f"{path}?token={SECRET}", body)
        desk.open()
        desk.rate(9, comment=SECRET)
        desk.append_raw(SECRET.encode())
        assert desk.send(desk.segment()).status_code == 200
        world.execute("DROP TABLE needs_attention")
        desk.rate(9, comment=SECRET)
        assert desk.send(desk.segment()).status_code == 503
        world.execute("DROP TABLE enrolment_codes")
        desk.enrol()
    lines = said.getvalue().splitlines()
    told = [json.loads(line) for line in lines]
    assert sum(one["message"] == "answered" for one in told) > 40
    assert any(one.get("error") for one in told), "the errors were logged"
    for word in (SECRET, desk.ledger, desk.kiosk, desk.code, NONCE, "127.0.0.1", "?", "/T/N"):
        assert not [line for line in lines if word in line], word


def test_a_request_is_one_line_with_its_pattern_and_its_number(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(world)
    with logged(world, monkeypatch, level="info") as said:
        answer = world.call("GET", "/api/v1/photos/abc")
    (line,) = said.getvalue().splitlines()
    told = json.loads(line)
    assert told.pop("time").endswith("Z")
    assert told.pop("ms") >= 0
    assert told == {
        "level": "info",
        "logger": "sync.central.watch.requests",
        "message": "answered",
        "request": answer.headers[HEADER],
        "method": "GET",
        "route": "/api/v1/photos/{digest}",
        "status": 401,
        "bytes": len(answer.content),
        "code": "signature",
    }


def test_plain_lines_are_for_people_and_a_higher_level_tells_less(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(world)
    with logged(world, monkeypatch, "plain", "info") as said:
        world.call("GET", "/api/v1/nowhere")
    assert re.fullmatch(
        r"\S+Z INFO    answered request=\w+ method=GET route=none status=404 ms=\d+ bytes=\d+ code=absent\n",
        said.getvalue(),
    )
    with logged(world, monkeypatch, "plain", "warning") as said:
        world.call("GET", "/api/v1/nowhere")
    assert said.getvalue() == ""


def test_an_error_in_a_thread_has_the_requests_number_and_none_of_its_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(world)
    desk = Desk(world)
    world.execute("DROP TABLE needs_attention")
    desk.open()
    desk.rate(9)
    with logged(world, monkeypatch) as said:
        answer = desk.send(desk.segment())
    failed, answered = map(json.loads, said.getvalue().splitlines())
    assert failed["request"] == answered["request"] == answer.headers[HEADER]
    assert (answered["status"], answered["code"]) == (503, "busy")
    assert any(place.startswith("at sync.central.figures.") for place in failed["error"])
    assert re.match(r"(OperationalError|ProgrammingError) (SQLITE_ERROR|42P01)", failed["error"][0])


def test_only_a_proxys_number_is_believed_and_addresses_stand_there_only_if_asked_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(world)
    number = "0123456789abcdef"
    assert world.call("GET", "/healthz", headers={HEADER: number}).headers[HEADER] != number
    settings = Settings(
        data=world.folder, database="", address="https://c.example", proxy=KEYS["proxy"].read("127.0.0.1")
    )
    state = State(world.engine, world.identity, settings, world.clock)
    world.door.app = Watched(build_app(state), state, addresses=True)
    with logged(world, monkeypatch, level="info") as said:
        told = {HEADER: number, "X-Forwarded-For": "203.0.113.9"}
        assert world.call("GET", "/healthz", headers=told).headers[HEADER] == number
        assert world.call("GET", "/healthz", headers={HEADER: "a b"}).headers[HEADER] != "a b"
    first = json.loads(said.getvalue().splitlines()[0])
    assert (first["request"], first["caller"]) == (number, "203.0.113.9")
    state.end()


def test_an_error_is_told_by_type_and_place_with_what_it_came_from() -> None:
    def fail() -> None:
        try:
            raise OSError(28, f"no room for {SECRET}")
        except OSError as error:
            raise ValueError(SECRET) from error

    record = logging.LogRecord("sync", logging.ERROR, "", 0, "failed", (), None)
    with pytest.raises(ValueError, match=SECRET) as failed:
        fail()
    error = failed.value
    record.exc_info = (type(error), error, error.__traceback__)
    told = describe(error)
    assert told[0] == "ValueError"
    assert "OSError ENOSPC" in told
    assert all(place.startswith("at ") for place in told if place not in {"ValueError", "OSError ENOSPC"})
    line = JsonLines().format(record)
    assert SECRET not in line
    assert json.loads(line)["error"] == told
