"""The place of a published answer: whoever answers citizens hands a function over that finds it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection


class PublishedAnswer(NamedTuple):
    """What a unit answered to a citizen, and the day on which that was published; words by language."""

    day: date
    text: Mapping[str, str]


AnswersOf = Callable[[Connection, str], Sequence[PublishedAnswer]]
"""The published answers of a rating (its id), in order."""


def no_answers(_connection: Connection, _rating: str) -> Sequence[PublishedAnswer]:
    """Where nobody answers."""
    return ()
