"""/withdrawn: what supervisors are asked about what came from phones."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.routing import see
from sync.central.database.engine import reading
from sync.central.database.text import storable
from sync.central.erasure.erasing import EraseRefused
from sync.central.figures.marks import FEWEST
from sync.central.figures.publishing import OUTSIDE
from sync.central.phone.bursts import read_bursts
from sync.central.phone.deciding import erase_text, keep_text, list_withdrawals
from sync.central.web.forms import Form
from sync.central.web.pages import open_pages

PATH: Final = "/withdrawn"


def routes(gate: Gate) -> list[Route]:
    """The routes of what supervisors are asked."""
    state, pages = gate.state, open_pages("sync.central.phone")

    def page(request: Request, form: Form, status: int = 200) -> Response:
        with reading(state.engine) as connection:
            values = {
                "asked": list_withdrawals(connection),
                "bursts": read_bursts(connection, state.clock.wall_ms()),
                "most": FEWEST,
                "form": form,
            }
        return pages.show(request, "withdrawn.html", values, status=status)

    def show(request: Request, _reader: Reader) -> Response:
        return page(request, Form())

    def decide(request: Request, reader: Reader, form: Form) -> Response:
        rating = storable(form.text("rating"))
        if form.text("decision") == "kept":
            keep_text(state.engine, state.identity, state.clock, reader, rating)
            return see(PATH)
        outside = state.settings.data / OUTSIDE
        try:
            erase_text(state.engine, state.identity, state.clock, outside, reader, rating)
        except EraseRefused:
            form.refuse(rating, "nothing_to_erase")
            return page(request, form, status=422)
        return see(PATH)

    return [
        gate.page(PATH, Power.SEE_COMMENTS, show),
        gate.form(PATH, Power.SEE_COMMENTS, decide),
    ]
