"""Clocks set by hand."""

import uuid
from datetime import datetime
from typing import Final

from kiosk.app.known_time import KnownTime
from sync.agent.kiosk_time import KioskTime
from sync.contract.desk_time import DESK
from tests.hand_clock import HandClock

OTHER_BOOT = str(uuid.UUID(int=8))
PUBLISHED: Final = 1_763_900_000_000
"""23 November 2025."""


def at(text: str) -> int:
    """The desk's own clock, as ms since 1970 UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=DESK).timestamp() * 1000)


def known(clock: HandClock) -> tuple[KnownTime, KioskTime]:
    """The time as the kiosk knows it, and what the server's word corrects."""
    time = KioskTime(clock)
    return KnownTime(time, clock, PUBLISHED), time
