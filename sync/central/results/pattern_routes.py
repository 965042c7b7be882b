"""GET /patterns: signs to look into, for supervisors. Whose name was seen is written down."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading
from sync.central.results.noting import note_views
from sync.central.results.patterns import read_patterns
from sync.central.web.pages import open_pages
from sync.contract.desk_time import desk_date


def routes(gate: Gate) -> list[Route]:
    """Return the route."""
    state = gate.state
    pages = open_pages("sync.central.results")

    def show(request: Request, reader: Reader) -> Response:
        with reading(state.engine) as connection:
            found = read_patterns(connection, desk_date(state.clock.wall_ms()))
        note_views(state, reader, [(one.official, one.unit) for one in found.tops])
        return pages.show(request, "patterns.html", {"found": found})

    return [gate.page("/patterns", Power.SEE_PATTERNS, show)]
