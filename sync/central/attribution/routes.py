"""/attribution: what supervisors do about whom ratings were given for."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Row, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.places import all_units
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.accounts.routing import see
from sync.central.attribution.listing import Listed, acts_of, list_attributions, listed
from sync.central.attribution.moments import read_moment, write_moment
from sync.central.attribution.office import Office, Proposal, find_attribution
from sync.central.attribution.refusal import AttributionRefused
from sync.central.attribution.serving import known_in
from sync.central.attribution.statements import said_of
from sync.central.attribution.states import Act, State, Who
from sync.central.database.engine import reading, writing
from sync.central.database.tables import kiosks, units
from sync.central.database.text import storable
from sync.central.figures.closing import FEWEST
from sync.central.figures.correcting import reached_by
from sync.central.figures.records import Status
from sync.central.web.forms import Form
from sync.central.web.pages import Pages, open_pages
from sync.contract.attribution import Correction

LIST: Final = "/attribution"
_NEW: Final = "/units/{unit}/attribution"
_ONE: Final = "/attribution/{attribution}"
DESK: Final = "desk"
"""In an official's place in a form: the whole desk."""
_POWER: Final = Power.CORRECT_ATTRIBUTION
AUDITED: Final = {
    Act.PROPOSE: "attribution_proposed",
    Act.APPROVE: "attribution_approved",
    Act.REFUSE: "attribution_refused",
    Act.WITHDRAW: "attribution_withdrawn",
}


def routes(gate: Gate) -> list[Route]:
    """The supervisors' routes."""
    pages = AttributionPages(gate, open_pages(__package__))
    return [
        gate.page(LIST, _POWER, pages.show_list, section="section_attribution"),
        gate.page(_NEW, _POWER, pages.show_new),
        gate.form(_NEW, _POWER, pages.propose),
        gate.page(_ONE, _POWER, pages.show_one),
        gate.form(_ONE, _POWER, pages.act),
    ]


def who_of(reader: Reader) -> Who:
    """A supervisor, and which officials this same person is."""
    officials = (one for scope in reader.powers.values() for one in scope.officials)
    return Who(reader.account, reader.name, frozenset(officials))


