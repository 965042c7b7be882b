"""Beside the overview: units against one another, cohorts against the rest, and what else was answered."""

from collections.abc import Callable, Collection

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.engine import reading
from sync.central.results.bars import measured
from sync.central.results.funnel_plot import draw_funnel
from sync.central.results.looking import read_looked
from sync.central.results.overview import read_overview
from sync.central.results.pilots import read_pilots
from sync.central.results.published import read_published, together
from sync.central.results.questions import AnsweredQuestion, published_questions, read_questions
from sync.central.results.standing import Standing
from sync.central.results.timeline import last_day
from sync.central.results.view import View, asked_view, view_for
from sync.central.web.pages import open_pages
from sync.contract.desk_time import desk_date


def routes(gate: Gate, close: Callable[[], object]) -> list[Route]:
    """Return the routes; `close` closes the days that are over."""
    state = gate.state
    pages = open_pages("sync.central.results")

    def show_differences(request: Request, _reader: Reader) -> Response:
        asked = View.UNMARKED if asked_view(request) is View.UNMARKED else None
        view = asked or View.LIVE
        with reading(state.engine) as connection:
            overview = read_overview(connection, state.clock.wall_ms(), view)
            looked = read_looked(connection, view, desk_date(state.clock.wall_ms()))
        seen = {"funnel": draw_funnel(overview), "looked": looked, "view": asked}
        return pages.show(request, "differences.html", seen)

    def show_pilots(request: Request, reader: Reader) -> Response:
        if not reader.scope.everywhere:
            raise Absent
        view = view_for(request, reader, close)
        with reading(state.engine) as connection:
            closed = read_published(connection).closed if view is View.PUBLISHED else None
            found = read_pilots(connection, view, last_day(view, closed, state.clock.wall_ms()))
        return pages.show(request, "pilots.html", {"pilots": found, "view": asked_view(request)})

    def show_criteria(request: Request, reader: Reader) -> Response:
        view = view_for(request, reader, close)
        with reading(state.engine) as connection:
            found = _answers(connection, view, None if reader.scope.everywhere else reader.scope.units)
        seen = {"questions": found, "measured": measured, "view": asked_view(request)}
        return pages.show(request, "criteria.html", seen)

    return [
        gate.page("/differences", Power.SEE_LIVE_RESULTS, show_differences),
        gate.page("/pilots", Power.SEE_RESULTS, show_pilots),
        gate.page("/criteria", Power.SEE_RESULTS, show_criteria),
    ]


def _answers(
    connection: Connection, view: View, units: Collection[str] | None
) -> tuple[AnsweredQuestion, ...]:
    """What was answered in these units together, or in all of the province."""
    if view is not View.PUBLISHED:
        return read_questions(connection, units, Standing.ENOUGH)
    publication = read_published(connection)
    some = [found for unit, found in publication.units.items() if units is None or unit in units]
    return published_questions(connection, together(some).answers)
