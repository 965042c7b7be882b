"""Cases, again and again: find, hand over, tell. Run twice it does nothing twice."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from sync.central.alerts.targets import Target
from sync.central.cases.batches import hand_over
from sync.central.cases.finding import find_cases
from sync.central.cases.noticing import tell_all
from sync.central.cases.opening import Finder


class Hands(Protocol):
    """What it takes: a job's hands, or a command's."""

    @property
    def writing(self) -> Callable[[], AbstractContextManager[Connection]]:
        """Begin a transaction that writes."""
        ...

    @property
    def go_on(self) -> Callable[[], None]:
        """Called between pieces; may raise."""
        ...


class Moved(NamedTuple):
    """New cases, cases handed to their units, targets that were told, and that could not be."""

    found: int
    handed: int
    told: int
    untold: int


def move_cases(hands: Hands, finder: Finder, targets: Sequence[Target], address: str) -> Moved:
    """Do what is due."""
    found = find_cases(finder, hands.writing, hands.go_on)
    with hands.writing() as connection:
        handed = hand_over(connection, finder)
    told = tell_all(finder, targets, address, hands.writing, hands.go_on)
    return Moved(found, handed, told.sent, told.failed)
