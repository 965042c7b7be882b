"""/sign-on: PINs and badges of a unit's officials, and its staff PIN. What was set is shown nowhere."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from sync.central.accounts.power import Power
from sync.central.accounts.reader import Absent, Reader
from sync.central.database.text import storable
from sync.central.directory.pages.office import Office
from sync.central.directory.pages.tree import read_tree
from sync.central.directory.signing_on import SignOn, set_official, set_staff, sign_ons, staffed
from sync.central.directory.writing import written_unit
from sync.central.keys.badge import new_badge
from sync.central.keys.pin import PinRefused, hash_pin
from sync.central.web.forms import Form, Limits
from sync.central.web.qr import QrCode, draw_qr
from sync.contract.badge import badge_digest, badge_text

_MANY: Final = Limits(fields=1_000)


class BadgeSheet(NamedTuple):
    """A badge to print, once."""

    name: str
    qr: QrCode


def routes(office: Office) -> list[BaseRoute]:
    """The routes of PINs and badges."""
    pages, page, form = SignOnPages(office), office.gate.page, office.gate.form
    power = Power.SET_SIGN_ON
    return [
        page("/sign-on", power, pages.show_units, section="section_sign_on"),
        page("/sign-on/{unit}", power, pages.show),
        form("/sign-on/{unit}/pin", power, pages.save_pin),
        form("/sign-on/{unit}/badges", power, pages.make_badges, limits=_MANY),
        form("/sign-on/{unit}/staff", power, pages.save_staff),
    ]


@dataclass(frozen=True)
class SignOnPages:
    """The units in scope, and the page of one."""

    office: Office

    def show_units(self, request: Request, reader: Reader) -> Response:
        with self.office.reading() as connection:
            branches = read_tree(connection, reader.scope)
        return self.office.show(request, "sign_on_units.html", branches=branches)

    def show(self, request: Request, reader: Reader, form: Form | None = None) -> Response:
        unit = _unit(request, reader)
        with self.office.reading() as connection:
            written = written_unit(connection, unit)
            if written is None:
                raise Absent
            people, staff = sign_ons(connection, unit), staffed(connection, unit)
            above = written_unit(connection, staff.unit) if staff.unit not in (None, unit) else None
        return self.office.show(
            request,
            "sign_on.html",
            form=form,
            unit=unit,
            name={"vi": written.name_vi, "en": written.name_en},
            people=people,
            choices=[(one.official, one.name) for one in people],
            staff=staff,
            above=None if above is None else {"vi": above.name_vi, "en": above.name_en},
        )

    def save_pin(self, request: Request, reader: Reader, form: Form) -> Response:
        """Give an official a PIN, or none."""
        unit, official = _unit(request, reader), storable(form.need("official"))
        phc = _typed_pin(form, "pin")
        if form.refusals:
            return self.show(request, reader, form)
        with self.office.writing() as connection:
            _one_of(sign_ons(connection, unit), official)
            set_official(connection, official, pin=phc)
            self.office.record(connection, reader, "pin_set" if phc else "pin_removed", official, unit=unit)
        return self._saved(request, unit)

    def make_badges(self, request: Request, reader: Reader, form: Form) -> Response:
        """Give each official who was ticked a new badge, and show the sheets: the answer, kept nowhere."""
        unit, made = _unit(request, reader), []
        chosen = [storable(one) for one in dict.fromkeys(form.all("official"))]
        if not chosen:
            form.refuse("badges", "refused_nobody")
            return self.show(request, reader, form)
        with self.office.writing() as connection:
            people = sign_ons(connection, unit)
            for official in chosen:
                one = _one_of(people, official)
                badge = new_badge(official)
                set_official(connection, official, badge=badge_digest(badge.secret))
                self.office.record(connection, reader, "badge_made", official, unit=unit)
                made.append(BadgeSheet(one.name, draw_qr(badge_text(badge))))
            written = written_unit(connection, unit)
        name = {} if written is None else {"vi": written.name_vi, "en": written.name_en}
        return self.office.show(request, "badges.html", sheets=made, unit=unit, name=name)

    def save_staff(self, request: Request, reader: Reader, form: Form) -> Response:
        """Give the unit a staff PIN of its own, or leave it to those above."""
        unit, phc = _unit(request, reader), _typed_pin(form, "staff_pin")
        if form.refusals:
            return self.show(request, reader, form)
        with self.office.writing() as connection:
            if written_unit(connection, unit) is None:
                raise Absent
            set_staff(connection, unit, phc)
            self.office.record(connection, reader, "staff_pin_set" if phc else "staff_pin_removed", unit)
        return self._saved(request, unit)

    def _saved(self, request: Request, unit: str) -> Response:
        return self.office.go(request, f"/sign-on/{unit}", saved="1")


def _unit(request: Request, reader: Reader) -> str:
    unit = storable(request.path_params["unit"])
    reader.needs(unit)
    return unit


def _one_of(people: list[SignOn], official: str) -> SignOn:
    found = next((one for one in people if one.official == official), None)
    if found is None:
        raise Absent
    return found


def _typed_pin(form: Form, name: str) -> str | None:
    """What is kept of the PIN that was typed twice; None where it shall be removed."""
    if form.text("remove") == "1":
        return None
    pin = form.secret(name)
    if not pin:
        form.refuse(name, "refused_missing")
    elif pin != form.secret(f"{name}_again"):
        form.refuse(f"{name}_again", "refused_twice")
    else:
        try:
            return hash_pin(pin)
        except PinRefused:
            form.refuse(name, "refused_pin")
    return None
