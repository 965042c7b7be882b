"""The results' pages: GET / and GET /units/{unit}. They are for the province's own people."""

import time
from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.database.engine import reading
from sync.central.results.bars import measured, stacked
from sync.central.results.overview import read_overview
from sync.central.results.unit import read_unit
from sync.central.results.view import View, asked_view, view_of
from sync.central.web.pages import open_pages
from sync.central.web.state import State

_PACKAGE: Final = "sync.central.results"


def routes(state: State, view_for: Callable[[Request], View], close: Callable[[], object]) -> list[Route]:
    """Return the routes of the results; whoever mounts them decides who may ask.

    `view_for` tells the most that who asks may see; `close` closes the days that are over.
    """
    pages = open_pages(_PACKAGE)

    def drawn(request: Request) -> dict[str, object]:
        return {"measured": measured, "stacked": stacked, "view": asked_view(request)}

    def _prepared(request: Request) -> View:
        view = view_of(request, view_for(request))
        if view is View.PUBLISHED:
            close()
        return view

    def show_overview(request: Request) -> Response:
        view = _prepared(request)
        with reading(state.engine) as connection:
            overview = read_overview(connection, time.time_ns() // 1_000_000, view)
        return pages.show(request, "overview.html", {"overview": overview, **drawn(request)})

    def show_unit(request: Request) -> Response:
        view = _prepared(request)
        with reading(state.engine) as connection:
            page = read_unit(connection, request.path_params["unit"], view)
        if page is None:
            return pages.show(request, "absent.html", drawn(request), status=404)
        return pages.show(request, "unit.html", {"page": page, **drawn(request)})

    return [
        Route("/", show_overview, methods=["GET"], name="overview"),
        Route("/units/{unit}", show_unit, methods=["GET"], name="unit"),
    ]
