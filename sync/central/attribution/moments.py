"""Moments as people write them in a form or a command: to the minute, by the clocks in Vietnam."""

from datetime import datetime

from sync.contract.desk_time import DESK


def read_moment(text: str) -> int | None:
    """Ms UTC of `YYYY-MM-DDTHH:MM`; None: it is none."""
    try:
        found = datetime.strptime(text.strip(), "%Y-%m-%dT%H:%M").replace(tzinfo=DESK)
    except ValueError:
        return None
    return int(found.timestamp()) * 1000


def write_moment(at_ms: int) -> str:
    """The same as text."""
    return datetime.fromtimestamp(at_ms / 1000, DESK).strftime("%Y-%m-%dT%H:%M")
