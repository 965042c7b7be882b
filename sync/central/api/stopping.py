"""Whether the server was asked to end, and how many requests are still under way."""

from dataclasses import dataclass


@dataclass
class Stopping:
    """Used from the event loop only; `asked` never becomes false again."""

    asked: bool = False
    under_way: int = 0
