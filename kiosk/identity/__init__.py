"""Who this kiosk is: its Ed25519 key signs and mints tokens, its X25519 key opens what is sealed to it.

Made once, on the kiosk; the private halves never leave it. A kiosk has one key for life.
May import: sync.contract, kiosk.private_files.
"""

from kiosk.identity.identity import BrokenIdentity, Identity, IdentityExists, LostIdentity
from kiosk.identity.machine import is_of_another_machine, note_machine

__all__ = [
    "BrokenIdentity",
    "Identity",
    "IdentityExists",
    "LostIdentity",
    "is_of_another_machine",
    "note_machine",
]
