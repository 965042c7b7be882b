"""Planned proofs: a person rates 1 at a kiosk as anybody would, and brings the receipt code back.

The plan stands in the own ledger before; the kiosk knows nothing of it, and nobody at the desk can tell that
rating from another. It is counted like any, and taken out once its line has come and the code names it: then
the whole way from a touch to the figures was proved.
"""

from datetime import date
from typing import Final, Literal
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, Row, bindparam, exists, select, update

from sync.central.accounts.listing import FARTHEST_DAYS
from sync.central.alarms.kinds import Kind
from sync.central.alarms.listing import person
from sync.central.alarms.raising import end_alarms
from sync.central.database.rows import lock_units
from sync.central.database.tables import canaries, kiosks, ledgers, ratings
from sync.central.figures.canaries import take_out
from sync.central.figures.records import PHONE, Status
from sync.central.figures.time import day_at
from sync.central.fleet.adding import KioskRefused
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.encoding import Malformed, grouped
from sync.contract.enrolment import canonical
from sync.contract.token import receipt_code

CODE_LETTERS: Final = 12
WORST: Final = 1

_GIVEN: Final = (canaries.c.code.is_not(None), canaries.c.proven_ms.is_(None))
_WAITING: Final = (
    select(canaries).where(canaries.c.kiosk == bindparam("kiosk"), *_GIVEN).order_by(canaries.c.day)
)
has_given: Final = exists().where(canaries.c.kiosk == kiosks.c.kiosk, *_GIVEN)
"""Of a row of kiosks: whether a proof's code was brought back whose rating has not come."""


class Canary(msgspec.Struct, frozen=True, kw_only=True):
    """A planned proof; times in ms UTC, `day` in Vietnam. `late`: proven when its day was over."""

    canary: str
    kiosk: str
    day: str
    planned_by: str
    planned_ms: int
    given_by: str | None
    given_ms: int | None
    proven_ms: int | None

    @property
    def late(self) -> bool:
        """Whether it was proven after its day."""
        return self.proven_ms is not None and day_at(self.proven_ms) > self.day

    def state(self, now_ms: int) -> Literal["planned", "given", "proven", "late", "missing"]:
        """How it stands at `now_ms`."""
        if self.proven_ms is not None:
            return "late" if self.late else "proven"
        if day_at(now_ms) > self.day:
            return "missing"
        return "planned" if self.given_ms is None else "given"


def plan_canary(
    connection: Connection, identity: Identity, clock: Clock, kiosk: str, day: str, by: str
) -> Canary:
    """Plan a proof at `kiosk` on `day` (YYYY-MM-DD in Vietnam).

    Raises:
        KioskRefused: no enrolled kiosk, no such day, or one is planned for that day already.
    """
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one_or_none()
    if row is None or row.state != "enrolled":
        raise KioskRefused(f"{kiosk}: no enrolled kiosk has this id", "refused_out_of_use")
    today = day_at(clock.wall_ms())
    if not _is_near(today, day):
        raise KioskRefused(
            f"--day: expected a date from {today} on, at most {FARTHEST_DAYS} days ahead", "refused_day"
        )
    same = (canaries.c.kiosk == kiosk, canaries.c.day == day)
    if connection.execute(select(canaries.c.canary).where(*same)).first() is not None:
        raise KioskRefused(f"{kiosk}: a proof is planned for {day} already", "refused_planned")
    planned = {
        "canary": str(uuid4()),
        "kiosk": kiosk,
        "day": day,
        "planned_by": person(by),
        "planned_ms": clock.wall_ms(),
    }
    told = {"canary": planned["canary"], "kiosk": kiosk, "day": day, "by": planned["planned_by"]}
    append(connection, identity, clock, "canary.planned", told)
    connection.execute(canaries.insert().values(planned))
    return find_canary(connection, str(planned["canary"]))


