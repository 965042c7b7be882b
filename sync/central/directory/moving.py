"""Officials move between units, and their rows follow on the day."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, select, update

from sync.central.database.rows import insert_new, put
from sync.central.database.tables import (
    counter_officials,
    counters,
    moves,
    officials,
    postings,
    rosters,
)


def move_official(connection: Connection, official: str, unit: str, since: str) -> None:
    """Let somebody serve in `unit` from the day `since` on; what was planned for later is planned no more.

    Of a move to where they serve already only the day is kept.
    """
    connection.execute(delete(moves).where(moves.c.official == official, moves.c.since > since))
    before = connection.execute(
        select(moves.c.since, moves.c.unit)
        .where(moves.c.official == official)
        .order_by(moves.c.since.desc())
        .limit(1)
    ).one_or_none()
    if before is not None and before.unit == unit:
        connection.execute(delete(moves).where(moves.c.official == official, moves.c.since == before.since))
    put(connection, moves, [{"official": official, "since": since, "unit": unit}])
    insert_new(connection, postings, [{"official": official, "unit": unit}])


def follow_moves(connection: Connection, day: str) -> list[str]:
    """Let every official stand where the moves up to `day` bring them; the units that somebody came to."""
    last = (
        select(moves.c.official, moves.c.unit)
        .where(
            moves.c.since
            == select(_later.c.since)
            .where(_later.c.official == moves.c.official, _later.c.since <= day)
            .order_by(_later.c.since.desc())
            .limit(1)
            .scalar_subquery()
        )
        .subquery()
    )
    due = connection.execute(
        select(last.c.official, last.c.unit)
        .join(officials, officials.c.official == last.c.official)
        .where(officials.c.unit != last.c.unit)
        .order_by(last.c.official)
    ).all()
    for official, unit in due:
        connection.execute(update(officials).where(officials.c.official == official).values(unit=unit))
    leave_counters(connection, [official for official, _unit in due], day)
    return sorted({unit for _official, unit in due})


def leave_counters(connection: Connection, who: Iterable[str], day: str) -> None:
    """Take these officials from every counter that is not in the unit they serve in, now or as planned."""
    for official in who:
        now = select(officials.c.unit).where(officials.c.official == official)
        planned = select(moves.c.unit).where(moves.c.official == official, moves.c.since > day)
        own = select(counters.c.counter).where(counters.c.unit.in_(now) | counters.c.unit.in_(planned))
        for table in (counter_officials, rosters):
            connection.execute(delete(table).where(table.c.official == official, table.c.counter.not_in(own)))


_later = moves.alias("later")
