"""Where a case stands, and what may be done with it there. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        """Whether nobody must act any more."""
        return self in (State.PUBLISHED, State.CLOSED)


class Act(StrEnum):
    """What is done with it; all but `ANSWER`, which a unit does, by a supervisor."""

    ASSIGN = "assign"
    ANSWER = "answer"
    DECIDE = "decide"  # a supervisor answers in the unit's place
    ACCEPT = "accept"
    RETURN = "return"
    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"


NEXT: Final[Mapping[tuple[State, Act], State]] = {
    (State.NEW, Act.ASSIGN): State.ASSIGNED,
    (State.NEW, Act.DECIDE): State.REVIEWED,
    (State.NEW, Act.CLOSE): State.CLOSED,
    (State.ASSIGNED, Act.ANSWER): State.ANSWERED,
    (State.ASSIGNED, Act.DECIDE): State.REVIEWED,
    (State.ASSIGNED, Act.CLOSE): State.CLOSED,
    (State.ANSWERED, Act.ACCEPT): State.REVIEWED,
    (State.ANSWERED, Act.RETURN): State.ASSIGNED,
    (State.ANSWERED, Act.CLOSE): State.CLOSED,
    (State.REVIEWED, Act.DECIDE): State.REVIEWED,
    (State.REVIEWED, Act.PUBLISH): State.PUBLISHED,
    (State.REVIEWED, Act.CLOSE): State.CLOSED,
    (State.PUBLISHED, Act.REOPEN): State.NEW,
    (State.CLOSED, Act.REOPEN): State.NEW,
}


def acts_in(state: State) -> list[Act]:
    """What may be done there."""
    return [act for (where, act) in NEXT if where is state]
