"""What the database knows when a file is looked at: units, counters, people, found as people write them."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from sync.central.database.tables import counters, units
from sync.central.directory.importing.folding import folded
from sync.central.directory.importing.said import RowRefused
from sync.central.directory.people import Person, read_people


class KnownUnit(NamedTuple):
    """A unit; `until` is the first day on which it was no more."""

    unit: str
    name: str
    until: str | None


class Known:
    """Everything a row is compared with, read once. `within`: the units whose rows are let through."""

    def __init__(self, connection: Connection, within: Collection[str] | None) -> None:
        self.within = within
        self.units: dict[str, KnownUnit] = {}
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        for row in connection.execute(select(units).where(units.c.active == 1).order_by(units.c.unit)):
            self.units[row.unit] = KnownUnit(row.unit, row.name_vi, row.until)
            for name in {folded(row.name_vi), folded(row.name_en)}:
                self._named[name].append(row.unit)
        self.counters: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self.numbers: dict[str, str] = {}
        self._calls: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in connection.execute(
            select(counters).where(counters.c.active == 1).order_by(counters.c.number, counters.c.counter)
        ):
            self.counters[row.unit][row.counter] = str(row.number)
            self.numbers[row.counter] = str(row.number)
            for called in {
                str(row.number),
                folded(row.name_vi),
                folded(row.name_en),
                f"{row.number} {folded(row.name_vi)}",
            }:
                self._calls[row.unit][called].append(row.counter)
        self.people = {person.official: person for person in read_people(connection)}
        self.by_code = {person.code.casefold(): person for person in self.people.values() if person.code}
        self.in_unit: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.people.values():
            self.in_unit[person.stands].append(person)

    def is_unit(self, text: str) -> bool:
        """Whether one unit is called so."""
        return len(self._units_called(text)) == 1

    def unit(self, unit_id: str | None, text: str | None, default: str | None, today: str) -> str:
        """The unit a row is about.

        Raises:
            RowRefused: none, several, one that is no more, or one that is none of the reader's.
        """
        if unit_id is not None:
            found = [unit_id] if unit_id in self.units else []
        elif text is not None:
            found = self._units_called(text)
        else:
            found = [default] if default in self.units else []
        if not found:
            raise (
                RowRefused("no_such_unit", unit=unit_id or text or "")
                if unit_id or text
                else RowRefused("no_unit")
            )
        if len(found) > 1:
            raise RowRefused("several_units", unit=text or "")
        unit = self.units[found[0]]
        if self.within is not None and unit.unit not in self.within:
            raise RowRefused("not_your_unit", unit=unit.name)
        if unit.until is not None and unit.until <= today:
            raise RowRefused("unit_is_no_more", unit=unit.name, day=unit.until)
        return unit.unit

    def counter(self, unit: str, called: str) -> str:
        """The counter of the unit that people call so.

        Raises:
            RowRefused: none or several.
        """
        found = self._calls[unit].get(called, [])
        if len(found) != 1:
            key = "no_such_counter" if not found else "several_counters"
            raise RowRefused(key, counter=called, unit=self.units[unit].name)
        return found[0]

    def _units_called(self, text: str) -> list[str]:
        """By the whole name, else by its end: "Phường An Bình" for the centre of that ward."""
        called = folded(text)
        if not called or called in self._named:
            return self._named.get(called, [])
        ends = {unit for name, those in self._named.items() if name.endswith(f" {called}") for unit in those}
        return sorted(ends)
