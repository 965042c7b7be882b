"""What a citizen says on the phone: bodies of lines of the central server's own ledger."""

from typing import Annotated, Final, Literal

import msgspec

from sync.contract.encoding import Hash, Id
from sync.contract.rating import Name, QuestionnaireVersion, Score

RATED: Final = "phone.rated"
COMMENTED: Final = "phone.commented"
WITHDRAWN: Final = "phone.withdrawn"
DECIDED: Final = "withdrawal.decided"
DAYS: Final = 7
"""For so long an invitation may be answered."""


class PhoneRating(msgspec.Struct, frozen=True, kw_only=True):
    """`phone.rated`: the rating that stands in the place of an invitation of a kiosk's ledger, once.

    `attached` names sealed blobs as a kiosk's `rating.detailed` does.
    """

    invitation: Id
    kiosk: Id
    ledger: Id
    rating: Id
    score: Score
    questionnaire: QuestionnaireVersion
    answers: dict[Name, Name] = {}
    reasons: Annotated[tuple[Name, ...], msgspec.Meta(max_length=12)] = ()
    attached: dict[str, Hash] = {}


class PhoneComment(msgspec.Struct, frozen=True, kw_only=True):
    """`phone.commented`: a sealed comment, beside whatever was written at the kiosk."""

    comment: Id
    kiosk: Id
    ledger: Id
    rating: Id
    attached: dict[str, Hash]


class PhoneWithdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """`phone.withdrawn`: no unit shall read what was written with this rating, wherever it was written."""

    kiosk: Id
    ledger: Id
    rating: Id


class DecidedWithdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """`withdrawal.decided`: what a supervisor, who was asked, did with that text."""

    rating: Id
    decision: Literal["erased", "kept"]
