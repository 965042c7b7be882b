"""The pages a visit can show."""

from enum import StrEnum


class Page(StrEnum):
    """One page at a time, in the order a citizen may meet them."""

    ATTRACT = "attract"
    OUT_OF_HOURS = "out_of_hours"
    OFFICIALS = "officials"
    SCORE = "score"
    CRITERIA = "criteria"
    REASONS = "reasons"
    COMMENT = "comment"
    THANKS = "thanks"
    STILL_THERE = "still_there"
    PAUSED = "paused"
    STAFF_PIN = "staff_pin"
    STAFF = "staff"


RESTING = frozenset({Page.ATTRACT, Page.OUT_OF_HOURS})
"""Nobody is there; a visit begins here and ends here."""
ASKING = frozenset({Page.CRITERIA, Page.REASONS, Page.COMMENT})
"""The optional questions, after the score."""
STAFF_PAGES = frozenset({Page.STAFF_PIN, Page.STAFF})
"""Nobody rates here."""
