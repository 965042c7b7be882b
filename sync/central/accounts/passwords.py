"""Passwords: argon2id, as long as people like, and none that is easily guessed (NIST SP 800-63B, 5.1.1)."""

import unicodedata
from collections.abc import Iterable
from functools import cache, cached_property
from importlib import resources
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FEWEST_LETTERS: Final = 12
MOST_LETTERS: Final = 200
_LEAST_SCORE: Final = 3  # zxcvbn: at least 10^8 guesses
_MOST_WEIGHED: Final = 72  # what zxcvbn reads


class Passwords:
    """Makes and proves hashes; whoever has no account costs as much work as whoever has one."""

    def __init__(self, time_cost: int = 3, memory_kib: int = 65_536) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)

    def hash(self, password: str) -> str:
        """The PHC string that is kept."""
        return self._hasher.hash(_normal(password))

    def proves(self, phc: str | None, password: str) -> bool:
        """Whether the password is that of `phc`; without one, never, after the same work."""
        nobody = self._nobody
        try:
            self._hasher.verify(phc or nobody, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return phc is not None

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody has this password")

    def is_outdated(self, phc: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(phc)


def judge_password(password: str, about: Iterable[str] = ()) -> str | None:
    """The word that says why not, or None; `about` holds names that are easily guessed for this person."""
    normal = _normal(password)
    if len(normal) < FEWEST_LETTERS:
        return "password_short"
    if len(normal) > MOST_LETTERS:
        return "password_long"
    from zxcvbn import zxcvbn  # its lists cost every command a while

    plain = _without_marks(normal)
    guessed = [*_vietnamese(), *(_without_marks(part) for name in about for part in [name, *name.split()])]
    if zxcvbn(plain[:_MOST_WEIGHED], user_inputs=guessed)["score"] < _LEAST_SCORE:
        return "password_weak"
    return None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def _vietnamese() -> tuple[str, ...]:
    """Words that people here put into passwords, without marks; zxcvbn's own lists are English."""
    text = (resources.files(__package__) / "common_passwords.txt").read_text("ascii")
    return tuple(line for line in text.split() if line)
