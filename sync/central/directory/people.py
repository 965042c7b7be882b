"""Officials as their pages and lists show them: where they serve, since when, when not."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, select

from sync.central.database.tables import counter_officials, leaves, moves, officials, rosters


class Move(NamedTuple):
    """From a day on (YYYY-MM-DD; '' where nobody wrote it down) somebody serves in a unit."""

    since: str
    unit: str


class Leave(NamedTuple):
    """Days on which somebody does not serve; `last` None: until somebody says so."""

    first: str
    last: str | None


class Person(NamedTuple):
    """An official; `duty` is {counter: weekdays and dates}."""

    official: str
    code: str | None
    name: str
    title_vi: str
    title_en: str
    photo: str | None
    unit: str
    active: bool
    counters: tuple[str, ...]
    duty: dict[str, tuple[str, ...]]
    moves: tuple[Move, ...]
    leaves: tuple[Leave, ...]

    @property
    def stands(self) -> str:
        """Where the last move brings them, be it planned."""
        return self.moves[-1].unit if self.moves else self.unit

    @property
    def since(self) -> str:
        """Since when they serve where the last move brings them; '' while nobody wrote it down."""
        return self.moves[-1].since if self.moves else ""

    @property
    def came_before(self) -> str:
        """Since when they served where they were before the last move; '' where that is not known."""
        return self.moves[-2].since if len(self.moves) > 1 else ""

    def away_on(self, day: str) -> bool:
        """Whether they are on leave that day."""
        return any(leave.first <= day and (leave.last is None or day <= leave.last) for leave in self.leaves)


def read_people(connection: Connection, *which: ColumnElement[bool]) -> list[Person]:
    """The officials for whom all of `which` hold (columns of `officials`), in the order of their ids."""
    rows = connection.execute(select(officials).where(*which).order_by(officials.c.official)).all()
    mine = select(officials.c.official).where(*which)
    served: defaultdict[str, list[str]] = defaultdict(list)
    for row in connection.execute(
        select(counter_officials).where(counter_officials.c.official.in_(mine)).order_by(*counter_officials.c)
    ):
        served[row.official].append(row.counter)
    duty: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in connection.execute(select(rosters).where(rosters.c.official.in_(mine)).order_by(*rosters.c)):
        duty[row.official][row.counter].append(row.day)
    moved: defaultdict[str, list[Move]] = defaultdict(list)
    for row in connection.execute(select(moves).where(moves.c.official.in_(mine)).order_by(moves.c.since)):
        moved[row.official].append(Move(row.since, row.unit))
    away: defaultdict[str, list[Leave]] = defaultdict(list)
    for row in connection.execute(select(leaves).where(leaves.c.official.in_(mine)).order_by(leaves.c.first)):
        away[row.official].append(Leave(row.first, row.last))
    return [
        Person(
            official=row.official,
            code=row.code,
            name=row.name,
            title_vi=row.title_vi,
            title_en=row.title_en,
            photo=row.photo,
            unit=row.unit,
            active=bool(row.active),
            counters=tuple(served[row.official]),
            duty={counter: tuple(days) for counter, days in duty[row.official].items()},
            moves=tuple(moved[row.official]),
            leaves=tuple(away[row.official]),
        )
        for row in rows
    ]
