"""The commands `hailong-central feed …` and `export parquet`."""

import argparse
from pathlib import Path

from sync.central.acting import acting, who_acts, write_down
from sync.central.database.engine import reading, writing
from sync.central.feed.keys import Key, end_key, list_keys, make_key
from sync.central.feed.parquet import write_month
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell


def make_feed_key(settings: Settings, given: argparse.Namespace) -> int:
    """Make a key, and tell its secret this once."""
    fields = [name for name in (given.fields or "").split(",") if name]
    with acting(settings, given) as hand:
        clock = hand.central.clock
        key, secret = make_key(hand.connection, clock, given.name, given.unit, fields, who_acts(given))
        hand.tell(key)
    tell(given, {"key": key, "secret": secret}, f"key {key}\nits secret, shown this once: {secret}")
    return 0


def end_feed_key(settings: Settings, given: argparse.Namespace) -> int:
    """End a key."""
    with acting(settings, given) as hand:
        ended = end_key(hand.connection, hand.central.clock, given.key)
    tell(given, ended, f"{ended.key} ({ended.name}): reads nothing any more")
    return 0


def tell_feed_keys(settings: Settings, given: argparse.Namespace) -> int:
    """List the keys."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        found = list_keys(connection)
    tell(given, found, "\n".join(map(_line, found)) or "there is no key")
    return 0


def export_parquet(settings: Settings, given: argparse.Namespace) -> int:
    """Write a month's ratings for analysts."""
    with open_central(settings, migrating=False) as central:

        def noted(ratings: int) -> None:
            with writing(central.engine) as connection:
                write_down(connection, central.clock, given, ratings=str(ratings))

        with reading(central.engine) as connection:
            written = write_month(connection, central.identity, given.month, Path(given.file), noted)
    tell(given, {"file": given.file, "ratings": written}, f"{given.file}: {written} ratings")
    return 0


def _line(key: Key) -> str:
    where, more = key.unit or "the whole province", ", ".join(key.fields) or "no further fields"
    return f"{key.key}  {key.name}: {where}; {more}" + ("; ended" if key.ended_ms else "")
