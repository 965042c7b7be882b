"""Officials: found by name without marks, and each one's page with moves, counters and leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.tables import officials
from sync.central.database.text import storable
from sync.central.directory.edition import edition_of
from sync.central.directory.importing.folding import folded
from sync.central.directory.pages.fields import as_date, told_on
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.official_fields import told_days, typed_official
from sync.central.directory.pages.tree import Branch, read_tree
from sync.central.directory.people import Leave, Person, read_people
from sync.central.directory.writing import (
    WrittenOfficial,
    write_official,
    written_counters,
    written_official,
)
from sync.central.web.collation import given_name_order
from sync.central.web.forms import Form

_AT_A_TIME: Final = 100


def routes(office: Office) -> list[BaseRoute]:
    """The routes of officials, but for their photos."""
    pages, page, form = OfficialPages(office), office.gate.page, office.gate.form
    return [
        page("/directory/officials", Power.EDIT_DIRECTORY, pages.search),
        page("/directory/new-official", Power.EDIT_DIRECTORY, pages.show_official),
        form("/directory/new-official", Power.EDIT_DIRECTORY, pages.save_official),
        page("/directory/officials/{official}", Power.EDIT_DIRECTORY, pages.show_official),
        form("/directory/officials/{official}", Power.EDIT_DIRECTORY, pages.save_official),
    ]


@dataclass(frozen=True)
class OfficialPages:
    """The list with its search, and the page of one."""

    office: Office

    def search(self, request: Request, reader: Reader) -> Response:
        asked = storable(request.query_params.get("q", ""), 100).strip()
        with self.office.reading() as connection:
            names = _unit_names(read_tree(connection, reader.scope))
            found = [
                person
                for person in read_people(connection)
                if person.unit in names and _is_called(person, folded(asked))
            ]
        found.sort(key=lambda person: (not person.active, given_name_order(person.name), person.official))
        return self.office.show(
            request,
            "officials.html",
            asked=asked,
            people=found[:_AT_A_TIME],
            more=max(0, len(found) - _AT_A_TIME),
            names=names,
            as_date=as_date,
        )

    def show_official(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        official = request.path_params.get("official")
        with self.office.reading() as connection:
            branches = read_tree(connection, reader.scope)
            names = _unit_names(branches)
            person = None if official is None else person_of(connection, reader, official)
            written = None if official is None else written_official(connection, official)
            unit = request.query_params.get("unit", "") if written is None else written.unit
            if written is None and unit:
                reader.needs(unit)
            desks = [desk for desk in written_counters(connection, unit) if desk.active]
        now = written or WrittenOfficial("", None, "", "", unit, self.office.today, True, {}, ())
        return self.office.show(
            request,
            "official.html",
            form=form,
            official=official,
            person=person,
            now=now,
            desks=desks,
            days={counter: told_days(days) for counter, days in now.duty.items()},
            leaves=[*now.leaves, Leave("", None)],
            branches=[
                branch for branch in branches if not branch.is_over(self.office.today) or branch.unit == unit
            ],
            names=names,
            as_date=as_date,
            seen=edition_of(written),
        )

    def save_official(self, request: Request, reader: Reader, form: Form) -> Response:
        official = request.path_params.get("official")
        unit = form.need("unit")
        if unit:
            reader.needs(unit)
        with self.office.writing() as connection:
            person = None if official is None else person_of(connection, reader, official)
            new = typed_official(form, unit, self.office.today, person)
            if new is not None:
                with told_on(form):
                    official = write_official(connection, official, new, form.text("seen"), self.office.today)
                    self.office.record(connection, reader, "official_written", official, unit=unit)
                    self.office.reread(connection, [unit])
        if form.refusals:
            return self.show_official(request, reader, form)
        return self.office.go(request, f"/directory/officials/{official}", saved="1")


def person_of(connection: Connection, reader: Reader, official: str) -> Person:
    """The official, if one in the reader's scope has this id.

    Raises:
        Absent: none has.
    """
    found = read_people(connection, officials.c.official == storable(official))
    if not found or not reader.scope.holds(found[0].unit):
        raise Absent
    return found[0]


def _is_called(person: Person, asked: str) -> bool:
    return not asked or asked in folded(person.name) or asked in folded(person.code or "")


def _unit_names(branches: list[Branch]) -> dict[str, Mapping[str, str]]:
    return {branch.unit: branch.name for branch in branches}
