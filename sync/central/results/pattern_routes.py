"""GET /patterns: signs of self-rating, for supervisors. Whose name was seen is written down."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading, writing
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
        if found.tops:
            with writing(state.engine) as connection:
                for one in found.tops:
                    record(connection, state.clock, reader, "person_viewed", one.official, unit=one.unit)
        return pages.show(request, "patterns.html", {"found": found})

    return [gate.page("/patterns", Power.SEE_PATTERNS, show)]