def give_canary(
    connection: Connection, identity: Identity, clock: Clock, canary: str, code: str, by: str
) -> Canary:
    """Note the receipt code that was brought back, and reveal its rating if that has come.

    A code that was mistyped may be given again until the proof is complete.

    Raises:
        KioskRefused: no such plan, its day is still to come, it is complete, or that is no receipt code.
    """
    planned = find_canary(connection, canary)
    unit = connection.execute(select(kiosks.c.unit).where(kiosks.c.kiosk == planned.kiosk)).scalar_one()
    lock_units(connection, [unit])
    hold_own_ledger(connection)
    planned = find_canary(connection, canary)
    if planned.proven_ms is not None:
        raise KioskRefused(f"{canary}: is proven already", "refused_proven")
    if planned.day > day_at(clock.wall_ms()):
        raise KioskRefused(f"{canary}: is planned for {planned.day}", "refused_early")
    try:
        letters = canonical(code, CODE_LETTERS)
    except Malformed:
        raise KioskRefused(f"{code}: expected a receipt code, XXXX-XXXX-XXXX", "refused_code") from None
    written = grouped(letters)
    who, mine = person(by), canaries.c.canary == canary
    append(connection, identity, clock, "canary.given", {"canary": canary, "code": written, "by": who})
    given = {"code": written, "given_by": who, "given_ms": clock.wall_ms()}
    connection.execute(update(canaries).where(mine).values(given))
    reveal_arrived(connection, identity, clock, planned.kiosk)
    return find_canary(connection, canary)


def reveal_arrived(connection: Connection, identity: Identity, clock: Clock, kiosk: str) -> None:
    """Take out what was planned, given and has come; the caller holds the unit's lock, no kiosk's row."""
    for planned in connection.execute(_WAITING, {"kiosk": kiosk}).all():
        found = _find_rating(connection, planned)
        if found is None:
            continue
        now_ms, mine = clock.wall_ms(), canaries.c.canary == planned.canary
        told = {"canary": planned.canary, "kiosk": kiosk, "ledger": found.ledger, "of": found.seq}
        append(connection, identity, clock, "canary.revealed", told)
        proven = {"ledger": found.ledger, "seq": found.seq, "proven_ms": now_ms}
        connection.execute(update(canaries).where(mine).values(proven))
        take_out(connection, found)
        end_alarms(connection, Kind.CANARY_MISSING, now_ms, about=planned.canary)


def find_canary(connection: Connection, canary: str) -> Canary:
    """One plan.

    Raises:
        KioskRefused: there is none of this id.
    """
    row = connection.execute(select(canaries).where(canaries.c.canary == canary)).one_or_none()
    if row is None:
        raise KioskRefused(f"{canary}: no planned proof has this id")
    return msgspec.convert(row._mapping, Canary)


def list_canaries(connection: Connection, kiosk: str | None = None, most: int = 500) -> list[Canary]:
    """The newest plans, of one kiosk or of all."""
    which = [] if kiosk is None else [canaries.c.kiosk == kiosk]
    order = (canaries.c.day.desc(), canaries.c.planned_ms.desc())
    rows = connection.execute(select(canaries).where(*which).order_by(*order).limit(most))
    return [msgspec.convert(row._mapping, Canary) for row in rows]


def _find_rating(
    connection: Connection, planned: Row[*tuple[object, ...]]
) -> Row[*tuple[object, ...]] | None:
    """The counted 1 of that kiosk and day, given after the plan was written, that the code names."""
    unit = select(kiosks.c.unit).where(kiosks.c.kiosk == planned.kiosk).scalar_subquery()
    rows = connection.execute(
        select(ratings, ledgers.c.ledger)
        .join(ledgers, ledgers.c.ledger_no == ratings.c.ledger_no)
        .where(
            ratings.c.unit == unit,
            ratings.c.day == planned.day,
            ratings.c.kiosk == planned.kiosk,
            ratings.c.score == WORST,
            ratings.c.status == Status.COUNTED,
            ratings.c.via != PHONE,
            ratings.c.earliest_ms >= planned.planned_ms,
        )
        .order_by(ratings.c.ledger_no, ratings.c.seq)
    )
    return next((row for row in rows if receipt_code(row.rating) == planned.code), None)


def _is_near(today: str, day: str) -> bool:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        return False
    ahead = (wanted - date.fromisoformat(today)).days
    return wanted.isoformat() == day and 0 <= ahead <= FARTHEST_DAYS
