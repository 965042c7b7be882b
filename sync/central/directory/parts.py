"""What the kiosks of one unit are told of it, with the days on which it holds; kept as it was published."""

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.rows import put
from sync.central.database.tables import counters, moves, officials, province, published, units
from sync.central.directory.entries import PolicyEntry
from sync.central.directory.inheriting import settings_of
from sync.central.directory.people import Leave, Person, read_people
from sync.central.directory.signing_on import staffed
from sync.contract.directory import Counter, Official, StaffMember, Unit
from sync.contract.questionnaire import Questionnaire


class Dated(msgspec.Struct, frozen=True):
    """An official, who serves here from `since` until before `until`, but for the leaves in `away`."""

    official: Official
    since: str = ""
    until: str | None = None
    away: tuple[Leave, ...] = ()

    def serves_on(self, day: str) -> bool:
        """Whether they may be rated here that day."""
        here = self.since <= day and (self.until is None or day < self.until)
        return here and not any(
            one.first <= day and (one.last is None or day <= one.last) for one in self.away
        )


class Parts(msgspec.Struct, frozen=True):
    """Everything but what a single kiosk is told alone."""

    units: tuple[Unit, ...]
    counters: tuple[Counter, ...]
    officials: tuple[Dated, ...]
    staff: tuple[StaffMember, ...]
    questionnaires: tuple[Questionnaire, ...]
    texts: dict[str, Any]
    policies: PolicyEntry

    def from_day(self, day: str) -> "Parts":
        """The same without what is over by that day: that alone is no change."""
        lasting = tuple(
            msgspec.structs.replace(one, away=tuple(a for a in one.away if a.last is None or a.last >= day))
            for one in self.officials
            if one.until is None or one.until > day
        )
        return msgspec.structs.replace(self, officials=lasting)


def written_parts(connection: Connection, unit: str, day: str) -> Parts:
    """What people wrote of the unit, published or not, as it holds from that day on."""
    documents = {row.name: row.document for row in connection.execute(select(province))}
    desks = _counters(connection, unit)
    own = {desk.counter for desk in desks}
    policies = msgspec.convert(settings_of(connection, unit, "policies"), PolicyEntry)
    calls = {counter: token for counter, token in policies.calls.items() if counter in own}
    there = read_people(
        connection,
        officials.c.active == 1,
        (officials.c.unit == unit)
        | officials.c.official.in_(select(moves.c.official).where(moves.c.unit == unit)),
    )
    secrets = {
        row.official: row
        for row in connection.execute(
            select(officials.c.official, officials.c.pin, officials.c.badge).where(
                officials.c.official.in_([person.official for person in there])
            )
        )
    }
    dated = (one for person in there for one in _windows(person, unit, own, secrets[person.official]))
    return Parts(
        units=_units(connection, unit),
        counters=desks,
        officials=tuple(dated),
        staff=staffed(connection, unit).members,
        questionnaires=msgspec.json.decode(documents["questionnaires"], type=tuple[Questionnaire, ...]),
        texts=settings_of(connection, unit, "texts"),
        policies=msgspec.structs.replace(policies, calls=calls),
    ).from_day(day)


def published_parts(connection: Connection, unit: str) -> Parts | None:
    """What the kiosks of the unit were last told; None before the first time."""
    kept = connection.execute(select(published.c.parts).where(published.c.unit == unit)).scalar_one_or_none()
    return None if kept is None else msgspec.json.decode(kept, type=Parts)


def keep_parts(connection: Connection, unit: str, parts: Parts) -> None:
    """From now on the kiosks of the unit are told this."""
    put(connection, published, [{"unit": unit, "parts": msgspec.json.encode(parts).decode()}])


def _windows(person: Person, unit: str, own: set[str], secret: Any) -> Iterable[Dated]:
    at = {counter for counter in (*person.counters, *person.duty) if counter in own}
    told = Official(
        official=person.official,
        name=person.name,
        title={"vi": person.title_vi, "en": person.title_en},
        photo=person.photo,
        counters=tuple(sorted(at)),
        pin=secret.pin,
        badge=secret.badge,
    )
    if not person.moves:
        yield Dated(told, away=person.leaves)
    ends = [*(move.since for move in person.moves[1:]), None]
    for move, until in zip(person.moves, ends, strict=False):
        if move.unit == unit:
            yield Dated(told, move.since, until, person.leaves)


def _units(connection: Connection, unit: str) -> tuple[Unit, ...]:
    rows = connection.execute(select(units).where(units.c.unit == unit))
    return tuple(Unit(row.unit, {"vi": row.name_vi, "en": row.name_en}) for row in rows)


def _counters(connection: Connection, unit: str) -> tuple[Counter, ...]:
    rows = connection.execute(
        select(counters)
        .where(counters.c.unit == unit, counters.c.active == 1)
        .order_by(counters.c.number, counters.c.counter)
    )
    return tuple(
        Counter(row.counter, row.unit, row.number, {"vi": row.name_vi, "en": row.name_en}) for row in rows
    )
