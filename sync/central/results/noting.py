"""Whose figures somebody saw is written down, by name."""

from collections.abc import Collection

from sync.central.accounts.audit import record
from sync.central.accounts.reader import Reader
from sync.central.api.state import State
from sync.central.database.engine import writing


def note_views(state: State, reader: Reader, seen: Collection[tuple[str, str]]) -> None:
    """Write down that a reader saw these officials' figures, each in a unit: (official, unit)."""
    if seen:
        with writing(state.engine) as connection:
            for official, unit in seen:
                record(connection, state.clock, reader, "person_viewed", official, unit=unit)
