"""Every people's route of the application, and somebody of every role before it."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from starlette.routing import Route

from sync.central.accounts.sessions import Stage, Visitor, open_session
from sync.central.database.engine import writing
from tests.central.people import ORIGIN, Person, sign_in
from tests.central.world import OFFICIAL, OTHER_UNIT, UNIT, World

TABLE: dict[str, Any] = tomllib.loads((Path(__file__).parent / "routes.toml").read_text("utf-8"))
ROLES: dict[str, list[tuple[str, str]]] = {
    "administrator": [("administrator", "")],
    "it_staff": [("it_staff", UNIT)],
    "supervisor": [("supervisor", "")],
    "head_of_unit": [("head_of_unit", UNIT)],
    "other head": [("head_of_unit", OTHER_UNIT)],
    "official": [("official", OFFICIAL)],
    "survey_owner": [("survey_owner", "")],
    "auditor": [("auditor", "")],
    "no role": [],
}
HALF = {"code": Stage.CODE, "setup": Stage.SETUP}
EVERYBODY = [*ROLES, *HALF, "nobody"]


def people_routes(world: World) -> dict[str, Route]:
    """{"GET /path": route} of all that is not the kiosks'."""
    app = world.door.app
    assert isinstance(app, Starlette)
    found = {}
    for route in app.routes:
        assert isinstance(route, Route)
        if not route.path.startswith("/api/"):
            for method in (route.methods or set()) - {"HEAD"}:
                found[f"{method} {route.path}"] = route
    return found


@dataclass
class Walker:
    """Walks a world; `places` fills what stands in braces in a path."""

    world: World
    places: dict[str, str]

    def ask(self, key: str, role: str) -> httpx.Response:
        """Somebody of this role asks for a route, freshly signed in."""
        method, path = key.partition(" ")[0], self.path(key)
        if role == "nobody":
            return self._ask(method, path, {}, "")
        person = self.person(role)
        return self._ask(method, path, person.headers, person.token)

    def path(self, key: str) -> str:
        """A route's path with its places filled."""
        pattern = key.partition(" ")[2]
        return re.sub(r"{(\w+)}", lambda place: self.places.get(place[1], "nowhere"), pattern)

    def person(self, role: str) -> Person:
        """Somebody of this role."""
        now_ms = self.world.clock.wall_ms()
        if role in ROLES:
            return sign_in(self.world.engine, now_ms, *ROLES[role])
        somebody = sign_in(self.world.engine, now_ms, ("supervisor", ""), name="Half")
        with writing(self.world.engine) as connection:
            secret = open_session(connection, somebody.account, HALF[role], Visitor("", ""), now_ms)
        return Person(somebody.account, secret)

    def _ask(self, method: str, path: str, headers: dict[str, str], token: str) -> httpx.Response:
        if method == "GET":
            return self.world.call("GET", path, headers=headers)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({"token": token}).encode()
        return self.world.call(method, path, body, headers | ORIGIN | kind)


def expected(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(role, outcome) of a row, for everybody."""
    answered = TABLE["everybody"]["signed_in"] if row.get("ok") == "signed_in" else row.get("ok", [])
    for role in EVERYBODY:
        if "open" in row:
            yield role, str(row.get("known", row["open"]) if role in ROLES else row["open"])
        elif "half" in row:
            yield role, "ok" if role == row["half"] else "sign in"
        elif role not in ROLES:
            yield role, "sign in"
        else:
            told = (word for word in ("led", "absent") if role in row.get(word, []))
            yield role, "ok" if role in answered else next(told, "no")


def outcome(answer: httpx.Response, row: dict[str, Any]) -> str:
    """What an answer comes to."""
    if "open" in row:
        return str(answer.status_code)
    if answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
        return "ok" if "set-cookie" in answer.headers else "sign in"  # signing out leads there, too
    if answer.status_code == 303 and answer.request.method == "GET":
        return "led"
    return {403: "no", 404: "absent", 200: "ok", 303: "ok", 422: "ok"}.get(
        answer.status_code, f"{answer.status_code}"
    )
