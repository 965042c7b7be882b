"""GET /fleet, /fleet/picture, /fleet.csv, /fleet.json: every kiosk that a reader may see."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading
from sync.central.fleet.asking import asked_by, query_of, whole
from sync.central.fleet.exporting import as_csv, as_json
from sync.central.fleet.line import Condition
from sync.central.fleet.ordering import SORTS
from sync.central.fleet.picture import read_picture
from sync.central.fleet.shapes import SHAPES
from sync.central.fleet.table import count_fleet, read_fleet
from sync.central.web.forms import Form
from sync.central.web.pages import Pages
from sync.central.web.security import protect

_CSV: Final = "text/csv; charset=utf-8"


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of the table."""
    state = gate.state

    def show(request: Request, reader: Reader) -> Response:
        asked, now_ms = asked_by(request, reader), state.clock.wall_ms()
        with reading(state.engine) as connection:
            page = read_fleet(connection, asked, now_ms)
            counted = count_fleet(connection, asked, now_ms)
        values = {
            "page": page,
            "counted": counted,
            "asked": asked,
            "now_ms": now_ms,
            "enrolling": reader.may(Power.ENROL),
            "sorts": SORTS,
            **drawing(request),
        }
        return pages.show(request, "fleet.html", values)

    def show_picture(request: Request, reader: Reader) -> Response:
        asked, now_ms = asked_by(request, reader), state.clock.wall_ms()
        with reading(state.engine) as connection:
            picture = read_picture(connection, asked, now_ms)
            counted = count_fleet(connection, asked, now_ms)
        values = {"picture": picture, "counted": counted, "asked": asked}
        return pages.show(request, "picture.html", {**values, **drawing(request)})

    def export(request: Request, reader: Reader, kind: str) -> Response:
        asked = whole(asked_by(request, reader))
        with reading(state.engine) as connection:
            lines = read_fleet(connection, asked, state.clock.wall_ms(), size=None).lines
        body, media = (as_csv(lines), _CSV) if kind == "csv" else (as_json(lines), "application/json")
        named = {"Content-Disposition": f'attachment; filename="hailong-fleet.{kind}"'}
        return protect(Response(body, headers=named, media_type=media))

    return [
        gate.page("/fleet", Power.SEE_FLEET, show, section="section_fleet"),
        gate.page("/fleet/picture", Power.SEE_FLEET, show_picture),
        gate.page("/fleet.csv", Power.SEE_FLEET, lambda request, reader: export(request, reader, "csv")),
        gate.page("/fleet.json", Power.SEE_FLEET, lambda request, reader: export(request, reader, "json")),
    ]


def drawing(request: Request) -> dict[str, object]:
    """What templates of the fleet draw with."""
    query = request.query_params
    return {
        "shapes": SHAPES,
        "conditions": tuple(Condition),
        "query_of": query_of,
        "form": Form({name: [query[name]] for name in ("search", "sort") if name in query}),
    }
