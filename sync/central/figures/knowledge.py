"""What the database knows of a unit; whoever was ever there stays known, so a late rating still counts."""

from sqlalchemy import Connection, select

from sync.central.database.tables import counters, postings
from sync.central.figures.judging import Knowledge


def knowledge_of(connection: Connection, unit: str, server: str, keys: tuple[bytes, ...]) -> Knowledge:
    """What lines of the unit's kiosks are judged by; `keys` are the server's (32 bytes each)."""
    desks = connection.execute(select(counters.c.counter).where(counters.c.unit == unit)).scalars()
    people = connection.execute(select(postings.c.official).where(postings.c.unit == unit)).scalars()
    return Knowledge(unit, frozenset(desks), frozenset(people), server, keys)
