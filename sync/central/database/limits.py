"""How many connections a process may have, and how long anything may take."""

from typing import NamedTuple


class Limits(NamedTuple):
    """Of one process; times in seconds. SQLite knows but the first two."""

    connections: int = 12
    wait_s: int = 30
    """For a lock, or for a connection that is free."""
    connect_s: int = 5
    statement_s: int = 60
    idle_s: int = 60
    """Within a transaction, between two statements."""
    recycle_s: int = 1_800
    """After which a connection is not used any more: what balances them may have changed."""
    prepares: bool = True
    """Whether PostgreSQL keeps plans of statements, which spares it planning for each month of ratings."""
