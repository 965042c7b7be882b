"""Whose PIN was entered, and how long to wait after wrong ones.

A PIN is never kept, shown or logged: it goes from the keys to `Pins.judge` and nowhere else.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kiosk.store import StoreFailed
from sync.contract.directory import Directory

log = logging.getLogger(__name__)

FREE_TRIES: Final = 5
FIRST_WAIT_MS: Final = 30_000
LONGEST_WAIT_MS: Final = 3_600_000
FORGIVING_MS: Final = 3_600_000
"""So seldom an official's own PIN makes wrong ones forgotten: it shall not buy endless tries at another's."""
WRONG_TRIES: Final = "wrong_pins"

DECOY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$oW+Q4fNaCXitiPYetU5rHg$MiedILG5cyz7THk5xOelfKRf4iMKVSJtXAelG1F1zoI"
)
"""Nobody's: looked at where the directory names nobody, so that this takes no less time."""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong PINs there were since the last right one, and until when none is looked at (`up` ms)."""

    wrong: int = 0
    until_ms: int = 0

    def left_ms(self, now_ms: int) -> int:
        """How long to wait still."""
        return max(0, self.until_ms - now_ms)

    @property
    def free(self) -> int:
        """How many wrong ones are left before there is a wait."""
        return max(0, FREE_TRIES - self.wrong)


def wait_ms(wrong: int) -> int:
    """The wait after so many wrong PINs: none before the fifth, then doubling up to an hour."""
    if wrong < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(wrong - FREE_TRIES, 16))


def resumed(wrong: int, now_ms: int) -> Tries:
    """After a start: the whole wait of that count, since nobody knows how long the machine was off."""
    return Tries(wrong, now_ms + wait_ms(wrong))


def missed(tries: Tries, now_ms: int) -> Tries:
    """After another wrong PIN."""
    return resumed(tries.wrong + 1, now_ms)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a PIN."""

    kind: Literal["staff", "official"]
    who: str


class Settings(Protocol):
    """Where the count is kept."""

    def set_setting(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""

    def get_setting(self, name: str) -> str | None:
        """The value under `name`, if kept."""


class Pins:
    """Judges one PIN at a time, and takes its time: never on the screen's thread."""

    def __init__(self, settings: Settings, now_ms: Callable[[], int]) -> None:
        kept = settings.get_setting(WRONG_TRIES) or "0"
        self._settings = settings
        self._now_ms = now_ms
        self._forgiven_ms: int | None = None
        self.tries = resumed(int(kept) if kept.isdecimal() else 0, now_ms())
        """As it stands; replaced whole, so that any thread may read it."""

    def judge(self, pin: str, directory: Directory) -> Holder | None:
        """Whose `pin` is; None: nobody's, or it is not looked at while there is a wait.

        The count is kept before the answer is known: cutting the power undoes no try.
        """
        if self.tries.left_ms(self._now_ms()):
            return None
        before = self.tries
        self._keep(before.wrong + 1)
        found = whose(pin, directory)
        if found is None:
            self.tries = missed(before, self._now_ms())
        elif self._forgives(found, self._now_ms()):
            self.tries = Tries()
            self._keep(0)
        else:
            self.tries = before
            self._keep(before.wrong)
        return found

    def _forgives(self, found: Holder, at_ms: int) -> bool:
        seldom = self._forgiven_ms is None or at_ms - self._forgiven_ms >= FORGIVING_MS
        if found.kind == "official" and not seldom:
            return False
        self._forgiven_ms = at_ms
        return True

    def _keep(self, wrong: int) -> None:
        try:
            self._settings.set_setting(WRONG_TRIES, str(wrong))
        except StoreFailed as error:
            log.error("wrong PINs are counted until the end of the program only: %s", error)


def whose(pin: str, directory: Directory) -> Holder | None:
    """Whose PIN this is, looking at everybody's whether or not one fits; staff go before officials.

    A PIN that two officials have is nobody's: neither may take the other's ratings.
    """
    hasher = PasswordHasher()
    staff = [one.staff for one in directory.staff if _fits(hasher, one.pin, pin, one.staff)]
    officials = [
        one.official
        for one in directory.officials
        if one.pin is not None and _fits(hasher, one.pin, pin, one.official)
    ]
    if not directory.staff and all(one.pin is None for one in directory.officials):
        _fits(hasher, DECOY, pin, "nobody")
        return None
    if staff:
        return Holder("staff", staff[0])
    if len(officials) > 1:
        log.error("one PIN for several officials, who cannot sign on with it: %s", ", ".join(officials))
    return Holder("official", officials[0]) if len(officials) == 1 else None


def _fits(hasher: PasswordHasher, phc: str, pin: str, who: str) -> bool:
    try:
        return hasher.verify(phc, pin)
    except VerificationError:
        return False
    except InvalidHashError:
        log.error("the directory's PIN of %s is no hash", who)
        return False
