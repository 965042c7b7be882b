"""PINs that open a kiosk's staff page: which are good, and how they are kept.

Argon2id with 32 MiB, three passes, one lane: about 0.1 s here, half a second on a weak kiosk, which checks a
PIN against everybody's. RFC 9106 asks for more memory, but six digits fall to whoever holds the hashes in
any case: what protects them is the growing wait at the kiosk, and that only kiosks get a directory.
"""

from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher

DIGITS: Final = range(6, 9)
MEMORY_KIB: Final = 32 * 1024
PASSES: Final = 3
LANES: Final = 1


class PinRefused(Exception):
    """A PIN nobody should have; the message says why and never repeats it."""


def hash_pin(pin: str) -> str:
    """The PHC string to keep of a good PIN.

    Raises:
        PinRefused: not 6 to 8 digits, or among the first that anybody would try.
    """
    if len(pin) not in DIGITS or not (pin.isascii() and pin.isdigit()):
        raise PinRefused(f"a PIN has {DIGITS[0]} to {DIGITS[-1]} digits and nothing else")
    if _repeats(pin) or _counts(pin):
        raise PinRefused("this PIN is among the first that anybody would try; choose another")
    hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
    return hasher.hash(pin)


def _repeats(pin: str) -> bool:
    """One digit, or a few of them again and again: 000000, 121212, 12341234; pairs: 112233."""
    again = any(pin == (pin[:size] * len(pin))[: len(pin)] for size in range(1, len(pin) // 2 + 1))
    return (
        again
        or len(set(pin)) <= 2
        or all(one == other for one, other in zip(pin[::2], pin[1::2], strict=False))
    )


def _counts(pin: str) -> bool:
    """Up or down by one step: 123456, 987654, 890123, 135790."""
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    return len(steps) == 1
