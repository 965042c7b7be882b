"""A directory whose staff and officials have PINs."""

from typing import Final

import msgspec
from argon2 import PasswordHasher

from sync.contract.directory import Directory, StaffMember
from tests.kiosk.app.test_drafting import BINH, LAN, posting

STAFF, OTHER_STAFF = (f"20000000-0000-4000-8000-{number:012}" for number in (1, 2))
PIN: Final = "924924"
OTHER_PIN: Final = "0007"
LANS_PIN: Final = "135790"
BINHS_PIN: Final = "246801"
WRONG: Final = "111111"
LIGHT: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Real argon2, as cheap as it gets."""


def directory_with(
    staff: dict[str, str], officials: dict[str, str], known: Directory | None = None
) -> Directory:
    """Who has which hash."""
    known = known or posting().directory
    return msgspec.structs.replace(
        known,
        staff=tuple(StaffMember(who, pin) for who, pin in staff.items()),
        officials=tuple(
            msgspec.structs.replace(one, pin=officials.get(one.official)) for one in known.officials
        ),
    )


def staffed(known: Directory | None = None) -> Directory:
    """Two of staff and two officials, each with a PIN."""
    return directory_with(
        {STAFF: LIGHT.hash(PIN), OTHER_STAFF: LIGHT.hash(OTHER_PIN)},
        {LAN: LIGHT.hash(LANS_PIN), BINH: LIGHT.hash(BINHS_PIN)},
        known,
    )
