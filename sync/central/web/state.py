"""What a slice's routes are handed when the application is put together."""

from typing import Protocol

from sqlalchemy import Engine


class State(Protocol):
    """The part of the running application that pages read."""

    @property
    def engine(self) -> Engine:
        """The database."""
        ...
