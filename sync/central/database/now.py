"""The database's own clock: the one that several processes on several machines share."""

from sqlalchemy import Connection, text


def database_ms(connection: Connection) -> int:
    """Ms since 1970 UTC as the database's machine believes."""
    if connection.dialect.name == "postgresql":
        now = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"
    else:
        now = "SELECT CAST(round((julianday('now') - 2440587.5) * 86400000) AS INTEGER)"
    found: int = connection.execute(text(now)).scalar_one()
    return found
