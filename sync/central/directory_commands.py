"""The commands that keep the directory: `directory import`, `export`, `publish`."""

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection

from sync.central.acting import Acting, acting
from sync.central.api.site import site_of
from sync.central.database.engine import reading
from sync.central.database.tables import officials
from sync.central.database.unit_tree import units_below
from sync.central.directory.importing.applying import Applied, NotAsShown, RowsRefused, apply_file
from sync.central.directory.importing.exporting import as_csv, as_xlsx
from sync.central.directory.importing.grid import MAX_BYTES
from sync.central.directory.importing.preview import Preview, preview
from sync.central.directory.importing.said import FileRefused, Said
from sync.central.directory.people import read_people
from sync.central.directory.publications import publish_edits
from sync.central.directory.refusal import ProvinceRefused
from sync.central.figures.rederive import rederive
from sync.central.keys.published import known_keys
from sync.central.opening import Central, open_central
from sync.central.settings import Settings
from sync.central.telling import tell
from sync.central.web.words import Voice, load_words
from sync.contract.desk_time import desk_day

_ENGLISH: Final = Voice("en", load_words("sync.central.directory"))


def import_roster(settings: Settings, given: argparse.Namespace) -> int:
    """Show what a file would do, or do it."""
    raw = _bytes_of(given.file)
    try:
        if given.apply is None:
            with open_central(settings) as central, reading(central.engine) as connection:
                today = desk_day(central.clock.wall_ms())
                _tell(given, preview(connection, raw, today, unit=given.unit), [])
            return 0
        with acting(settings, given) as hand:
            done = _apply(hand, raw, given)
    except FileRefused as refused:
        raise ProvinceRefused(f"{given.file}: {_say(refused.said)}") from refused
    except NotAsShown as refused:
        raise ProvinceRefused(f"{refused}; look again: its digest is {refused.now.digest}") from refused
    except RowsRefused as refused:
        _tell(given, refused.now, [], out=False)
        raise ProvinceRefused(f"{refused}; mend them, or say --without-refused") from refused
    _tell(given, done.preview, done.units)
    return 0


def export_roster(settings: Settings, given: argparse.Namespace) -> int:
    """Write the officials into a file that `import` takes back unchanged."""
    path = Path(given.file)
    if path.suffix not in {".xlsx", ".csv"}:
        raise ProvinceRefused(f"{path}: expected a name that ends in .xlsx or .csv")
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        which = [] if given.unit is None else [officials.c.unit.in_(units_below(given.unit))]
        people = read_people(connection, officials.c.active == 1, *which)
        write = as_xlsx if path.suffix == ".xlsx" else as_csv
        raw = write(connection, people, desk_day(central.clock.wall_ms()))
    path.write_bytes(raw)
    tell(given, {"file": str(path), "officials": len(people)}, f"{len(people)} officials in {path}")
    return 0


def publish_directory(settings: Settings, given: argparse.Namespace) -> int:
    """Sign what changed, and what is due today, for the kiosks."""
    with acting(settings, given) as hand:
        connection, (_, identity, clock, _) = hand.connection, hand.central
        site = site_of(connection, settings)
        told = publish_edits(
            connection, identity, clock, site, given.person, unit=given.unit, moving=given.move_kiosks
        )
        hand.tell(kiosks=str(len(told.published)))
    tell(
        given,
        {
            "published": told.published,
            "unpublished": [{"kiosk": kiosk, "why": why} for kiosk, why in told.unpublished],
        },
        f"{len(told.published)} kiosks get a new directory"
        + "".join(f"\nwarning: {kiosk} keeps its old one: {why}" for kiosk, why in told.unpublished),
    )
    return 0


def _apply(hand: Acting, raw: bytes, given: argparse.Namespace) -> Applied:
    done = apply_file(
        hand.connection,
        raw,
        desk_day(hand.central.clock.wall_ms()),
        digest=given.apply or None,
        without_refused=given.without_refused,
        unit=given.unit,
    )
    _reread(hand.central, hand.connection, done.units)
    numbers = {kind: str(number) for kind, number in done.preview.numbers.items()}
    hand.tell(done.preview.digest, **numbers)
    return done


def _reread(central: Central, connection: Connection, units: list[str]) -> None:
    keys = known_keys(connection, central.identity)
    for unit in units:
        rederive(connection, unit, central.identity.server_id, keys)


def _bytes_of(file: str) -> bytes:
    """The file, one byte too many at most: larger ones are refused unread."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProvinceRefused(f"{file}: {error.strerror}") from error


def _tell(given: argparse.Namespace, shown: Preview, units: list[str], *, out: bool = True) -> None:
    rows: list[dict[str, Any]] = [
        {
            "row": verdict.number,
            "verdict": verdict.kind,
            "text": verdict.told,
            "changes": verdict.changes,
            "why": None if verdict.why is None else {"key": verdict.why.key, "text": _say(verdict.why)},
        }
        for verdict in shown.verdicts
    ]
    words = [_say(said) for said in shown.said]
    for row in rows:
        words.append(f"{row['row']:>5}  {row['verdict']:<9} {row['text']}")
        words += [
            f"       {change.field}: {change.before or '–'} → {change.after or '–'}"
            for change in row["changes"]
        ]
        words += [f"       {row['why']['text']}"] if row["why"] else []
    words.append(", ".join(f"{number} {kind}" for kind, number in sorted(shown.numbers.items())) or "no rows")
    words.append(f"digest {shown.digest}")
    done = bool(given.apply is not None and out)
    told = {"digest": shown.digest, "applied": done, "numbers": shown.numbers, "rows": rows, "units": units}
    if out:
        tell(given, told, "\n".join([*words, *(["applied"] if done else [])]))
    else:
        sys.stderr.write("\n".join(words) + "\n")


def _say(said: Said) -> str:
    return _ENGLISH.say(said.key, **said.values)
