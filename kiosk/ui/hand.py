"""Which touches of keys count: one press, one letter, even of a hand that shakes or rests.

A key counts when it is pressed, not when it is let go: fingers of one word overlap, and letters come in the
order in which they were pressed; a trembling finger that slides after it has come down neither loses its
key nor takes another one; and a letter too many costs one touch of backspace, unlike a score.
"""

from dataclasses import dataclass, replace

from kiosk.ui.keyboard import PLANE_KEYS
from kiosk.ui.tokens import TOKENS

BOUNCE_MS: int = TOKENS["motion_ms"]["key_bounce"]
"""A key pressed so soon after it was let go was touched once; who means it twice is slower."""
MOST_FINGERS = 2
"""Whoever types has one finger on a key and the next one coming; more at once are a palm."""


@dataclass(frozen=True, slots=True)
class Hand:
    """The keys that are down, and the one let go last, when (milliseconds)."""

    down: frozenset[str] = frozenset()
    lifted: str = ""
    lifted_ms: int = 0


def pressed(hand: Hand, key: str, now_ms: int) -> tuple[Hand, bool]:
    """The hand with a finger on `key`, and whether that counts."""
    bounced = _place(key) == hand.lifted and now_ms - hand.lifted_ms < BOUNCE_MS
    counts = not bounced and len(hand.down - {key}) < MOST_FINGERS
    return replace(hand, down=hand.down | {key}), counts


def lifted(hand: Hand, key: str, now_ms: int) -> Hand:
    """The hand without that finger."""
    return Hand(hand.down - {key}, _place(key), now_ms)


def _place(key: str) -> str:
    """Keys that change the plane stand in each other's place."""
    return "letters" if key in PLANE_KEYS else key
