"""Whether what is committed here is on a second machine, too."""

from sqlalchemy import Connection

_WAITING = ("on", "remote_apply")


def doubts(connection: Connection) -> list[str]:
    """Why a commit might be on this machine only, in words; none, if each waits for a second disk."""
    if connection.dialect.name != "postgresql":
        return ["the database is a file of this machine"]
    found = []
    if not _shown(connection, "synchronous_standby_names"):
        found.append("synchronous_standby_names is empty: no commit waits for a second machine")
    if (waiting := _shown(connection, "synchronous_commit")) not in _WAITING:
        found.append(f"synchronous_commit is {waiting}: a commit does not wait for the second machine's disk")
    if _shown(connection, "fsync") != "on":
        found.append("fsync is off: a power cut may lose what was committed")
    return found


def _shown(connection: Connection, name: str) -> str:
    return str(connection.exec_driver_sql(f"SHOW {name}").scalar_one())
