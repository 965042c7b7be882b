"""Who is on duty where on a day, as far as somebody wrote it down."""

from collections.abc import Iterable
from datetime import date

from sync.central.directory.people import Person
from sync.contract.hours import WEEKDAYS


def on_duty(people: Iterable[Person], counter: str, day: str) -> list[Person]:
    """Those who serve the counter that day (YYYY-MM-DD).

    Whoever is named for that very date goes before the weekday's; who serves there without any days is there
    every day. Nobody on leave is among them.
    """
    there = [one for one in people if one.active and not one.away_on(day) and _serves(one, counter)]
    dated = [one for one in there if day in one.duty.get(counter, ())]
    if dated:
        return dated
    weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
    return [one for one in there if not one.duty.get(counter) or weekday in one.duty[counter]]


def _serves(person: Person, counter: str) -> bool:
    return counter in person.counters or counter in person.duty
