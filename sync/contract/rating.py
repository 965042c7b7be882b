"""What a rating may say, judged in one place for both ends."""

from typing import Annotated, Any, Final, Literal

import msgspec

from sync.contract.encoding import Hash, Id, convert

SCORES: Final = (1, 2, 3, 4, 5)
Score = Annotated[int, msgspec.Meta(ge=1, le=5)]


class QuestionnaireVersion(msgspec.Struct, frozen=True):
    """Which questionnaire was answered."""

    id: Id
    version: Annotated[int, msgspec.Meta(ge=1)]


class GivenRating(msgspec.Struct, frozen=True, kw_only=True):
    """The body of `rating.given`; no official means the whole desk."""

    rating: Id
    unit: Id
    score: Score
    questionnaire: QuestionnaireVersion
    via: Literal["touch", "call", "scan"]
    counter: Id | None = None
    official: Id | None = None
    stage: Literal["received", "supplement", "refused", "returned"] | None = None
    practice: bool = False
    attached: dict[str, Hash] = msgspec.field(default_factory=dict)


class ChangedRating(msgspec.Struct, frozen=True):
    """The body of `rating.changed`: the rating of line `of` has another score."""

    of: Annotated[int, msgspec.Meta(ge=1)]
    score: Score


class WithdrawnRating(msgspec.Struct, frozen=True):
    """The body of `rating.withdrawn`."""

    of: Annotated[int, msgspec.Meta(ge=1)]


def judge_given(body: dict[str, Any]) -> GivenRating:
    """The rating in a line's body.

    Raises:
        Malformed: what no reader can count; the detail names the member.
    """
    return convert(body, GivenRating)