@dataclass(frozen=True)
class AttributionPages:
    """The pages."""

    gate: Gate
    pages: Pages

    def show_list(self, request: Request, reader: Reader) -> Response:
        """What waits, and what is over; with a unit, on to a correction there."""
        if unit := request.query_params.get("unit"):
            return see(f"/units/{quote(storable(unit), safe='')}/attribution")
        with reading(self.gate.state.engine) as connection:
            values = {
                "waiting": list_attributions(connection, scope=reader.scope, size=None),
                "over": list_attributions(connection, over=True, scope=reader.scope),
                "units": [one for one in all_units(connection) if reader.scope.holds(one[0])],
            }
        return self.pages.show(request, "list.html", values)

    def show_new(self, request: Request, reader: Reader) -> Response:
        """A correction that nobody contested."""
        return self._new(request, reader, Form())

    def propose(self, request: Request, reader: Reader, form: Form) -> Response:
        """Propose it."""
        unit = _unit(request)
        reader.needs(unit)
        try:
            with writing(self.gate.state.engine) as connection:
                name = self._propose(connection, reader, form, unit, None)
        except AttributionRefused as refused:
            form.refuse("why", refused.word)
            return self._new(request, reader, form, 422)
        return see(f"{LIST}/{name}")

    def show_one(self, request: Request, reader: Reader) -> Response:
        """One correction: who said what of it, and how many ratings it moves."""
        return self._one(request, reader, Form())

    def act(self, request: Request, reader: Reader, form: Form) -> Response:
        """What a supervisor does with it."""
        act = form.text("act")
        try:
            with writing(self.gate.state.engine) as connection:
                row = self._find(connection, request, reader)
                name, office = str(row.attribution), self._office(connection, reader)
                match act:
                    case Act.PROPOSE:
                        self._propose(connection, reader, form, row.unit, name)
                    case Act.APPROVE:
                        line = office.approve(name)
                        self._note(connection, reader, Act.APPROVE, name, unit=row.unit, line=str(line))
                    case Act.REFUSE:
                        office.refuse(name, form.text("answer"))
                        self._note(connection, reader, Act.REFUSE, name, unit=row.unit)
                    case Act.WITHDRAW:
                        office.withdraw(name)
                        self._note(connection, reader, Act.WITHDRAW, name, unit=row.unit)
                    case _:
                        raise AttributionRefused("refused_state")
        except AttributionRefused as refused:
            form.refuse("act", refused.word)
            return self._one(request, reader, form, 422)
        return see(f"{LIST}/{name}")

    def _propose(
        self, connection: Connection, reader: Reader, form: Form, unit: str, contested: str | None
    ) -> str:
        kiosk = storable(form.text("kiosk"))
        known = select(kiosks.c.unit).where(kiosks.c.kiosk == kiosk)
        since_ms, until_ms = read_moment(form.text("since")), read_moment(form.text("until"))
        if connection.execute(known).scalar() != unit:
            raise AttributionRefused("refused_kiosk")
        if since_ms is None or until_ms is None:
            raise AttributionRefused("refused_span")
        given = Proposal(kiosk, since_ms, until_ms, _whom(form.text("named")), _whom(form.text("official")))
        name = self._office(connection, reader).propose(given, form.text("why"), contested)
        self._note(connection, reader, Act.PROPOSE, name, unit=unit, kiosk=kiosk)
        return name

    def _new(self, request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        unit = _unit(request)
        reader.needs(unit)
        today = write_moment(self.gate.state.clock.wall_ms())[:10]
        with reading(self.gate.state.engine) as connection:
            place = connection.execute(select(units).where(units.c.unit == unit)).one_or_none()
            if place is None:
                raise Absent
            values = _offered(connection, unit) | {
                "unit": unit,
                "place": {"vi": place.name_vi, "en": place.name_en},
                "since": f"{today}T07:30",
                "until": f"{today}T11:30",
                "form": form,
            }
        return self.pages.show(request, "new.html", values, status=status)

    def _one(self, request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        with writing(self.gate.state.engine) as connection:
            row = self._find(connection, request, reader)
            one = listed(connection, row)
            for official in sorted({row.named, row.official} - {None}):
                record(connection, self.gate.state.clock, reader, "person_viewed", official, unit=row.unit)
            values = _offered(connection, row.unit) | {
                "one": one,
                "said": said_of(connection, [one.attribution])[one.attribution],
                "acts": acts_of(row, who_of(reader)),
                "moved": _moved(connection, one),
                "fewest": FEWEST,
                "since": write_moment(row.since_ms),
                "until": write_moment(row.until_ms),
                "form": form,
            }
        return self.pages.show(request, "one.html", values, status=status)

    def _find(self, connection: Connection, request: Request, reader: Reader) -> Row[Any]:
        try:
            row = find_attribution(connection, storable(request.path_params["attribution"]))
        except AttributionRefused as error:
            raise Absent from error
        reader.needs(row.unit)
        return row

    def _office(self, connection: Connection, reader: Reader) -> Office:
        return Office(connection, self.gate.state.identity, self.gate.state.clock, who_of(reader))

    def _note(self, connection: Connection, reader: Reader, act: Act, name: str, **detail: str) -> None:
        record(connection, self.gate.state.clock, reader, AUDITED[act], name, **detail)


def _unit(request: Request) -> str:
    return storable(request.path_params["unit"])


def _offered(connection: Connection, unit: str) -> dict[str, object]:
    """What a proposal is chosen from."""
    here = select(kiosks.c.kiosk, kiosks.c.name).where(kiosks.c.unit == unit, kiosks.c.province.is_(None))
    return {
        "kiosks": [(row.kiosk, row.name) for row in connection.execute(here.order_by(kiosks.c.name))],
        "people": known_in(connection, unit),
        "desk": DESK,
    }


def _moved(connection: Connection, one: Listed) -> int | None:
    """How many ratings that count now would count for another; None where nobody proposes anything."""
    if one.state != State.PROPOSED or one.kiosk is None:
        return None
    proposed = Correction(
        correction=one.attribution,
        kiosk=one.kiosk,
        since=one.since_ms,
        until=one.until_ms,
        named=one.named,
        official=one.official,
    )
    there = reached_by(connection, proposed)
    return sum(found.status == Status.COUNTED and found.official != one.official for found in there)


def _whom(text: str) -> str | None:
    return None if text == DESK else storable(text)
