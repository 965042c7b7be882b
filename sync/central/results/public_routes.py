"""/public: published results for everybody, the method, and the same figures as open data."""

import hashlib
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.open_door import OpenDoor
from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.results.bars import measured, stacked
from sync.central.results.public import (
    Memory,
    ReportsOf,
    Seen,
    public_results,
    public_unit,
    read_seen,
)
from sync.central.results.sheets import public_sheet
from sync.central.results.spreadsheet import MEDIA
from sync.central.web.packing import packed
from sync.central.web.pages import open_pages
from sync.central.web.security import protect

LICENCE: Final = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
_CACHED: Final = "public, max-age=300"
_ROOM: Final = "/public"


def routes(door: OpenDoor, state: State, close: Callable[[], object], reports_of: ReportsOf) -> list[Route]:
    """Return the routes; `close` closes the days that are over, `reports_of` finds published reports."""
    pages = open_pages("sync.central.results")

    def show(request: Request, template: str, status: int = 200, **values: object) -> Response:
        drawn = {"measured": measured, "stacked": stacked, "licence": LICENCE}
        response = pages.show(request, template, drawn | values, status=status)
        response.headers["Cache-Control"] = _CACHED
        return packed(request, response)

    def read() -> Seen:
        close()
        with reading(state.engine) as connection:
            return read_seen(connection)

    memory = Memory(read, state.clock.up_ms)

    def results(request: Request) -> Response:
        found = public_results(memory.seen())
        with reading(state.engine) as connection:
            reports = reports_of(connection)
        return show(request, "public.html", found=found, reports=reports)

    def unit(request: Request) -> Response:
        seen = memory.seen()
        with reading(state.engine) as connection:
            found = public_unit(connection, seen, request.path_params["unit"])
        if found is None:
            return show(request, "public_absent.html", status=404)
        return show(request, "public_unit.html", found=found)

    def method(request: Request) -> Response:
        return show(request, "public_method.html")

    def data(request: Request) -> Response:
        sheet = public_sheet((), None, pages.words)
        return show(request, "public_data.html", columns=sheet.columns)

    def file(kind: str) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            found = public_results(memory.seen())
            sheet = public_sheet(found.shown, found.closed, pages.words)
            about = {"licence": LICENCE, "method": f"{_ROOM}/method", "published_to": str(found.closed or "")}
            body = sheet.as_csv() if kind == "csv" else sheet.as_json(**about)
            return cached(request, body, MEDIA[kind])

        return answer

    return [
        door.page(_ROOM, results),
        door.page(f"{_ROOM}/units/{{unit}}", unit),
        door.page(f"{_ROOM}/method", method),
        door.page(f"{_ROOM}/data", data),
        door.page(f"{_ROOM}/data/units.csv", file("csv")),
        door.page(f"{_ROOM}/data/units.json", file("json")),
    ]


def cached(request: Request, body: bytes, media_type: str) -> Response:
    """A file that a program may ask for again and again: 304 while it is the same (RFC 9110, 13.1.2)."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": _CACHED}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known or "*" in known:
        return protect(Response(status_code=304, headers=headers))
    response = protect(Response(body, headers=headers, media_type=media_type))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
