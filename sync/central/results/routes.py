"""The results' pages: GET / and /units/{unit}. Who saw a person's figures is written down."""

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate, Show
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.attribution.statements import replies_to_figures
from sync.central.database.engine import reading
from sync.central.results.bars import measured, stacked
from sync.central.results.counters import read_counters
from sync.central.results.marked import marked_in
from sync.central.results.noting import note_views
from sync.central.results.overview import read_overview
from sync.central.results.people import for_reader
from sync.central.results.regions import with_regions
from sync.central.results.sheets import officials_sheet, units_sheet
from sync.central.results.spreadsheet import MEDIA, Sheet
from sync.central.results.timeline import last_day, read_timeline
from sync.central.results.unit import UnitPage, read_unit
from sync.central.results.view import View, asked_view, view_for
from sync.central.results.within import within
from sync.central.web.packing import packed
from sync.central.web.pages import open_pages
from sync.central.web.security import protect
from sync.contract.desk_time import desk_day

_PACKAGE: Final = "sync.central.results"


def routes(gate: Gate, close: Callable[[], object]) -> list[Route]:
    """Return the routes of the results; `close` closes the days that are over."""
    state = gate.state
    pages = open_pages(_PACKAGE)

    def drawn(request: Request) -> dict[str, object]:
        return {"measured": measured, "stacked": stacked, "view": asked_view(request)}

    def show_overview(request: Request, reader: Reader) -> Response:
        view = view_for(request, reader, close)
        with reading(state.engine) as connection:
            overview = with_regions(connection, read_overview(connection, state.clock.wall_ms(), view))
            overview = within(overview, reader.scope, fleet=reader.over(Power.SEE_FLEET).everywhere)
            marked = marked_in(connection, view, None if reader.scope.everywhere else reader.scope.units)
            units = None if reader.scope.everywhere else frozenset(row.unit for row in overview.units)
            last = last_day(view, overview.period.last, state.clock.wall_ms())
            seen = read_timeline(connection, request, view, last, units)
        seen |= {"overview": overview, "marked": marked, "province": reader.scope.everywhere}
        return packed(request, pages.show(request, "overview.html", seen | drawn(request)))

    def one_unit(request: Request, reader: Reader) -> tuple[UnitPage, View]:
        """What this reader sees of a unit, and that they saw it is written down."""
        unit = request.path_params["unit"]
        reader.needs(unit)
        view = view_for(request, reader, close)
        with reading(state.engine) as connection:
            page = read_unit(connection, unit, desk_day(state.clock.wall_ms()), view)
        if page is None:
            raise Absent
        page = for_reader(page, reader)
        note_views(
            state,
            reader,
            [(row.official, unit) for row in page.officials if row.official and row.standing.shown],
        )
        return page, view

    def show_unit(request: Request, reader: Reader) -> Response:
        page, view = one_unit(request, reader)
        with reading(state.engine) as connection:
            marked = marked_in(connection, view, page.counted)
            counters = read_counters(connection, page.row) if view is View.LIVE else ()
            replies = replies_to_figures(connection, unit=page.row.unit)
            last = last_day(view, page.period.last, state.clock.wall_ms())
            seen = read_timeline(connection, request, view, last, page.units, page.rest)
        shown = {row.official for row in page.officials if row.standing.shown}
        seen |= {
            "page": page,
            "marked": marked,
            "people": reader.over(Power.SEE_PEOPLE).holds(page.row.unit),
            "counters": counters,
            "replies": [one for one in replies if one.official in shown or view is not View.PUBLISHED],
        }
        return pages.show(request, "unit.html", seen | drawn(request))

    def export_units(kind: str) -> Show:
        def answer(request: Request, reader: Reader) -> Response:
            view = view_for(request, reader, close)
            with reading(state.engine) as connection:
                overview = read_overview(connection, state.clock.wall_ms(), view)
            overview = within(overview, reader.scope, fleet=False)
            return _file(units_sheet(overview, pages.words), kind, "units", view)

        return answer

    def export_unit(kind: str) -> Show:
        def answer(request: Request, reader: Reader) -> Response:
            page, view = one_unit(request, reader)
            return _file(officials_sheet(page, pages.words), kind, "unit", view)

        return answer

    return [
        gate.page("/", Power.SEE_RESULTS, show_overview, section="section_results"),
        gate.page("/units/{unit}", Power.SEE_RESULTS, show_unit),
        *(gate.page(f"/units.{kind}", Power.SEE_RESULTS, export_units(kind)) for kind in MEDIA),
        *(
            gate.page(f"/units/{{unit}}/officials.{kind}", Power.SEE_RESULTS, export_unit(kind))
            for kind in MEDIA
        ),
    ]


def _file(sheet: Sheet, kind: str, name: str, view: View) -> Response:
    body = sheet.as_csv() if kind == "csv" else sheet.as_json(view=view.value)
    named = {"Content-Disposition": f'attachment; filename="hailong-{name}-{view}.{kind}"'}
    return protect(Response(body, headers=named, media_type=MEDIA[kind]))
