"""The fleet as a picture: a square a kiosk, by unit; some units at a time."""

from collections import Counter
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Connection, select

from sync.central.database.tables import kiosks, units
from sync.central.fleet.by_unit import units_in_order
from sync.central.fleet.condition import condition_of
from sync.central.fleet.line import Condition
from sync.central.fleet.ordering import read_place, write_place
from sync.central.fleet.shapes import SHAPES, Shape
from sync.central.fleet.silence import silence_at
from sync.central.fleet.table import Asked, found

PAGE: Final = 96
ACROSS: Final = 12
CELL: Final = 20


class Square(NamedTuple):
    """One kiosk, where it is drawn."""

    x: int
    y: int
    shape: Shape


@dataclass(frozen=True)
class UnitSquares:
    """A unit's kiosks, by name; `squares` are drawn in `width` × `height` units."""

    unit: str
    name: dict[str, str]
    conditions: tuple[Condition, ...]

    @property
    def counted(self) -> list[tuple[Condition, int]]:
        """How many stand how, the gravest first."""
        counts = Counter(self.conditions)
        return [(condition, counts[condition]) for condition in Condition if counts[condition]]

    @property
    def squares(self) -> list[Square]:
        """One for each kiosk, in rows."""
        return [
            Square(at % ACROSS * CELL, at // ACROSS * CELL, SHAPES[condition])
            for at, condition in enumerate(self.conditions)
        ]

    @property
    def width(self) -> int:
        """Of the drawing."""
        return CELL * min(ACROSS, max(1, len(self.conditions)))

    @property
    def height(self) -> int:
        """Of the drawing."""
        return CELL * max(1, -(-len(self.conditions) // ACROSS))


class Picture(NamedTuple):
    """Some units; `next`: where the next page begins, None where this is the last."""

    units: list[UnitSquares]
    next: str | None


def read_picture(connection: Connection, asked: Asked, now_ms: int, size: int = PAGE) -> Picture:
    """The units with kiosks that are asked for, by name."""
    silence = silence_at(connection, now_ms)
    which = found(connection, asked, silence)
    if which is None:
        return Picture([], None)
    standing = select(kiosks.c.unit).where(*which)
    every = units_in_order(connection, [units.c.unit.in_(standing)])
    place = read_place(asked.after, 1)
    names = [row.unit for row in every]
    start = names.index(place[0]) + 1 if place and place[0] in names else 0
    shown = every[start : start + size]
    stands: dict[str, list[Condition]] = {row.unit: [] for row in shown}
    for one in connection.execute(
        select(kiosks.c.unit, condition_of(silence).label("condition"))
        .where(kiosks.c.unit.in_(list(stands)), *which)
        .order_by(kiosks.c.unit, kiosks.c.name, kiosks.c.kiosk)
    ):
        stands[one.unit].append(Condition(one.condition))
    drawn = [
        UnitSquares(row.unit, {"vi": row.name_vi, "en": row.name_en}, tuple(stands[row.unit]))
        for row in shown
    ]
    more = start + size < len(every)
    return Picture(drawn, write_place([shown[-1].unit]) if more else None)
