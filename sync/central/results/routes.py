"""The results' pages: GET / and GET /units/{unit}. They are for the province's own people."""

import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading
from sync.central.results.bars import measured, stacked
from sync.central.results.overview import read_overview
from sync.central.results.unit import read_unit
from sync.central.web.pages import open_pages

_PACKAGE: Final = "sync.central.results"


def routes(gate: Gate) -> list[Route]:
    """Return the routes of the results."""
    state = gate.state
    pages = open_pages(_PACKAGE)
    drawing = {"measured": measured, "stacked": stacked}

    def show_overview(request: Request, reader: Reader) -> Response:
        with reading(state.engine) as connection:
            overview = read_overview(connection, now_ms=time.time_ns() // 1_000_000)
        return pages.show(request, "overview.html", {"overview": overview, **drawing})

    def show_unit(request: Request, reader: Reader) -> Response:
        reader.needs(request.path_params["unit"])
        with reading(state.engine) as connection:
            page = read_unit(connection, request.path_params["unit"])
        if page is None:
            return pages.show(request, "absent.html", {}, status=404)
        return pages.show(request, "unit.html", {"page": page, **drawing})

    return [
        gate.page("/", Power.SEE_RESULTS, show_overview, section="section_results"),
        gate.page("/units/{unit}", Power.SEE_RESULTS, show_unit),
    ]
