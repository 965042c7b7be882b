"""/fleet/quarantine: what is kept apart; one person proposes that it counts, another lets it."""

from collections.abc import Callable

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.alarms.listing import AlarmRefused
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks, units
from sync.central.database.text import storable
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import QuarantineRefused, find_waiting, list_waiting, propose
from sync.central.web.forms import Form
from sync.central.web.pages import open_pages

Act = Callable[[Connection, Reader, Form, str], None]


def routes(gate: Gate) -> list[Route]:
    """The routes of what is kept apart."""
    state, pages = gate.state, open_pages("sync.central.quarantine")

    def show(request: Request, reader: Reader) -> Response:
        return page(request, reader, Form())

    def page(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        scope = reader.over(Power.SEE_FLEET)
        with reading(state.engine) as connection:
            waiting = list_waiting(connection)
            rows = connection.execute(
                select(kiosks.c.kiosk, kiosks.c.name, kiosks.c.unit, units.c.name_vi, units.c.name_en)
                .join(units, units.c.unit == kiosks.c.unit)
                .where(kiosks.c.kiosk.in_({one.kiosk for one in waiting}))
            )
            named = {row.kiosk: row for row in rows if scope.holds(row.unit)}
        values = {
            "waiting": [one for one in waiting if one.kiosk in named],
            "named": named,
            "reader": reader,
            "proposing": reader.may(Power.PROPOSE_RELEASE),
            "releasing": reader.may(Power.RELEASE),
            "form": form,
        }
        return pages.show(request, "quarantine.html", values, status=status)

    def acting(act: Act) -> Callable[[Request, Reader, Form], Response]:
        def answer(request: Request, reader: Reader, form: Form) -> Response:
            what = storable(form.text("what"))
            try:
                with writing(state.engine) as connection:
                    kiosk = find_waiting(connection, what).kiosk
                    unit = connection.execute(select(kiosks.c.unit).where(kiosks.c.kiosk == kiosk)).scalar()
                    if unit is None:
                        raise Absent
                    reader.needs(unit)
                    act(connection, reader, form, what)
            except AlarmRefused:
                form.refuse(what, "refused_why")
                return page(request, reader, form, status=422)
            except QuarantineRefused:
                form.refuse(what, "refused_release")
                return page(request, reader, form, status=422)
            return RedirectResponse("/fleet/quarantine", 303)

        return answer

    def proposing(connection: Connection, reader: Reader, form: Form, what: str) -> None:
        why = form.text("why")
        propose(connection, state.identity, state.clock, what, reader.name, why, reader.account)
        record(connection, state.clock, reader, "release_proposed", what, why=why)

    def releasing(connection: Connection, reader: Reader, _form: Form, what: str) -> None:
        released = release(connection, state.identity, state.clock, what, reader.name, reader.account)
        record(connection, state.clock, reader, "release_done", what, lines=str(released.lines))

    return [
        gate.page("/fleet/quarantine", Power.SEE_FLEET, show),
        gate.form("/fleet/quarantine/propose", Power.PROPOSE_RELEASE, acting(proposing)),
        gate.form("/fleet/quarantine/release", Power.RELEASE, acting(releasing)),
    ]
