"""/own-results/attribution: what an official contests, and says of their figures and of corrections.

An official is told dates and no ratings: not how many lie in a stretch of time, nor whether any does.
"""

from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Connection, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Reader
from sync.central.accounts.routing import see
from sync.central.attribution.listing import list_concerning
from sync.central.attribution.moments import read_moment, write_moment
from sync.central.attribution.office import Office
from sync.central.attribution.refusal import AttributionRefused
from sync.central.attribution.statements import erase_statement, replies_to_figures, said_of
from sync.central.attribution.states import Who
from sync.central.database.engine import reading, writing
from sync.central.database.tables import officials, postings, units
from sync.central.database.text import storable
from sync.central.web.forms import Form
from sync.central.web.pages import Pages, open_pages

OWN: Final = "/own-results/attribution"
_POWER: Final = Power.CONTEST_ATTRIBUTION


class Place(NamedTuple):
    """An official in a unit."""

    official: str
    name: str
    unit: str
    unit_name: dict[str, str]

    @property
    def key(self) -> str:
        """Both ids, as a form has them."""
        return f"{self.official}/{self.unit}"


def routes(gate: Gate) -> list[Route]:
    """An official's routes."""
    pages = OwnPages(gate, open_pages(__package__))
    return [
        gate.page(OWN, _POWER, pages.show),
        gate.form(f"{OWN}/contest", _POWER, pages.contest),
        gate.form(f"{OWN}/reply", _POWER, pages.reply),
        gate.form(f"{OWN}/withdraw", _POWER, pages.withdraw),
        gate.form(f"{OWN}/erase", _POWER, pages.erase),
    ]


@dataclass(frozen=True)
class OwnPages:
    """The pages."""

    gate: Gate
    pages: Pages

    def show(self, request: Request, reader: Reader) -> Response:
        """What concerns this official."""
        return self._show(request, reader, Form())

    def contest(self, request: Request, reader: Reader, form: Form) -> Response:
        """Say that a stretch of a day was not theirs."""
        official, _, unit = storable(form.text("place")).partition("/")
        day = form.text("day")
        since_ms, until_ms = (read_moment(f"{day}T{form.text(name)}") for name in ("from", "until"))
        try:
            with writing(self.gate.state.engine) as connection:
                if since_ms is None or until_ms is None:
                    raise AttributionRefused("refused_span")
                office = self._office(connection, reader)
                name = office.contest(official, unit, since_ms, until_ms, form.text("contest"))
                self._note(connection, reader, "attribution_contested", name, unit=unit)
        except AttributionRefused as refused:
            form.refuse("contest", refused.word)
            return self._show(request, reader, form, 422)
        return see(OWN)

    def reply(self, request: Request, reader: Reader, form: Form) -> Response:
        """Say something of the figures, or of a correction."""
        official, _, unit = storable(form.text("place")).partition("/")
        about = storable(form.text("attribution")) or None
        try:
            with writing(self.gate.state.engine) as connection:
                name = self._office(connection, reader).reply(official, unit, form.text("reply"), about)
                self._note(connection, reader, "attribution_replied", name, unit=unit)
        except AttributionRefused as refused:
            form.refuse(f"reply-{about}" if about else "reply", refused.word)
            return self._show(request, reader, form, 422)
        return see(OWN)

    def withdraw(self, request: Request, reader: Reader, form: Form) -> Response:
        """Contest no longer."""
        name = storable(form.text("attribution"))
        try:
            with writing(self.gate.state.engine) as connection:
                self._office(connection, reader).withdraw(name)
                self._note(connection, reader, "attribution_withdrawn", name)
        except AttributionRefused as refused:
            form.refuse("act", refused.word)
            return self._show(request, reader, form, 422)
        return see(OWN)

    def erase(self, request: Request, reader: Reader, form: Form) -> Response:
        """Take back what one said."""
        try:
            with writing(self.gate.state.engine) as connection:
                mine = reader.scope.officials
                gone = erase_statement(connection, storable(form.text("statement")), mine)
                self._note(connection, reader, "statement_erased", gone.statement, unit=gone.unit)
        except AttributionRefused as refused:
            form.refuse("act", refused.word)
            return self._show(request, reader, form, 422)
        return see(OWN)

    def _show(self, request: Request, reader: Reader, form: Form, status: int = 200) -> Response:
        mine = reader.scope.officials
        with reading(self.gate.state.engine) as connection:
            found = list_concerning(connection, mine)
            places = _places(connection, mine)
            values = {
                "found": found,
                "said": said_of(connection, [one.attribution for one in found]),
                "replies": {
                    f"{one.official}/{one.unit}": one
                    for one in replies_to_figures(connection, officials=mine)
                },
                "places": places,
                "mine": mine,
                "today": write_moment(self.gate.state.clock.wall_ms())[:10],
                "form": form,
            }
        return self.pages.show(request, "own.html", values, status=status)

    def _office(self, connection: Connection, reader: Reader) -> Office:
        who = Who(reader.account, reader.name, reader.scope.officials, supervises=False)
        return Office(connection, self.gate.state.identity, self.gate.state.clock, who)

    def _note(self, connection: Connection, reader: Reader, act: str, about: str, **detail: str) -> None:
        record(connection, self.gate.state.clock, reader, act, about, **detail)


def _places(connection: Connection, who: frozenset[str]) -> list[Place]:
    theirs = (
        select(postings.c.official, officials.c.name, postings.c.unit, units.c.name_vi, units.c.name_en)
        .join(officials, officials.c.official == postings.c.official)
        .join(units, units.c.unit == postings.c.unit)
        .where(postings.c.official.in_(sorted(who)))
        .order_by(postings.c.official, units.c.name_vi)
    )
    return [
        Place(row.official, row.name, row.unit, {"vi": row.name_vi, "en": row.name_en})
        for row in connection.execute(theirs)
    ]
