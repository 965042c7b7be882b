"""The form for a unit's counters, all together."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.directory.edition import edition_of
from sync.central.directory.pages.fields import line, number, told_on
from sync.central.directory.pages.office import Office
from sync.central.directory.writing import (
    WrittenCounter,
    write_counters,
    written_counters,
    written_unit,
)
from sync.central.web.forms import Form, Limits

_SPARE: Final = 2
"""Blank rows for new counters."""
_LIMITS: Final = Limits(size=256 * 1024, fields=2_000)


def routes(office: Office) -> list[BaseRoute]:
    """The routes on which counters are written down."""
    forms, path = CounterForms(office), "/directory/units/{unit}/counters"
    return [
        office.gate.page(path, Power.EDIT_DIRECTORY, forms.show_counters),
        office.gate.form(path, Power.EDIT_DIRECTORY, forms.save_counters, limits=_LIMITS),
    ]


@dataclass(frozen=True)
class CounterForms:
    """A row for each counter, and blank ones."""

    office: Office

    def show_counters(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        unit = request.path_params["unit"]
        reader.needs(unit)
        with self.office.reading() as connection:
            written = written_unit(connection, unit)
            rows = written_counters(connection, unit)
        if written is None:
            raise Absent
        spare = [WrittenCounter(None, 0, "", "", True)] * _SPARE
        return self.office.show(
            request,
            "counters.html",
            form=form,
            unit=unit,
            name={"vi": written.name_vi, "en": written.name_en},
            rows=[*rows, *spare],
            seen=edition_of(rows),
        )

    def save_counters(self, request: Request, reader: Reader, form: Form) -> Response:
        unit = request.path_params["unit"]
        reader.needs(unit)
        rows = _typed_counters(form)
        with self.office.writing() as connection:
            if not form.refusals:
                with told_on(form):
                    write_counters(connection, unit, rows, form.text("seen"))
                    self.office.record(connection, reader, "counters_written", unit, unit=unit)
                    self.office.reread(connection, [unit])
        if form.refusals:
            return self.show_counters(request, reader, form)
        return self.office.go(request, f"/directory/units/{unit}", saved="1")


def _typed_counters(form: Form) -> list[WrittenCounter]:
    rows: list[WrittenCounter] = []
    for place, counter in enumerate(form.all("counter")):
        if not counter and not form.text(f"number_{place}") and not form.text(f"name_vi_{place}"):
            continue
        at = number(form, f"number_{place}", 0, 9_999)
        vi = line(form, f"name_vi_{place}")
        en = line(form, f"name_en_{place}", needed=False)
        rows.append(
            WrittenCounter(counter or None, at or 0, vi, en or vi, form.text(f"active_{place}") == "1")
        )
    return rows
