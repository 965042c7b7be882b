"""Adding a kiosk: it gets an id, a place and a code; its keys come when it enrols."""

import unicodedata
import uuid
from typing import Literal, NamedTuple

from sqlalchemy import Connection, select

from sync.central.api.site import Site
from sync.central.database.tables import counters, enrolment_codes, kiosks, units
from sync.central.directory.publish import publish
from sync.central.fleet.codes import VALID_MS, code_digest, mint_code
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.enrolment import EnrolmentLink


class KioskRefused(Exception):
    """What cannot be done with a kiosk; the message says why, and `word` names the page's words for it."""

    def __init__(self, message: str, word: str = "refused_place") -> None:
        super().__init__(message)
        self.word = word


class Place(NamedTuple):
    """Where a kiosk will stand, and how it learns who served."""

    unit: str
    counter: str | None
    attribution: Literal["fixed", "choose"]
    name: str


class Added(NamedTuple):
    """A kiosk that waits for its device; `expires_ms` is when its code does."""

    kiosk: str
    place: Place
    link: EnrolmentLink
    expires_ms: int


def add_kiosk(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    place: Place,
    kiosk: str | None = None,
) -> Added:
    """Add a kiosk, under a new id or this one, publish its first directory and mint its code.

    Raises:
        KioskRefused: the place does not exist or does not fit, or the id is taken.
    """
    place = place._replace(name=unicodedata.normalize("NFC", place.name).strip())
    kiosk, now_ms = kiosk or str(uuid.uuid4()), clock.wall_ms()
    await_kiosk(connection, identity, clock, site, place, kiosk)
    code = mint_code()
    connection.execute(
        enrolment_codes.insert().values(digest=code_digest(code), kiosk=kiosk, expires_ms=now_ms + VALID_MS)
    )
    link = EnrolmentLink(site.address, code, identity.fingerprint)
    return Added(kiosk, place, link, now_ms + VALID_MS)


def await_kiosk(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    place: Place,
    kiosk: str,
    settings: str | None = None,
) -> None:
    """Await a kiosk under this id, with these own settings (JSON), and publish its first directory.

    Raises:
        KioskRefused: as `add_kiosk`.
    """
    judge_place(connection, place)
    if connection.execute(select(kiosks.c.kiosk).where(kiosks.c.kiosk == kiosk)).first() is not None:
        raise KioskRefused(f"{kiosk}: is added already", "refused_once")
    connection.execute(
        kiosks.insert().values(
            kiosk=kiosk,
            unit=place.unit,
            counter=place.counter,
            attribution=place.attribution,
            name=place.name,
            state="awaited",
            added_ms=clock.wall_ms(),
            settings=settings,
        )
    )
    publish(connection, identity, clock, site, kiosk)


def judge_place(connection: Connection, place: Place) -> None:
    """Refuse a place that does not exist or does not fit.

    Raises:
        KioskRefused: with the option that is wrong.
    """
    if not place.name or len(place.name) > 200 or not place.name.isprintable():
        raise KioskRefused("--name: expected 1 to 200 letters on one line")
    known = connection.execute(
        select(units.c.unit, units.c.name_vi).where(units.c.active == 1).order_by(units.c.unit)
    ).all()
    if place.unit not in {row.unit for row in known}:
        some = "\n".join(f"  {row.unit}  {row.name_vi}" for row in known[:20])
        raise KioskRefused(
            f"--unit: {place.unit} is not among the units"
            + (f", which are for example\n{some}" if some else "; load a province first: directory load")
        )
    if place.attribution == "fixed" and place.counter is None:
        raise KioskRefused("--counter: a kiosk with --attribution fixed stands at one counter; name it")
    if place.counter is None:
        return
    desks = connection.execute(
        select(counters.c.counter).where(counters.c.unit == place.unit, counters.c.active == 1)
    ).scalars()
    if place.counter not in set(desks):
        raise KioskRefused(f"--counter: {place.counter} is no counter of that unit")
