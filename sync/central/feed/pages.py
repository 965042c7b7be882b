"""/feed-keys: the feed's keys, made and ended by whoever sees as much as they give away."""

from typing import Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.audit import record
from sync.central.accounts.gate import Gate
from sync.central.accounts.places import all_units, names_of
from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.accounts.routing import see
from sync.central.accounts.scope import Scope
from sync.central.database.engine import reading, writing
from sync.central.database.text import storable
from sync.central.feed.entries import FIELDS
from sync.central.feed.keys import FeedRefused, end_key, list_keys, make_key
from sync.central.web.forms import Form
from sync.central.web.pages import open_pages

PATH: Final = "/feed-keys"


def routes(gate: Gate) -> list[Route]:
    """The routes of the feed's keys."""
    state, pages = gate.state, open_pages("sync.central.feed")

    def page(request: Request, reader: Reader, form: Form, secret: str = "", status: int = 200) -> Response:
        with reading(state.engine) as connection:
            keys = [key for key in list_keys(connection) if _holds(reader, key.unit)]
            names = names_of(connection, {key.unit for key in keys if key.unit})
            units = [(unit, name) for unit, name in all_units(connection) if _holds(reader, unit)]
        values = {"keys": keys, "names": names, "units": units, "fields": tuple(FIELDS), "form": form}
        values |= {"secret": secret, "everywhere": reader.scope.everywhere}
        return pages.show(request, "feed_keys.html", values, status=status)

    def show(request: Request, reader: Reader) -> Response:
        return page(request, reader, Form())

    def make(request: Request, reader: Reader, form: Form) -> Response:
        unit, fields = storable(form.text("unit")) or None, form.all("fields")
        seen = reader.over(Power.SEE_PEOPLE)
        if not _holds(reader, unit) or ("officials" in fields and not _within(seen, unit)):
            raise Absent
        try:
            with writing(state.engine) as connection:
                key, secret = make_key(connection, state.clock, form.text("name"), unit, fields, reader.name)
                told = {"name": form.text("name"), "unit": unit or "", "fields": ", ".join(sorted(fields))}
                _note(connection, reader, "feed_key_made", key, **told)
        except FeedRefused as refused:
            form.refuse("name", refused.word)
            return page(request, reader, form, status=422)
        return page(request, reader, Form(), secret)

    def end(_request: Request, reader: Reader, form: Form) -> Response:
        name = storable(form.text("key"))
        try:
            with writing(state.engine) as connection:
                ended = end_key(connection, state.clock, name)
                if not _holds(reader, ended.unit):
                    raise Absent
                _note(connection, reader, "feed_key_ended", ended.key, name=ended.name)
        except FeedRefused:
            raise Absent from None
        return see(PATH)

    def _note(connection: Connection, reader: Reader, act: str, key: str, **told: str) -> None:
        kept = {name: value for name, value in told.items() if value}
        record(connection, state.clock, reader, act, key, **kept)

    return [
        gate.page(PATH, Power.MANAGE_FEED, show),
        gate.form(PATH, Power.MANAGE_FEED, make),
        gate.form(f"{PATH}/end", Power.MANAGE_FEED, end),
    ]


def _holds(reader: Reader, unit: str | None) -> bool:
    """Whether this reader sees every rating there, so may hand it on."""
    return _within(reader.scope, unit) and _within(reader.over(Power.SEE_LIVE_RESULTS), unit)


def _within(scope: Scope, unit: str | None) -> bool:
    return scope.everywhere if unit is None else scope.holds(unit)
