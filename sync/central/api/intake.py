"""What a room that writes to the database needs of a server."""

from typing import Protocol

from sqlalchemy import Engine

from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity


class Intake(Protocol):
    """What taking something in needs of a server, whether it answers requests or runs one command."""

    @property
    def engine(self) -> Engine:
        """Its database."""
        ...

    @property
    def identity(self) -> Identity:
        """Its keys."""
        ...

    @property
    def clock(self) -> Clock:
        """Its clock."""
        ...
