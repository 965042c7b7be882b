"""The pages a visit can show."""

from enum import StrEnum


class Page(StrEnum):
    """One page at a time."""

    ATTRACT = "attract"
    OFFICIALS = "officials"
    SCORE = "score"
    THANKS = "thanks"
    STILL_THERE = "still_there"
    PAUSED = "paused"
