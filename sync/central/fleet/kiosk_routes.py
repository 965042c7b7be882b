"""/fleet/kiosks/{kiosk}: all about one kiosk, and what may be done with it."""

from collections.abc import Callable
from typing import Final

import msgspec
from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.alarms.listing import AlarmRefused
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.database.tables import counters, kiosks
from sync.central.database.text import storable
from sync.central.directory.offers import Ring
from sync.central.directory.one_kiosk import settings_of
from sync.central.fleet.adding import Added, KioskRefused
from sync.central.fleet.canaries import list_canaries
from sync.central.fleet.commanding import diagnostics_of, list_commands
from sync.central.fleet.enrol_routes import sheets
from sync.central.fleet.enrolling_many import sheets_of
from sync.central.fleet.kiosk_acts import SAID, SETTINGS, Act, Acts
from sync.central.fleet.listing import show_kiosk
from sync.central.fleet.retiring import replace_kiosk
from sync.central.fleet.table_routes import drawing
from sync.central.fleet.updates import list_updates
from sync.central.web.forms import Form
from sync.central.web.pages import Pages
from sync.central.web.security import protect
from sync.contract.commands import What

_PATH: Final = "/fleet/kiosks/{kiosk}"


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of one kiosk."""
    state, acts = gate.state, Acts(gate.state)

    def show(request: Request, reader: Reader) -> Response:
        said = request.query_params.get("said", "")
        return page(request, reader, Form(), said=said if said in SAID else "")

    def page(request: Request, reader: Reader, form: Form, *, said: str = "", status: int = 200) -> Response:
        kiosk, now_ms = _kiosk(request), state.clock.wall_ms()
        with reading(state.engine) as connection:
            row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk)).one_or_none()
            if row is None:
                raise Absent
            reader.needs(row.unit, Power.SEE_FLEET)
            desk = connection.execute(select(counters).where(counters.c.counter == row.counter)).one_or_none()
            own = msgspec.to_builtins(settings_of(row))
            values = {
                "found": show_kiosk(connection, kiosk, now_ms),
                "row": row,
                "desk": desk,
                "own": {"sound": {True: "on", False: "off"}.get(own.get("sound"), "")}
                | {name: str(own.get(name, "")) for name in SETTINGS[1:]},
                "ring": (Ring.ALL if row.ring is None else Ring(row.ring)).name.lower(),
                "updates": list_updates(connection, kiosk),
                "commands": list_commands(connection, kiosk, 20),
                "canaries": list_canaries(connection, kiosk, 20) if reader.may(Power.PLAN_PROOFS) else [],
                "now_ms": now_ms,
            }
        may = {power.value: reader.over(power).holds(row.unit) for power in Power}
        shown = {**drawing(request), **values, "may": may, "said": said, "form": form, "whats": tuple(What)}
        return pages.show(request, "kiosk.html", shown, status=status)

    def acting(act: Act) -> Callable[[Request, Reader, Form], Response]:
        def answer(request: Request, reader: Reader, form: Form) -> Response:
            try:
                with writing(state.engine) as connection:
                    _judge_unit(connection, reader, _kiosk(request))
                    said = act(connection, reader, _kiosk(request), form)
            except (KioskRefused, AlarmRefused) as refused:
                form.refuse("act", getattr(refused, "word", "refused_why"))
                return page(request, reader, form, status=422)
            return RedirectResponse(f"/fleet/kiosks/{_kiosk(request)}?said={said}", 303)

        return answer

    def replace(request: Request, reader: Reader, form: Form) -> Response:
        kiosk = _kiosk(request)
        try:
            with writing(state.engine) as connection:
                _judge_unit(connection, reader, kiosk)
                site = site_of(connection, state.settings)
                added: Added = replace_kiosk(
                    connection, state.identity, state.clock, site, kiosk, reader.name
                )
                record(connection, state.clock, reader, "kiosk_replaced", kiosk, new=added.kiosk)
                made = sheets_of(connection, [added])
        except KioskRefused as refused:
            form.refuse("act", refused.word)
            return page(request, reader, form, status=422)
        return sheets(request, pages, made)

    def diagnostics(request: Request, reader: Reader) -> Response:
        kiosk, name = _kiosk(request), storable(request.path_params["command"])
        try:
            with writing(state.engine) as connection:
                _judge_unit(connection, reader, kiosk)
                report = diagnostics_of(connection, state.identity, kiosk, name)
                record(connection, state.clock, reader, "diagnostics_read", kiosk, command=name)
        except KioskRefused:
            raise Absent from None
        named = {"Content-Disposition": f'attachment; filename="diagnostics-{name[:8]}.json"'}
        return protect(Response(report, headers=named, media_type="application/json"))

    return [
        gate.page(_PATH, Power.SEE_FLEET, show),
        gate.form(f"{_PATH}/replace", Power.REPLACE, replace),
        gate.form(f"{_PATH}/retire", Power.REPLACE, acting(acts.retire)),
        gate.form(f"{_PATH}/revoke", Power.REVOKE, acting(acts.revoke)),
        gate.form(f"{_PATH}/command", Power.COMMAND_KIOSKS, acting(acts.command)),
        gate.form(f"{_PATH}/settings", Power.COMMAND_KIOSKS, acting(acts.configure)),
        gate.form(f"{_PATH}/ring", Power.RELEASE_UPDATES, acting(acts.ring)),
        gate.page(f"{_PATH}/diagnostics/{{command}}", Power.COMMAND_KIOSKS, diagnostics),
    ]


def _kiosk(request: Request) -> str:
    return storable(request.path_params["kiosk"])


def _judge_unit(connection: Connection, reader: Reader, kiosk: str) -> None:
    """Go on only with a kiosk of a unit over which the route's power reaches."""
    unit = connection.execute(select(kiosks.c.unit).where(kiosks.c.kiosk == kiosk)).scalar()
    if unit is None:
        raise Absent
    reader.needs(unit)
