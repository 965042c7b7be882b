"""GET /own-results: what is published of an official, for the official. That it was seen is written down."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading
from sync.central.results.bars import measured
from sync.central.results.people import note_views, read_own
from sync.central.web.pages import open_pages


def routes(gate: Gate, close: Callable[[], object]) -> list[Route]:
    """Return the route; `close` closes the days that are over."""
    state = gate.state
    pages = open_pages("sync.central.results")

    def show_own(request: Request, reader: Reader) -> Response:
        close()
        with reading(state.engine) as connection:
            own = read_own(connection, reader.scope.officials)
        for row in own:
            note_views(state, reader, row.unit, [row.official] if row.standing.shown else [])
        return pages.show(request, "own_results.html", {"own": own, "measured": measured})

    return [gate.page("/own-results", Power.SEE_OWN_RESULTS, show_own, section="section_own_results")]
