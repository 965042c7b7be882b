"""GET and POST /fleet/enrol: many kiosks at once. The sheets are the answer, and are kept nowhere."""

import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.database.text import storable
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.enrolling_many import MOST, Sheet, add_many, offices, places_of
from sync.central.web.forms import Form, Limits
from sync.central.web.pages import Pages

_SHARED = "shared-"


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of enrolment."""
    state = gate.state

    def show(request: Request, reader: Reader) -> Response:
        return offer(request, reader, Form({"search": [request.query_params.get("search", "")]}))

    def offer(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        scope = None if reader.scope.everywhere else reader.scope.units
        with reading(state.engine) as connection:
            found, more = offices(connection, scope, storable(form.text("search"), 100))
        values = {
            "offices": found,
            "more": more,
            "form": form,
            "once": secrets.token_hex(16),
            "most": MOST,
            "chosen": set(form.all("counter")),
        }
        return pages.show(request, "enrol.html", values, status=status)

    def add(request: Request, reader: Reader, form: Form) -> Response:
        try:
            with writing(state.engine) as connection:
                shared = {name.removeprefix(_SHARED): form.text(name) for name in form.names(_SHARED)}
                names = {"shared": "Máy dùng chung {number}", "fixed": "Quầy {number} · {name}"}
                places = places_of(connection, shared, form.all("counter"), names)
                for place in places:
                    reader.needs(place.unit)
                site = site_of(connection, state.settings)
                made = add_many(connection, state.identity, state.clock, site, places, form.text("once"))
                for sheet in made:
                    kiosk, place = sheet.added.kiosk, sheet.added.place
                    record(
                        connection,
                        state.clock,
                        reader,
                        "kiosk_added",
                        kiosk,
                        unit=place.unit,
                        name=place.name,
                    )
        except KioskRefused as refused:
            form.refuse("places", refused.word)
            return offer(request, reader, form, status=422)
        return sheets(request, pages, made)

    return [
        gate.page("/fleet/enrol", Power.ENROL, show),
        gate.form("/fleet/enrol", Power.ENROL, add, limits=Limits(size=512 * 1024, fields=4_000)),
    ]


def sheets(request: Request, pages: Pages, made: list[Sheet]) -> Response:
    """The sheets to print; never stored, as no page of ours is."""
    return pages.show(request, "sheet.html", {"sheets": made})
