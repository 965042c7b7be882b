"""The form for a unit: its names, where it stands, its days, whom it came after."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.directory.edition import edition_of
from sync.central.directory.importing.known import Known
from sync.central.directory.importing.said import RowRefused
from sync.central.directory.pages.fields import day, line, told_on
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.tree import read_tree
from sync.central.directory.pages.unit_pages import names_of
from sync.central.directory.writing import WrittenUnit, write_unit, written_unit
from sync.central.web.forms import Form


def routes(office: Office) -> list[BaseRoute]:
    """The routes on which a unit is written down."""
    forms, page, form = UnitForms(office), office.gate.page, office.gate.form
    return [
        page("/directory/new-unit", Power.EDIT_DIRECTORY, forms.show_form),
        form("/directory/new-unit", Power.EDIT_DIRECTORY, forms.save_unit),
        page("/directory/units/{unit}/edit", Power.EDIT_DIRECTORY, forms.show_form),
        form("/directory/units/{unit}/edit", Power.EDIT_DIRECTORY, forms.save_unit),
    ]


@dataclass(frozen=True)
class UnitForms:
    """One form for a new unit and for one that is there."""

    office: Office

    def show_form(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        unit = request.path_params.get("unit")
        if unit is not None:
            reader.needs(unit)
        with self.office.reading() as connection:
            written = None if unit is None else written_unit(connection, unit)
            if unit is not None and written is None:
                raise Absent
            branches = read_tree(connection, reader.scope)
            before = names_of(connection, written.predecessors) if written else []
        now = written or WrittenUnit("", "", request.query_params.get("parent"), None, None)
        return self.office.show(
            request,
            "unit_form.html",
            form=form,
            unit=unit,
            now=now,
            predecessors="\n".join(name["vi"] for name in before),
            branches=[branch for branch in branches if branch.unit != unit],
            seen=edition_of(written),
            top=reader.scope.everywhere,
        )

    def save_unit(self, request: Request, reader: Reader, form: Form) -> Response:
        unit = request.path_params.get("unit")
        if unit is not None:
            reader.needs(unit)
        parent = form.text("parent") or None
        if parent is not None:
            reader.needs(parent)
        elif not reader.scope.everywhere and not _stands_at_the_top(self.office, unit):
            raise Absent
        names = line(form, "name_vi"), line(form, "name_en", needed=False)
        since, until = day(form, "since"), day(form, "until")
        with self.office.writing() as connection:
            came = _predecessors(Known(connection, None), form)
            if not form.refusals:
                new = WrittenUnit(names[0], names[1] or names[0], parent, since, until, came)
                with told_on(form):
                    unit = write_unit(connection, unit, new, form.text("seen"))
                    self.office.record(connection, reader, "unit_written", unit, name=new.name_vi)
        if form.refusals:
            return self.show_form(request, reader, form)
        return self.office.go(request, f"/directory/units/{unit}", saved="1")


def _stands_at_the_top(office: Office, unit: str | None) -> bool:
    with office.reading() as connection:
        written = None if unit is None else written_unit(connection, unit)
    return written is not None and written.parent is None


def _predecessors(known: Known, form: Form) -> tuple[str, ...]:
    found = []
    for named in form.text("predecessors").splitlines():
        if not named.strip():
            continue
        try:
            found.append(known.unit(None, named, None, ""))
        except RowRefused:
            form.refuse("predecessors", "refused_unit")
    return tuple(dict.fromkeys(found))
