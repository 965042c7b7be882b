"""Provisioning files: one code makes many machines kiosks of a unit, so many and until a day.

Each machine that comes gets a kiosk of its own; one whose key is known stays the kiosk that it is, and is not
counted again.
"""

import uuid
from typing import Any, Final, Literal, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from sync.central.api.refusal import Refused
from sync.central.api.site import Site
from sync.central.database.tables import kiosks, rollouts, units
from sync.central.directory.one_kiosk import OwnSettings
from sync.central.directory.refusal import Unworkable
from sync.central.fleet.adding import KioskRefused, Place, await_kiosk, judge_place
from sync.central.fleet.codes import code_digest, mint_code
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.enrolment import EnrolmentLink
from sync.contract.problems import Code
from sync.contract.rollout import KIND, Rollout
from sync.contract.signed import sign_document

MOST: Final = 500
LONGEST_DAYS: Final = 90
DAY_MS: Final = 24 * 3600 * 1000
SHARED: Final = "Máy dùng chung {number}"


class Made(NamedTuple):
    """A provisioning file; its code is there only now. `link` is the same, short, for a QR code."""

    rollout: str
    told: Rollout
    document: bytes
    link: EnrolmentLink


class RolloutLine(msgspec.Struct, frozen=True):
    """How a provisioning file stands: of `most` kiosks `taken` came."""

    rollout: str
    unit: str
    unit_name: dict[str, str]
    most: int
    taken: int
    expires_ms: int
    state: Literal["open", "used_up", "expired", "ended"]


def make_rollout(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    unit: str,
    count: int,
    days: int,
    settings: OwnSettings,
) -> Made:
    """Make a provisioning file for `count` kiosks of a unit, good for `days`; each begins with `settings`.

    Raises:
        KioskRefused: no such unit, or too many kiosks or days.
    """
    if not 1 <= count <= MOST:
        raise KioskRefused(f"--count: expected 1 to {MOST}, found {count}")
    if not 1 <= days <= LONGEST_DAYS:
        raise KioskRefused(f"--days: expected 1 to {LONGEST_DAYS}, found {days}")
    judge_place(connection, Place(unit, None, "choose", SHARED))
    row = connection.execute(select(units).where(units.c.unit == unit)).one()
    rollout, code, now_ms = str(uuid.uuid4()), mint_code(), clock.wall_ms()
    expires_ms = now_ms + days * DAY_MS
    connection.execute(
        rollouts.insert().values(
            rollout=rollout,
            code=code_digest(code),
            unit=unit,
            settings=None if settings == OwnSettings() else msgspec.json.encode(settings).decode(),
            most=count,
            taken=0,
            made_ms=now_ms,
            expires_ms=expires_ms,
        )
    )
    told = Rollout(
        server=identity.server_id,
        key=identity.public.hex(),
        addresses=(site.address,),
        ca=site.ca,
        unit=unit,
        name={"vi": row.name_vi, "en": row.name_en},
        code=code,
        count=count,
        expires=expires_ms,
    )
    link = EnrolmentLink(site.address, code, identity.fingerprint)
    return Made(rollout, told, sign_document(KIND, told, identity.private), link)


def await_one_more(
    connection: Connection, identity: Identity, clock: Clock, site: Site, code: str
) -> tuple[str, str] | None:
    """A new kiosk at the unit of the file with this code, and the file's id; None: no file has it.

    Raises:
        Refused: the file was ended, has expired or is used up, or its unit is gone.
    """
    row = connection.execute(
        select(rollouts).where(rollouts.c.code == code_digest(code)).with_for_update()
    ).one_or_none()
    if row is None:
        return None
    state = _state(row, clock.wall_ms())
    if state != "open":
        raise Refused(*_WORDS[state])
    shared = (kiosks.c.unit == row.unit, kiosks.c.counter.is_(None))
    stand = connection.execute(select(func.count()).where(*shared)).scalar_one()
    place = Place(row.unit, None, "choose", SHARED.format(number=stand + 1))
    kiosk = str(uuid.uuid4())
    try:
        await_kiosk(connection, identity, clock, site, place, kiosk, row.settings)
    except (KioskRefused, Unworkable) as refused:
        raise Refused(Code.ABSENT, "no kiosk can stand at this unit now") from refused
    connection.execute(
        update(rollouts).where(rollouts.c.rollout == row.rollout).values(taken=rollouts.c.taken + 1)
    )
    return kiosk, row.rollout


def holds_rollout(connection: Connection, code: str) -> bool:
    """Whether a provisioning file, however it stands, has this code."""
    found = connection.execute(select(rollouts.c.rollout).where(rollouts.c.code == code_digest(code)))
    return found.first() is not None


def list_rollouts(connection: Connection, now_ms: int) -> list[RolloutLine]:
    """Every provisioning file, the newest first; never a code."""
    rows = connection.execute(
        select(rollouts, units.c.name_vi, units.c.name_en)
        .join(units, units.c.unit == rollouts.c.unit)
        .order_by(rollouts.c.made_ms.desc(), rollouts.c.rollout)
    )
    return [
        RolloutLine(
            row.rollout,
            row.unit,
            {"vi": row.name_vi, "en": row.name_en},
            row.most,
            row.taken,
            row.expires_ms,
            _state(row, now_ms),
        )
        for row in rows
    ]


def end_rollout(connection: Connection, clock: Clock, rollout: str) -> None:
    """Let a provisioning file make no further kiosk; those that it made stay.

    Raises:
        KioskRefused: there is no such file, or it was ended before.
    """
    row = connection.execute(
        select(rollouts).where(rollouts.c.rollout == rollout).with_for_update()
    ).one_or_none()
    if row is None:
        raise KioskRefused(f"{rollout}: no provisioning file has this id")
    if row.ended_ms is not None:
        raise KioskRefused(f"{rollout}: was ended already")
    connection.execute(update(rollouts).where(rollouts.c.rollout == rollout).values(ended_ms=clock.wall_ms()))


def _state(row: Row[*tuple[Any, ...]], now_ms: int) -> Literal["open", "used_up", "expired", "ended"]:
    if row.ended_ms is not None:
        return "ended"
    if now_ms >= row.expires_ms:
        return "expired"
    return "used_up" if row.taken >= row.most else "open"


_WORDS: Final = {
    "ended": (Code.CODE_ENDED, "this provisioning file was ended; make a new one"),
    "expired": (Code.CODE_EXPIRED, "this provisioning file has expired; make a new one"),
    "used_up": (Code.CODE_USED_UP, "this provisioning file made as many kiosks as it may; make a new one"),
}
