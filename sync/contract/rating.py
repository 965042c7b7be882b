"""What a rating may say, judged in one place for both ends."""

from functools import lru_cache
from typing import Annotated, Any, Final, Literal

import msgspec

from sync.contract.encoding import Hash, Id, convert

SCORES: Final = (1, 2, 3, 4, 5)
Score = Annotated[int, msgspec.Meta(ge=1, le=5)]
Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9_]{1,32}\Z")]
"""A question's or a choice's, unique where it stands."""

Seq = Annotated[int, msgspec.Meta(ge=1)]
Via = Literal["touch", "call", "scan"]
Stage = Literal["received", "supplement", "refused", "returned"]


class QuestionnaireVersion(msgspec.Struct, frozen=True):
    """Which questionnaire was answered."""

    id: Id
    version: Annotated[int, msgspec.Meta(ge=1)]

    @property
    def text(self) -> str:
        """Both in one: `<id>/<version>`."""
        return _text(self.id, self.version)


@lru_cache(maxsize=1_024)
def _text(name: str, version: int) -> str:
    return f"{name}/{version}"


class GivenRating(msgspec.Struct, frozen=True, kw_only=True):
    """The body of `rating.given`; no official means the whole desk.

    `repeated`: the same dossier was rated at the same stage before, as far as the kiosk remembers.
    """

    rating: Id
    unit: Id
    official: Id | None = None
    score: Score
    questionnaire: QuestionnaireVersion
    via: Via
    counter: Id | None = None
    stage: Stage | None = None
    practice: bool = False
    repeated: bool = False
    attached: dict[str, Hash] = msgspec.field(default_factory=dict)


class ChangedRating(msgspec.Struct, frozen=True):
    """The body of `rating.changed`: the rating of line `of` has another score."""

    of: Seq
    score: Score


class WithdrawnRating(msgspec.Struct, frozen=True):
    """The body of `rating.withdrawn`."""

    of: Seq


class DetailedRating(msgspec.Struct, frozen=True):
    """The body of `rating.detailed`: what else was answered after the rating of line `of`, once.

    `attached` names sealed blobs: `comment`, and `answers`, the JSON of {question: choice} for supervisors.
    """

    of: Seq
    answers: dict[Name, Name] = {}
    reasons: Annotated[tuple[Name, ...], msgspec.Meta(max_length=12)] = ()
    attached: dict[str, Hash] = {}


class MadeInvitation(msgspec.Struct, frozen=True):
    """The body of `invitation.made`: the citizen would rather rate by phone; it is no rating."""

    invitation: Id
    unit: Id
    counter: Id | None = None
    official: Id | None = None


class MadeCall(msgspec.Struct, frozen=True):
    """The body of `call.made`: a counter said that a transaction is over."""

    counter: Id
    official: Id | None = None
    via: Via = "call"


class LapsedCall(msgspec.Struct, frozen=True):
    """The body of `call.lapsed`: nobody rated after the call of line `of`."""

    of: Seq


def judge_given(body: dict[str, Any]) -> GivenRating:
    """The rating in a line's body.

    Raises:
        Malformed: what no reader can count; the detail names the member.
    """
    return convert(body, GivenRating)
