"""/fleet/proofs: planned ratings of 1, by those who supervise; nobody who looks after kiosks sees a plan."""

from collections.abc import Callable

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks, units
from sync.central.database.text import storable
from sync.central.figures.time import day_at
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.by_unit import order_of
from sync.central.fleet.canaries import give_canary, list_canaries, plan_canary
from sync.central.web.forms import Form
from sync.central.web.pages import Pages

Act = Callable[[Connection, Reader, Form], None]


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of proofs."""
    state = gate.state

    def show(request: Request, reader: Reader) -> Response:
        return page(request, reader, Form({"kiosk": [request.query_params.get("kiosk", "")]}))

    def page(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        now_ms = state.clock.wall_ms()
        with reading(state.engine) as connection:
            planned = list_canaries(connection)
            rows = connection.execute(
                select(kiosks.c.kiosk, kiosks.c.name, kiosks.c.state, units.c.name_vi, units.c.name_en).join(
                    units, units.c.unit == kiosks.c.unit
                )
            ).all()
        rows = sorted(rows, key=lambda row: (order_of(row.name_vi), order_of(row.name), row.kiosk))
        named = {row.kiosk: row for row in rows}
        values = {
            "planned": planned,
            "named": named,
            "offered": [row for row in rows if row.state == "enrolled"],
            "today": day_at(now_ms),
            "now_ms": now_ms,
            "form": form,
        }
        return pages.show(request, "proofs.html", values, status=status)

    def acting(act: Act) -> Callable[[Request, Reader, Form], Response]:
        def answer(request: Request, reader: Reader, form: Form) -> Response:
            try:
                with writing(state.engine) as connection:
                    act(connection, reader, form)
            except KioskRefused as refused:
                form.refuse("act", refused.word)
                return page(request, reader, form, status=422)
            return RedirectResponse("/fleet/proofs", 303)

        return answer

    def plan(connection: Connection, reader: Reader, form: Form) -> None:
        kiosk, day = storable(form.text("kiosk")), storable(form.text("day"))
        planned = plan_canary(connection, state.identity, state.clock, kiosk, day, reader.name)
        record(connection, state.clock, reader, "proof_planned", kiosk, day=day, proof=planned.canary)

    def give(connection: Connection, reader: Reader, form: Form) -> None:
        canary, code = storable(form.text("proof")), form.text("code")
        given = give_canary(connection, state.identity, state.clock, canary, code, reader.name)
        told = {"day": given.day, "proven": str(given.proven_ms is not None)}
        record(connection, state.clock, reader, "proof_given", given.kiosk, **told)

    return [
        gate.page("/fleet/proofs", Power.PLAN_PROOFS, show),
        gate.form("/fleet/proofs", Power.PLAN_PROOFS, acting(plan)),
        gate.form("/fleet/proofs/given", Power.PLAN_PROOFS, acting(give)),
    ]
