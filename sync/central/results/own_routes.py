"""GET /own-results: an official's own figures, with what they replied to them."""

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.attribution.statements import replies_to_figures
from sync.central.database.engine import reading
from sync.central.results.bars import measured
from sync.central.results.noting import note_views
from sync.central.results.people import read_own
from sync.central.web.pages import open_pages

_PAGE: Final = "/own-results"


def routes(gate: Gate, close: Callable[[], object]) -> list[Route]:
    """Return the route; `close` closes the days that are over."""
    state = gate.state
    pages = open_pages(__package__)

    def show(request: Request, reader: Reader) -> Response:
        close()
        with reading(state.engine) as connection:
            own = read_own(connection, reader.scope.officials)
            replies = replies_to_figures(connection, officials=reader.scope.officials)
        note_views(state, reader, [(row.official, row.unit) for row in own if row.standing.shown])
        values = {
            "own": own,
            "replies": {(one.official, one.unit): one for one in replies},
            "contesting": reader.may(Power.CONTEST_ATTRIBUTION),
            "measured": measured,
        }
        return pages.show(request, "own_results.html", values)

    return [gate.page(_PAGE, Power.SEE_OWN_RESULTS, show, section="section_own_results")]
