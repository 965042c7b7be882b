"""Texts and policies of a unit, or of the province: what comes from above, and what is said here instead."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.tables import units
from sync.central.database.unit_tree import units_above
from sync.central.directory.edition import edition_of
from sync.central.directory.inheriting import Heard, SettingsName, heard_settings, own_settings
from sync.central.directory.pages.fields import told_on
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.setting_fields import POLICIES, TEXTS, typed_policies, typed_texts
from sync.central.directory.writing import write_settings, written_unit
from sync.central.web.forms import Form

_TYPED: Final = {"policies": typed_policies, "texts": typed_texts}
_KEYS: Final = {"policies": POLICIES, "texts": TEXTS}


def routes(office: Office) -> list[BaseRoute]:
    """The routes of texts and policies."""
    found: list[BaseRoute] = []
    names: tuple[SettingsName, ...] = ("policies", "texts")
    for name in names:
        pages = SettingPages(office, name)
        for path in (f"/directory/{name}", f"/directory/units/{{unit}}/{name}"):
            found += [
                office.gate.page(path, Power.EDIT_POLICIES, pages.show),
                office.gate.form(path, Power.EDIT_POLICIES, pages.save),
            ]
    return found


@dataclass(frozen=True)
class SettingPages:
    """The form for one of both."""

    office: Office
    name: SettingsName

    def show(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        """What holds here, where it comes from, and what may be said instead."""
        unit = _unit(request, reader)
        with self.office.reading() as connection:
            written = None if unit is None else written_unit(connection, unit)
            if unit is not None and written is None:
                raise Absent
            own = own_settings(connection, unit, self.name)
            above = self._from_above(connection, unit)
            names = {
                row.unit: {"vi": row.name_vi, "en": row.name_en} for row in connection.execute(select(units))
            }
        return self.office.show(
            request,
            f"{self.name}.html",
            form=form,
            unit=unit,
            name=None if written is None else {"vi": written.name_vi, "en": written.name_en},
            names=names,
            own=own,
            above=above,
            keys=_KEYS[self.name],
            seen=edition_of(own),
        )

    def save(self, request: Request, reader: Reader, form: Form) -> Response:
        """Say it, or take it back."""
        unit = _unit(request, reader)
        with self.office.writing() as connection:
            own = own_settings(connection, unit, self.name)
            new: dict[str, Any] = _TYPED[self.name](form, own, everything=unit is None)
            if not form.refusals:
                with told_on(form):
                    write_settings(connection, unit, self.name, new, form.text("seen"))
                    self.office.record(connection, reader, "settings_written", unit or "", name=self.name)
        if form.refusals:
            return self.show(request, reader, form)
        return self.office.go(request, request.url.path, saved="1")

    def _from_above(self, connection: Any, unit: str | None) -> dict[str, Heard]:
        if unit is None:
            return {}
        above = units_above(connection, unit)[1:]
        if above:
            return heard_settings(connection, above[0], self.name)
        return {key: Heard(value, None) for key, value in own_settings(connection, None, self.name).items()}


def _unit(request: Request, reader: Reader) -> str | None:
    unit: str | None = request.path_params.get("unit")
    if unit is not None:
        reader.needs(unit)
    elif not reader.scope.everywhere:
        raise Absent
    return unit
