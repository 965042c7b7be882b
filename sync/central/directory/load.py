"""Putting a province into the database: a whole at a time; who is no longer in it stays, inactive."""

from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, Table, delete, select, update

from sync.central.database.rows import insert_new, lock_everything, put
from sync.central.database.tables import (
    counter_officials,
    counters,
    moves,
    officials,
    photos,
    postings,
    questionnaires,
    staff,
    successions,
    units,
)
from sync.central.database.tables import province as province_table
from sync.central.directory.entries import Province
from sync.central.directory.moving import move_official
from sync.central.directory.photos import digest_of
from sync.central.directory.province import ProvinceFolder
from sync.central.directory.refusal import ProvinceRefused
from sync.central.directory.signing_on import SET_HERE
from sync.contract.questionnaire import Questionnaire


class Loaded(NamedTuple):
    """How many of each are in the province now."""

    units: int
    counters: int
    officials: int
    photos: int
    staff: int


def load_province(connection: Connection, folder: ProvinceFolder, today: str) -> Loaded:
    """Replace what the database says of the province; nothing is deleted that a rating may name.

    Whoever stands in another unit than before serves there from `today` on. PINs and badges that the folder
    does not name stay: pages set them, too.

    Raises:
        ProvinceRefused: a counter's id moved to another unit, or a questionnaire changed and kept its
            version; nothing may be committed then.
    """
    province = folder.province
    lock_everything(connection)
    _judge_units(connection, province)
    _judge_counters(connection, province)
    _keep_questionnaires(connection, province)
    digests = {name: digest_of(jpeg) for name, jpeg in folder.photos.items()}
    for table in (units, counters, officials):
        connection.execute(update(table).values(active=0))
    connection.execute(update(staff).where(staff.c.name != SET_HERE).values(active=0))
    insert_new(
        connection,
        photos,
        [{"digest": digests[name], "jpeg": jpeg} for name, jpeg in folder.photos.items()],
    )
    _put_units(connection, province)
    _put_officials(connection, province, digests, today)
    _put_staff(connection, province)
    documents = {
        "questionnaires": province.questionnaires,
        "texts": province.texts,
        "policies": province.policies,
    }
    rows = [
        {"name": name, "document": msgspec.json.encode(value).decode()} for name, value in documents.items()
    ]
    put(connection, province_table, rows)
    return Loaded(
        len(province.units),
        len(province.counters),
        len(province.officials),
        len(set(digests.values())),
        len(province.staff),
    )


def _judge_units(connection: Connection, province: Province) -> None:
    relayed = set(connection.execute(select(units.c.unit).where(units.c.province.is_not(None))).scalars())
    for place, entry in enumerate(province.units):
        if entry.unit in relayed:
            raise ProvinceRefused(
                f"units[{place}].unit: {entry.unit} is a unit of a province that relays here"
            )


def _judge_counters(connection: Connection, province: Province) -> None:
    rows = connection.execute(select(counters.c.counter, counters.c.unit))
    stood = {row.counter: row.unit for row in rows}
    for place, entry in enumerate(province.counters):
        if stood.get(entry.counter, entry.unit) != entry.unit:
            raise ProvinceRefused(
                f"counters[{place}].unit: {entry.counter} stands in another unit; "
                "a counter that moves gets a new id, since ratings name it"
            )


def _keep_questionnaires(connection: Connection, province: Province) -> None:
    """Ratings are judged by the version they name: every version stays, and none changes."""
    for place, entry in enumerate(province.questionnaires):
        kept = connection.execute(
            select(questionnaires.c.document).where(
                questionnaires.c.id == entry.id, questionnaires.c.version == entry.version
            )
        ).scalar_one_or_none()
        if kept is not None and msgspec.json.decode(kept, type=Questionnaire) != entry:
            raise ProvinceRefused(
                f"questionnaires[{place}].version: version {entry.version} was published with other "
                "questions; what has changed gets a higher version, since ratings name it"
            )
    rows = [
        {"id": entry.id, "version": entry.version, "document": msgspec.json.encode(entry).decode()}
        for entry in province.questionnaires
    ]
    insert_new(connection, questionnaires, rows)


def _put_units(connection: Connection, province: Province) -> None:
    rows = [
        {
            "unit": entry.unit,
            "name_vi": entry.name.vi,
            "name_en": entry.name.en,
            "active": 1,
            "parent": entry.parent,
            "since": entry.since,
            "until": entry.until,
        }
        for entry in sorted(province.units, key=lambda entry: entry.unit)
    ]
    put(connection, units, rows)
    after = [
        {"predecessor": predecessor, "successor": entry.unit, "since": entry.since or ""}
        for entry in province.units
        for predecessor in entry.predecessors
    ]
    put(connection, successions, after)
    put(
        connection,
        counters,
        [
            {
                "counter": entry.counter,
                "unit": entry.unit,
                "number": entry.number,
                "name_vi": entry.name.vi,
                "name_en": entry.name.en,
                "active": 1,
            }
            for entry in province.counters
        ],
    )


def _put_officials(connection: Connection, province: Province, digests: dict[str, str], today: str) -> None:
    known = {row.official: row for row in connection.execute(select(officials))}
    stood = {official: row.unit for official, row in known.items()}
    put(
        connection,
        officials,
        [
            {
                "official": entry.official,
                "unit": entry.unit,
                "name": entry.name,
                "title_vi": entry.title.vi,
                "title_en": entry.title.en,
                "photo": None if entry.photo is None else digests[entry.photo],
                "pin": entry.pin or (known[entry.official].pin if entry.official in known else None),
                "badge": entry.badge or (known[entry.official].badge if entry.official in known else None),
                "active": 1,
            }
            for entry in province.officials
        ],
    )
    insert_new(
        connection,
        postings,
        [{"official": entry.official, "unit": entry.unit} for entry in province.officials],
    )
    for entry in province.officials:
        if entry.official not in stood:
            insert_new(connection, moves, [{"official": entry.official, "since": "", "unit": entry.unit}])
        elif stood[entry.official] != entry.unit:
            move_official(connection, entry.official, entry.unit, today)
    _replace(
        connection,
        counter_officials,
        [
            {"counter": counter, "official": entry.official}
            for entry in province.officials
            for counter in entry.counters
        ],
    )


def _put_staff(connection: Connection, province: Province) -> None:
    rows = [{**msgspec.structs.asdict(entry), "active": 1} for entry in province.staff]
    put(connection, staff, rows)


def _replace(connection: Connection, table: Table, rows: list[dict[str, str]]) -> None:
    connection.execute(delete(table))
    insert_new(connection, table, rows)
