"""The commands `hailong-central case …`."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.central.acting import write_down
from sync.central.api.site import site_of
from sync.central.cases.job import move_cases
from sync.central.cases.listing import list_cases
from sync.central.cases.opening import Finder
from sync.central.database.engine import reading, writing
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell


@dataclass(frozen=True)
class _Hands:
    writing: Callable[[], AbstractContextManager[Connection]]
    go_on: Callable[[], None]


def tell_cases(settings: Settings, given: argparse.Namespace) -> int:
    """List cases, what is due first on top; nothing that a citizen wrote."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        finder = Finder(central.identity, central.clock, settings.case_rules)
        found = list_cases(connection, finder, given.state, size=None)
    rows = [
        f"{one.code}  {one.state:<9} due {one.due or '-':<10} {'overdue ' if one.overdue else ''}"
        f"{', '.join(one.rules)}  {one.unit_name['vi']}"
        for one in found
    ]
    tell(given, found, "\n".join(rows) or "no cases")
    return 0


def remind(settings: Settings, given: argparse.Namespace) -> int:
    """Do now what the job does: find cases, hand over what is due, tell whoever must be told."""
    with open_central(settings) as central:
        finder = Finder(central.identity, central.clock, settings.case_rules)
        hands = _Hands(lambda: writing(central.engine), lambda: None)
        with reading(central.engine) as connection:
            address = site_of(connection, settings).address
        moved = move_cases(hands, finder, settings.alerts, address)
        with writing(central.engine) as connection:
            counts = {name: str(number) for name, number in moved._asdict().items()}
            write_down(connection, central.clock, given, **counts)
    words = f"{moved.found} new cases, {moved.handed} handed to their units; {moved.told} alerts sent"
    words += f", {moved.untold} could not be: they are tried again" if moved.untold else ""
    tell(given, moved._asdict(), words)
    return 8 if moved.untold else 0
