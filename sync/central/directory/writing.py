"""Writing down units, counters and officials, one at a time; nothing is deleted that a rating may name."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from sync.central.database.rows import insert_new, lock_everything, put
from sync.central.database.tables import (
    counter_officials,
    counters,
    leaves,
    officials,
    photos,
    rosters,
    successions,
    unit_settings,
    units,
)
from sync.central.database.tables import province as province_table
from sync.central.database.unit_tree import units_above
from sync.central.directory.edition import judge_edition
from sync.central.directory.inheriting import SettingsName, own_settings
from sync.central.directory.moving import follow_moves, leave_counters, move_official
from sync.central.directory.people import Leave, read_people
from sync.central.directory.photos import digest_of


class Unfit(Exception):
    """What cannot be written down; `key` is a word of this room."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class WrittenUnit(msgspec.Struct, frozen=True):
    """A unit as its form has it; days are YYYY-MM-DD."""

    name_vi: str
    name_en: str
    parent: str | None
    since: str | None
    until: str | None
    predecessors: tuple[str, ...] = ()


class WrittenCounter(NamedTuple):
    """A counter as its row has it; `counter` None: a new one."""

    counter: str | None
    number: int
    name_vi: str
    name_en: str
    active: bool


class WrittenOfficial(msgspec.Struct, frozen=True):
    """An official as their form has it: in `unit` from `since` on, serving `duty`'s counters on its days."""

    name: str
    code: str | None
    title_vi: str
    title_en: str
    unit: str
    since: str
    active: bool
    duty: dict[str, tuple[str, ...]]
    leaves: tuple[Leave, ...]


def written_unit(connection: Connection, unit: str) -> WrittenUnit | None:
    """The unit as its form would show it."""
    row = connection.execute(select(units).where(units.c.unit == unit)).one_or_none()
    if row is None:
        return None
    came = select(successions.c.predecessor).where(successions.c.successor == unit)
    return WrittenUnit(
        row.name_vi,
        row.name_en,
        row.parent,
        row.since,
        row.until,
        tuple(connection.execute(came.order_by(successions.c.predecessor)).scalars()),
    )


def write_unit(connection: Connection, unit: str | None, new: WrittenUnit, seen: str) -> str:
    """Write down a unit; `unit` None: a new one. Its id.

    Raises:
        Outdated: it is not what the form was filled from.
        Unfit: it would stand below itself, or end before it begins.
    """
    lock_everything(connection)
    if unit is not None:
        judge_edition(seen, written_unit(connection, unit))
    if new.parent is not None and unit in units_above(connection, new.parent):
        raise Unfit("unit_below_itself")
    if new.since and new.until and new.until <= new.since:
        raise Unfit("ends_before_it_begins")
    if unit in new.predecessors:
        raise Unfit("its_own_predecessor")
    name = unit or str(uuid.uuid4())
    row = {"unit": name, "name_vi": new.name_vi, "name_en": new.name_en, "active": 1}
    put(connection, units, [{**row, "parent": new.parent, "since": new.since, "until": new.until}])
    kept = successions.c.predecessor.not_in(new.predecessors)
    connection.execute(delete(successions).where(successions.c.successor == name, kept))
    came = [
        {"predecessor": before, "successor": name, "since": new.since or ""} for before in new.predecessors
    ]
    put(connection, successions, came)
    return name


def written_counters(connection: Connection, unit: str) -> list[WrittenCounter]:
    """The unit's counters in the order of their numbers."""
    rows = connection.execute(
        select(counters).where(counters.c.unit == unit).order_by(counters.c.number, counters.c.counter)
    )
    return [
        WrittenCounter(row.counter, row.number, row.name_vi, row.name_en, bool(row.active)) for row in rows
    ]


def write_counters(connection: Connection, unit: str, rows: Sequence[WrittenCounter], seen: str) -> None:
    """Write down a unit's counters; one that is used no more stays, inactive.

    Raises:
        Outdated: they are not what the form was filled from.
        Unfit: a counter is another unit's, or two in use have one number.
    """
    lock_everything(connection)
    before = written_counters(connection, unit)
    judge_edition(seen, before)
    own = {row.counter for row in before}
    if any(row.counter is not None and row.counter not in own for row in rows):
        raise Unfit("counter_of_another_unit")
    numbers = [row.number for row in rows if row.active]
    if len(set(numbers)) != len(numbers):
        raise Unfit("one_number_twice")
    put(
        connection,
        counters,
        [
            {
                "counter": row.counter or str(uuid.uuid4()),
                "unit": unit,
                "number": row.number,
                "name_vi": row.name_vi,
                "name_en": row.name_en,
                "active": int(row.active),
            }
            for row in rows
        ],
    )


