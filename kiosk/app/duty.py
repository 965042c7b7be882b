"""Who was on duty when the program ended, and is still.

A duty outlives a restart on the day it began. Where no clock tells the day, it outlives a restart of the
program but not one of the machine, which most likely is a morning: to name nobody is better than to name
somebody who went home.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kiosk.app.known_time import KnownTime
from kiosk.store import Store
from sync.contract.desk_time import day_number
from sync.contract.directory import Directory
from sync.contract.ledger import Line


@dataclass(frozen=True)
class Duties:
    """Officials still on duty, in the order they signed on; and the bodies of `duty.ended` for the others."""

    going_on: tuple[str, ...]
    over: tuple[dict[str, Any], ...]


def duties_kept(store: Store, directory: Directory, time: KnownTime) -> Duties:
    """What the ledger says of who is on duty now."""
    going_on, over = [], []
    for began in unfinished(store.lines_about("duty")):
        if _knows(directory, began) and _is_of_today(began, time):
            going_on.append(began.body["official"])
        else:
            over.append(began.body)
    return Duties(tuple(going_on), tuple(over))


def unfinished(lines: Iterable[Line]) -> list[Line]:
    """The `duty.began` that no later `duty.ended` of the same official ended, one an official."""
    began: dict[str, Line] = {}
    for line in lines:
        official = line.body.get("official")
        if isinstance(official, str):
            began.pop(official, None)
            if line.kind == "duty.began":
                began[official] = line
    return list(began.values())


def _knows(directory: Directory, began: Line) -> bool:
    here = directory.policies.counter
    there = began.body.get("counter")
    known = any(one.official == began.body["official"] for one in directory.officials)
    return known and (here is None or there == here)


def _is_of_today(began: Line, time: KnownTime) -> bool:
    now_ms = time.now_ms()
    same_boot = began.boot == time.boot()
    if now_ms is None:
        return same_boot
    began_ms = now_ms - (time.up_ms() - began.up) if same_boot else began.at
    return day_number(began_ms) == day_number(now_ms)
