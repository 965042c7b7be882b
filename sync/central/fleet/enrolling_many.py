"""Adding many kiosks at once: where they may stand, what was chosen, and the sheets to print."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sqlalchemy import Connection, func, select

from sync.central.api.site import Site
from sync.central.database.tables import counters, kiosks, units
from sync.central.fleet.adding import Added, KioskRefused, Place, add_kiosk
from sync.central.fleet.by_unit import units_in_order
from sync.central.fleet.searching import folded
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.web.qr import QrCode, draw_qr
from sync.contract.encoding import grouped
from sync.contract.enrolment import EnrolmentLink

MOST: Final = 200
MOST_SHARED: Final = 20
UNITS_AT_ONCE: Final = 40


class Desk(NamedTuple):
    """A counter, and how many kiosks stand at it or are to come."""

    counter: str
    number: int
    name: Mapping[str, str]
    kiosks: int


class Office(NamedTuple):
    """A unit with its counters; `shared`: how many kiosks without a counter it has."""

    unit: str
    name: Mapping[str, str]
    desks: list[Desk]
    shared: int


class Sheet(NamedTuple):
    """One kiosk's sheet: this is the only time its code is shown."""

    added: Added
    unit_name: Mapping[str, str]
    counter: Desk | None
    code: str
    fingerprint: str
    link: EnrolmentLink
    qr: QrCode


def offices(
    connection: Connection, scope: frozenset[str] | None, search: str = ""
) -> tuple[list[Office], bool]:
    """The active units of a scope (None: all) whose name fits, by name; whether there are more than shown."""
    mine = [] if scope is None else [units.c.unit.in_(sorted(scope))]
    rows = units_in_order(connection, [units.c.active == 1, *mine])
    words = folded(search).split()
    fitting = [row for row in rows if all(word in folded(f"{row.name_vi} {row.name_en}") for word in words)]
    shown = fitting[:UNITS_AT_ONCE]
    wanted = [row.unit for row in shown]
    standing = {
        (row.unit, row.counter): row.n
        for row in connection.execute(
            select(kiosks.c.unit, kiosks.c.counter, func.count().label("n"))
            .where(kiosks.c.unit.in_(wanted), kiosks.c.state.in_(["awaited", "enrolled"]))
            .group_by(kiosks.c.unit, kiosks.c.counter)
        )
    }
    desks: dict[str, list[Desk]] = {unit: [] for unit in wanted}
    for row in connection.execute(
        select(counters)
        .where(counters.c.unit.in_(wanted), counters.c.active == 1)
        .order_by(counters.c.number, counters.c.counter)
    ):
        name = {"vi": row.name_vi, "en": row.name_en}
        desks[row.unit].append(Desk(row.counter, row.number, name, standing.get((row.unit, row.counter), 0)))
    found = [
        Office(
            row.unit,
            {"vi": row.name_vi, "en": row.name_en},
            desks[row.unit],
            standing.get((row.unit, None), 0),
        )
        for row in shown
    ]
    return found, len(fitting) > len(shown)


def places_of(
    connection: Connection, shared: Mapping[str, str], fixed: Iterable[str], names: Mapping[str, str]
) -> list[Place]:
    """The places that were chosen: so many kiosks for a unit, and one for each of these counters.

    `names`: what kiosks are called, `shared` (with `{number}`) and `fixed` (with `{number}` and `{name}`).

    Raises:
        KioskRefused: no counter of ours, a number that is none, or none or too many in all.
    """
    places: list[Place] = []
    for unit, text in shared.items():
        if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
            raise KioskRefused(f"{text}: expected a number", "refused_number")
        number = int(text or "0")
        if number > MOST_SHARED:
            raise KioskRefused(f"{number}: more than {MOST_SHARED} for one unit", "refused_number")
        stand = connection.execute(
            select(func.count()).where(kiosks.c.unit == unit, kiosks.c.counter.is_(None))
        ).scalar_one()
        places += [
            Place(unit, None, "choose", names["shared"].format(number=stand + place + 1))
            for place in range(number)
        ]
    chosen = sorted(set(fixed))
    rows = connection.execute(select(counters).where(counters.c.counter.in_(chosen))).all()
    if len(rows) != len(chosen):
        raise KioskRefused("a counter that was chosen does not exist")
    places += [
        Place(row.unit, row.counter, "fixed", names["fixed"].format(number=row.number, name=row.name_vi))
        for row in rows
    ]
    if not 0 < len(places) <= MOST:
        raise KioskRefused(f"{len(places)} kiosks: expected 1 to {MOST}", "refused_many")
    return places


def add_many(
    connection: Connection, identity: Identity, clock: Clock, site: Site, places: Iterable[Place], once: str
) -> list[Sheet]:
    """Add these kiosks; what was sent `once` adds nothing a second time.

    Raises:
        KioskRefused: a place does not fit, or this was sent before.
    """
    room = uuid.uuid5(uuid.NAMESPACE_OID, f"hailong-enrolment-1\n{identity.server_id}{once}")
    added = [
        add_kiosk(connection, identity, clock, site, place, str(uuid.uuid5(room, str(number))))
        for number, place in enumerate(places)
    ]
    return sheets_of(connection, added)


def sheets_of(connection: Connection, added: Iterable[Added]) -> list[Sheet]:
    """The sheets to print, by unit and name."""
    sheets = []
    for one in added:
        unit = connection.execute(select(units).where(units.c.unit == one.place.unit)).one()
        sheets.append(
            Sheet(
                added=one,
                unit_name={"vi": unit.name_vi, "en": unit.name_en},
                counter=_desk(connection, one.place.counter),
                code=grouped(one.link.code),
                fingerprint=grouped(one.link.fingerprint),
                link=one.link,
                qr=draw_qr(one.link.text()),
            )
        )
    return sorted(sheets, key=lambda sheet: (sheet.unit_name["vi"], sheet.added.place.name))


def _desk(connection: Connection, counter: str | None) -> Desk | None:
    if counter is None:
        return None
    row = connection.execute(select(counters).where(counters.c.counter == counter)).one()
    return Desk(row.counter, row.number, {"vi": row.name_vi, "en": row.name_en}, 0)
