"""Whether counters' calls are heard: told by the running kiosk, read by `status` and `check`. No Qt."""

import logging
from typing import Final, Protocol

import msgspec

from kiosk.store import StoreFailed

log = logging.getLogger(__name__)

CALL_DOOR: Final = "call_door"


class DoorTold(msgspec.Struct, frozen=True):
    """Where the door is, or should be; `why` it is not open, None if it is."""

    host: str
    port: int
    why: str | None


class Settings(Protocol):
    """Where it is kept."""

    def set_setting(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""

    def get_setting(self, name: str) -> str | None:
        """The value under `name`, if kept."""


def tell_door(settings: Settings, told: DoorTold | None) -> None:
    """Keep it; None: nobody shall call."""
    try:
        settings.set_setting(CALL_DOOR, msgspec.json.encode(told).decode())
    except StoreFailed as error:
        log.error("whether calls are heard cannot be noted: %s", error)


def door_told(settings: Settings) -> DoorTold | None:
    """What the kiosk that ran last told."""
    kept = settings.get_setting(CALL_DOOR)
    return None if kept is None else msgspec.json.decode(kept, type=DoorTold | None)
