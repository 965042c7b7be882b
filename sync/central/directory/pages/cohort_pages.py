"""Cohorts: their list, and the form for one with its dated units."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.directory.cohorts import Cohort, Member, list_cohorts, write_cohort
from sync.central.directory.edition import edition_of
from sync.central.directory.pages.fields import as_date, day, line, told_on
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.tree import read_tree
from sync.central.web.forms import Form, Limits

_SPARE: Final = 3
_LIMITS: Final = Limits(size=512 * 1024, fields=4_000)


def routes(office: Office) -> list[BaseRoute]:
    """The routes of cohorts; they are the province's."""
    pages, page, form = CohortPages(office), office.gate.page, office.gate.form
    return [
        page("/directory/cohorts", Power.EDIT_POLICIES, pages.show_list),
        page("/directory/new-cohort", Power.EDIT_POLICIES, pages.show_form),
        form("/directory/new-cohort", Power.EDIT_POLICIES, pages.save, limits=_LIMITS),
        page("/directory/cohorts/{cohort}", Power.EDIT_POLICIES, pages.show_form),
        form("/directory/cohorts/{cohort}", Power.EDIT_POLICIES, pages.save, limits=_LIMITS),
    ]


@dataclass(frozen=True)
class CohortPages:
    """The list, and one of it."""

    office: Office

    def show_list(self, request: Request, reader: Reader) -> Response:
        """Every cohort, and how many units are in it today."""
        with self.office.reading() as connection:
            found = list_cohorts(connection)
        today = self.office.today
        numbers = {
            one.cohort: len({member.unit for member in one.members if one.holds(member.unit, today)})
            for one in found
        }
        return self.office.show(request, "cohorts.html", cohorts=found, numbers=numbers)

    def show_form(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        """A cohort with blank rows for more units."""
        name = request.path_params.get("cohort")
        with self.office.reading() as connection:
            now = None if name is None else _cohort(connection, name)
            branches = read_tree(connection, reader.scope)
        members = now.members if now is not None else ()
        return self.office.show(
            request,
            "cohort.html",
            form=form,
            cohort=now,
            members=[*members, *[Member("", "", None)] * _SPARE],
            branches=branches,
            as_date=as_date,
            seen=edition_of(now),
        )

    def save(self, request: Request, reader: Reader, form: Form) -> Response:
        """Write the cohort down."""
        name = request.path_params.get("cohort")
        vi, en = line(form, "name_vi"), line(form, "name_en", needed=False)
        members = _typed(form)
        with self.office.writing() as connection:
            known = {branch.unit for branch in read_tree(connection, reader.scope)}
            if any(member.unit not in known for member in members):
                raise Absent
            if name is not None:
                _cohort(connection, name)
            if not form.refusals:
                with told_on(form):
                    name = write_cohort(connection, name, (vi, en or vi), members, form.text("seen"))
                    self.office.record(connection, reader, "cohort_written", name, name=vi)
        if form.refusals:
            return self.show_form(request, reader, form)
        return self.office.go(request, f"/directory/cohorts/{name}", saved="1")


def _cohort(connection: Connection, name: str) -> Cohort:
    for one in list_cohorts(connection):
        if one.cohort == name:
            return one
    raise Absent


def _typed(form: Form) -> tuple[Member, ...]:
    found: dict[tuple[str, str], Member] = {}
    for place, unit in enumerate(form.all("member")):
        if not unit:
            continue
        since, until = day(form, f"since_{place}", needed=True), day(form, f"until_{place}")
        if since and until and until <= since:
            form.refuse(f"until_{place}", "ends_before_it_begins")
        found[unit, since or ""] = Member(unit, since or "", until)
    return tuple(found.values())
