"""The results' pages: GET / and GET /units/{unit}. They are for the province's own people."""

import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.database.engine import reading
from sync.central.results.bars import measured, stacked
from sync.central.results.overview import read_overview
from sync.central.results.unit import read_unit
from sync.central.web.pages import open_pages
from sync.central.web.state import State

_PACKAGE: Final = "sync.central.results"


def routes(state: State) -> list[Route]:
    """Return the routes of the results; whoever mounts them decides who may ask."""
    pages = open_pages(_PACKAGE)
    drawing = {"measured": measured, "stacked": stacked}

    def show_overview(request: Request) -> Response:
        with reading(state.engine) as connection:
            overview = read_overview(connection, now_ms=time.time_ns() // 1_000_000)
        return pages.show(request, "overview.html", {"overview": overview, **drawing})

    def show_unit(request: Request) -> Response:
        with reading(state.engine) as connection:
            page = read_unit(connection, request.path_params["unit"])
        if page is None:
            return pages.show(request, "absent.html", {}, status=404)
        return pages.show(request, "unit.html", {"page": page, **drawing})

    return [
        Route("/", show_overview, methods=["GET"], name="overview"),
        Route("/units/{unit}", show_unit, methods=["GET"], name="unit"),
    ]
