"""A kiosk as those who look after the fleet see it: one line of a table, of a file, of a command's answer."""

from enum import StrEnum
from typing import Final

import msgspec

DAY_MS: Final = 24 * 3_600_000
LINE_BYTES: Final = 700
"""What a line is assumed to take on a kiosk's disk, with its hash, its index and its part of blobs."""
RESERVE_BYTES: Final = 64 * 1024**2
LONGEST_DAYS: Final = 3_650


class Condition(StrEnum):
    """How a kiosk stands, the gravest first; what is out of use is neither good nor bad."""

    SILENT = "silent"
    ALARM = "alarm"
    QUARANTINED = "quarantined"
    PENDING = "pending"
    BEHIND = "behind"
    WELL = "well"
    AWAITED = "awaited"
    REPLACED = "replaced"
    RETIRED = "retired"
    REVOKED = "revoked"
    RELAYED = "relayed"


class FleetLine(msgspec.Struct, frozen=True, kw_only=True):
    """Times in ms UTC. `pending`: lines that waited at the kiosk at its last sign of life; `held`: here.

    `directory` is the version it works with, `published` the newest; `offset_ms` corrected time minus its
    clock. `update`: what came of the newest release that it tried: trying, or an outcome. `proven_ms`: when a
    planned 1 last went the whole way; `missing_since`: the first day since then for which that was planned
    and did not. `room_days` is an estimate by the lines held so far.
    """

    kiosk: str
    name: str
    unit: str
    unit_name: dict[str, str]
    state: str
    condition: Condition
    attribution: str
    device: str | None
    last_heard_ms: int | None
    pending: int | None
    held: int
    room_bytes: int | None
    room_days: int | None
    software: str | None
    update: str | None
    directory: int | None
    published: int | None
    offset_ms: int | None
    proven_ms: int | None
    missing_since: str | None
    quarantined: int
    alarms: int
    replaced_by: str | None


def room_days(room_bytes: int | None, lines: int, opened_ms: int | None, now_ms: int) -> int | None:
    """How many days the room lasts if lines go on as they have since their ledger was opened."""
    if room_bytes is None or opened_ms is None or now_ms - opened_ms < DAY_MS or lines <= 0:
        return None
    bytes_a_day = lines * LINE_BYTES * DAY_MS / (now_ms - opened_ms)
    return min(LONGEST_DAYS, int(max(0, room_bytes - RESERVE_BYTES) / bytes_a_day))
