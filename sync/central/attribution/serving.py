"""Who served in a unit on which days, as far as the directory knows."""

from sqlalchemy import Connection, select

from sync.central.database.tables import moves, officials, postings
from sync.central.web.collation import given_name_order
from sync.contract.desk_time import date_of, day_number


def posted(connection: Connection, official: str, unit: str) -> bool:
    """Whether they ever served in the unit: a line from there may name them."""
    which = (postings.c.official == official, postings.c.unit == unit)
    return connection.execute(select(postings.c.unit).where(*which)).first() is not None


def served(connection: Connection, official: str, unit: str, since_ms: int, until_ms: int) -> bool:
    """Whether they served in the unit on every day from `since_ms` to before `until_ms`."""
    days = range(day_number(since_ms), day_number(until_ms - 1) + 1)
    return all(_unit_on(connection, official, date_of(day).isoformat()) == unit for day in days)


def known_in(connection: Connection, unit: str) -> list[tuple[str, str]]:
    """Whoever was ever posted to a unit: (id, name), by given name."""
    theirs = select(officials.c.official, officials.c.name).join(
        postings, postings.c.official == officials.c.official
    )
    found = [(row.official, row.name) for row in connection.execute(theirs.where(postings.c.unit == unit))]
    return sorted(found, key=lambda one: (given_name_order(one[1]), one[0]))


def _unit_on(connection: Connection, official: str, day: str) -> str | None:
    came = (moves.c.official == official, moves.c.since <= day)
    last = select(moves.c.unit).where(*came).order_by(moves.c.since.desc()).limit(1)
    return connection.execute(last).scalar()