def written_official(connection: Connection, official: str) -> WrittenOfficial | None:
    """The official as their form would show them."""
    found = read_people(connection, officials.c.official == official)
    if not found:
        return None
    (person,) = found
    there = set(
        connection.execute(select(counters.c.counter).where(counters.c.unit == person.stands)).scalars()
    )
    served = sorted(there & {*person.counters, *person.duty})
    duty = {counter: person.duty.get(counter, ()) for counter in served}
    return WrittenOfficial(
        person.name,
        person.code,
        person.title_vi,
        person.title_en,
        person.stands,
        person.since,
        person.active,
        duty,
        person.leaves,
    )


def write_official(
    connection: Connection, official: str | None, new: WrittenOfficial, seen: str, today: str
) -> str:
    """Write down an official; `official` None: a new one. Their id.

    Raises:
        Outdated: they are not what the form was filled from.
        Unfit: the code is another's, a counter another unit's, a leave ends before it begins, or the move
            would come before the last one.
    """
    lock_everything(connection)
    before = None if official is None else written_official(connection, official)
    if official is not None:
        judge_edition(seen, before)
    _judge_official(connection, official, new, before)
    name = official or str(uuid.uuid4())
    values = {
        "official": name,
        "code": new.code,
        "name": new.name,
        "title_vi": new.title_vi,
        "title_en": new.title_en,
        "active": int(new.active),
    }
    if official is None:
        connection.execute(officials.insert().values({**values, "unit": new.unit}))
    else:
        connection.execute(update(officials).where(officials.c.official == name).values(values))
    if before is None or (before.unit, before.since) != (new.unit, new.since):
        move_official(connection, name, new.unit, new.since)
    _put_duty(connection, name, new)
    connection.execute(delete(leaves).where(leaves.c.official == name))
    insert_new(
        connection, leaves, [{"official": name, "first": one.first, "last": one.last} for one in new.leaves]
    )
    follow_moves(connection, today)
    leave_counters(connection, [name], today)
    return name


def give_photo(connection: Connection, official: str, jpeg: bytes | None) -> None:
    """Let an official be shown with this JPEG, or with none."""
    digest = None if jpeg is None else digest_of(jpeg)
    if jpeg is not None:
        insert_new(connection, photos, [{"digest": digest, "jpeg": jpeg}])
    connection.execute(update(officials).where(officials.c.official == official).values(photo=digest))


def write_settings(
    connection: Connection, unit: str | None, name: SettingsName, new: dict[str, object], seen: str
) -> None:
    """Write down what a unit does differently; None: what the whole province does.

    Raises:
        Outdated: it is not what the form was filled from.
    """
    lock_everything(connection)
    judge_edition(seen, own_settings(connection, unit, name))
    document = msgspec.json.encode(new).decode()
    if unit is None:
        put(connection, province_table, [{"name": name, "document": document}])
    elif new:
        put(connection, unit_settings, [{"unit": unit, "name": name, "document": document}])
    else:
        connection.execute(
            delete(unit_settings).where(unit_settings.c.unit == unit, unit_settings.c.name == name)
        )


def _judge_official(
    connection: Connection, official: str | None, new: WrittenOfficial, before: WrittenOfficial | None
) -> None:
    if new.code is not None:
        same = select(func.count()).where(
            officials.c.code == new.code, officials.c.official != (official or "")
        )
        if connection.execute(same).scalar_one():
            raise Unfit("code_taken")
    own = set(connection.execute(select(counters.c.counter).where(counters.c.unit == new.unit)).scalars())
    if not new.duty.keys() <= own:
        raise Unfit("counter_of_another_unit")
    if any(one.last is not None and one.last < one.first for one in new.leaves):
        raise Unfit("ends_before_it_begins")
    if before is not None and official is not None:
        (person,) = read_people(connection, officials.c.official == official)
        last = person.since if new.unit != before.unit else person.came_before
        if last and new.since <= last:
            raise Unfit("moves_before_the_last_move")


def _put_duty(connection: Connection, official: str, new: WrittenOfficial) -> None:
    there = select(counters.c.counter).where(counters.c.unit == new.unit)
    for table in (counter_officials, rosters):
        connection.execute(delete(table).where(table.c.official == official, table.c.counter.in_(there)))
    insert_new(connection, counter_officials, [{"counter": at, "official": official} for at in new.duty])
    days = [
        {"counter": at, "official": official, "day": day} for at, listed in new.duty.items() for day in listed
    ]
    insert_new(connection, rosters, days)
