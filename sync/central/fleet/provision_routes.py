"""/fleet/provisions: one file, or one sheet, for many kiosks of a unit; made, listed, ended. Kept nowhere."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.database.tables import units
from sync.central.database.text import storable
from sync.central.directory.one_kiosk import OwnSettings
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.by_unit import units_in_order
from sync.central.fleet.rollouts import LONGEST_DAYS, MOST, Made, end_rollout, list_rollouts, make_rollout
from sync.central.web.forms import Form
from sync.central.web.pages import Pages
from sync.central.web.qr import draw_qr
from sync.central.web.security import protect
from sync.contract.encoding import grouped
from sync.contract.rollout import ENDING
from sync.contract.signed import MEDIA_TYPE


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of provisioning files."""
    state = gate.state

    def show(request: Request, reader: Reader) -> Response:
        return page(request, reader, Form())

    def page(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        mine = [] if reader.scope.everywhere else [units.c.unit.in_(sorted(reader.scope.units))]
        with reading(state.engine) as connection:
            found = list_rollouts(connection, state.clock.wall_ms())
            values = {
                "provisions": [one for one in found if reader.scope.holds(one.unit)],
                "units": units_in_order(connection, [units.c.active == 1, *mine]),
                "most": MOST,
                "longest": LONGEST_DAYS,
                "form": form,
            }
        return pages.show(request, "provisions.html", values, status=status)

    def make(request: Request, reader: Reader, form: Form) -> Response:
        unit, count, days = storable(form.text("unit")), form.text("count"), form.text("days")
        try:
            with writing(state.engine) as connection:
                reader.needs(unit)
                site = site_of(connection, state.settings)
                numbers = (_number(count), _number(days))
                made = make_rollout(
                    connection, state.identity, state.clock, site, unit, *numbers, OwnSettings()
                )
                told = {"unit": unit, "count": count, "days": days}
                record(connection, state.clock, reader, "provisioning_made", made.rollout, **told)
        except KioskRefused as refused:
            form.refuse("act", "refused_provision" if refused.word == "refused_why" else refused.word)
            return page(request, reader, form, status=422)
        return as_file(made) if form.text("as") == "file" else as_sheet(request, made)

    def as_file(made: Made) -> Response:
        named = f'attachment; filename="hailong-{made.rollout[:8]}{ENDING}"'
        headers = {"Content-Disposition": named, "Cache-Control": "no-store"}
        return protect(Response(made.document, headers=headers, media_type=MEDIA_TYPE))

    def as_sheet(request: Request, made: Made) -> Response:
        values = {
            "made": made,
            "code": grouped(made.link.code),
            "fingerprint": grouped(made.link.fingerprint),
            "qr": draw_qr(made.link.text()),
        }
        return pages.show(request, "provision_sheet.html", values)

    def end(request: Request, reader: Reader, form: Form) -> Response:
        rollout = storable(form.text("provisioning"))
        try:
            with writing(state.engine) as connection:
                found = list_rollouts(connection, state.clock.wall_ms())
                if not any(one.rollout == rollout and reader.scope.holds(one.unit) for one in found):
                    raise Absent
                end_rollout(connection, state.clock, rollout)
                record(connection, state.clock, reader, "provisioning_ended", rollout)
        except KioskRefused as refused:
            form.refuse("act", refused.word)
            return page(request, reader, form, status=422)
        return RedirectResponse("/fleet/provisions", 303)

    return [
        gate.page("/fleet/provisions", Power.ENROL, show),
        gate.form("/fleet/provisions", Power.ENROL, make),
        gate.form("/fleet/provisions/end", Power.ENROL, end),
    ]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
