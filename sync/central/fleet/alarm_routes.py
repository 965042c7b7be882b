"""/fleet/alarms: what people must look at, and who has seen it."""

import re
from typing import Final

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.alarms.listing import AlarmRefused, acknowledge, list_alarms
from sync.central.database.engine import reading, writing
from sync.central.database.tables import alarms, kiosks
from sync.central.web.forms import Form
from sync.central.web.pages import Pages

_NUMBER: Final = re.compile(r"[1-9][0-9]{0,14}")
_MOST: Final = 500


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of alarms."""
    state = gate.state

    def show(request: Request, reader: Reader) -> Response:
        every = request.query_params.get("all") == "1"
        with reading(state.engine) as connection:
            scope = None if reader.scope.everywhere else reader.scope.units
            found = list_alarms(connection, every=every, units=scope)
        seen = {
            "every": every,
            "alarms": found[::-1][:_MOST],
            "may": reader.may(Power.ACKNOWLEDGE),
        }
        return pages.show(request, "alarms.html", seen)

    def see(request: Request, reader: Reader, _form: Form) -> Response:
        number = request.path_params["number"]
        if not _NUMBER.fullmatch(number):
            raise Absent
        with writing(state.engine) as connection:
            unit = connection.execute(
                select(kiosks.c.unit)
                .join(alarms, alarms.c.kiosk == kiosks.c.kiosk)
                .where(alarms.c.alarm_no == int(number))
            ).scalar()
            if unit is None:
                raise Absent
            reader.needs(unit)
            try:
                acknowledge(connection, state.identity, state.clock, int(number), reader.name)
            except AlarmRefused:
                return RedirectResponse("/fleet/alarms", 303)  # somebody was quicker: the page shows who
            record(connection, state.clock, reader, "alarm_acknowledged", number)
        return RedirectResponse("/fleet/alarms", 303)

    return [
        gate.page("/fleet/alarms", Power.SEE_FLEET, show),
        gate.form("/fleet/alarms/{number}", Power.ACKNOWLEDGE, see),
    ]
