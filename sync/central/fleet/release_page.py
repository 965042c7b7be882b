"""/fleet/releases: which program the kiosks are told to become, and how far that is."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks
from sync.central.database.text import storable
from sync.central.directory.offers import Ring
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.releases import Hands, list_releases, stage_release, withdraw_release
from sync.central.web.forms import Form
from sync.central.web.pages import Pages

Act = Callable[[Connection, Reader, Form], None]
RINGS: Final = tuple(ring.name.lower() for ring in Ring)


def routes(gate: Gate, pages: Pages) -> list[Route]:
    """The routes of releases."""
    state = gate.state

    def show(request: Request, reader: Reader) -> Response:
        return page(request, reader, Form())

    def page(request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        with reading(state.engine) as connection:
            values = {
                "releases": list_releases(connection),
                "may": _reaches_all(connection, reader),
                "now_ms": state.clock.wall_ms(),
                "rings": RINGS,
                "form": form,
            }
        return pages.show(request, "releases.html", values, status=status)

    def acting(act: Act) -> Callable[[Request, Reader, Form], Response]:
        def answer(request: Request, reader: Reader, form: Form) -> Response:
            try:
                with writing(state.engine) as connection:
                    if not _reaches_all(connection, reader):
                        raise Absent
                    act(connection, reader, form)
            except KioskRefused as refused:
                form.refuse("act", refused.word)
                return page(request, reader, form, status=422)
            return RedirectResponse("/fleet/releases", 303)

        return answer

    def hands(connection: Connection) -> Hands:
        return state.identity, state.clock, site_of(connection, state.settings)

    def stage(connection: Connection, reader: Reader, form: Form) -> None:
        name, ring = storable(form.text("release")), form.text("ring")
        share = form.text("share")
        if ring not in RINGS or not (share.isascii() and share.isdecimal() and len(share) < 4):
            raise KioskRefused("expected a ring, and a share of 1 to 100", "refused_share")
        stage_release(connection, hands(connection), name, Ring[ring.upper()], int(share), reader.name)
        record(connection, state.clock, reader, "release_staged", name, ring=ring, share=share)

    def withdraw(connection: Connection, reader: Reader, form: Form) -> None:
        name = storable(form.text("release"))
        withdraw_release(connection, hands(connection), name, reader.name)
        record(connection, state.clock, reader, "release_withdrawn", name)

    return [
        gate.page("/fleet/releases", Power.RELEASE_UPDATES, show),
        gate.form("/fleet/releases/stage", Power.RELEASE_UPDATES, acting(stage)),
        gate.form("/fleet/releases/withdraw", Power.RELEASE_UPDATES, acting(withdraw)),
    ]


def _reaches_all(connection: Connection, reader: Reader) -> bool:
    """Whether every kiosk here is this reader's: a release is everybody's."""
    scope = reader.over(Power.RELEASE_UPDATES)
    units = connection.execute(select(kiosks.c.unit).where(kiosks.c.province.is_(None)).distinct()).scalars()
    return scope.everywhere or all(scope.holds(unit) for unit in units)
