"""The last way that led to a verified receipt, kept: a directory with a wrong address strands no kiosk."""

import msgspec

from sync.agent.ports import Settings
from sync.agent.trust import Way

NAME = "proven_way"


def proven_way(settings: Settings) -> Way | None:
    """The way that gave the last verified receipt; None before the first, or where it cannot be read."""
    kept = settings.get_setting(NAME)
    try:
        return None if kept is None else msgspec.json.decode(kept, type=Way)
    except msgspec.DecodeError:
        return None


def keep_way(settings: Settings, way: Way) -> None:
    """Keep the way that just gave a document of our server's."""
    settings.set_setting(NAME, msgspec.json.encode(way).decode())
