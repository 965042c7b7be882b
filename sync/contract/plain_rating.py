"""The quick way to read a rating's line as kiosks write it; of any other line it gives no answer."""

from functools import lru_cache
from typing import Annotated, Final, Literal, TypeAlias

import msgspec

from sync.contract.encoding import is_id
from sync.contract.ledger import MAX_LINE
from sync.contract.plain_json import MAX_INTEGER
from sync.contract.rating import GivenRating, QuestionnaireVersion

_Natural: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
_Positive: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]


class _Version(QuestionnaireVersion, frozen=True, gc=False):
    id: str
    version: _Positive


class _Given(GivenRating, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    rating: str
    unit: str
    official: str | None
    questionnaire: _Version
    counter: str | None = None


class RatingLine(msgspec.Struct, frozen=True, gc=False):
    """A line whose body is a rating."""

    seq: _Positive
    kind: Literal["rating.given"]
    at: Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
    boot: str
    up: _Natural
    body: _Given


_DECODER: Final = msgspec.json.Decoder(RatingLine)
_ENCODER: Final = msgspec.json.Encoder()
_is_known_id: Final = lru_cache(maxsize=1_024)(is_id)
"""For ids that come again and again; those of ratings do not."""


def read_plain_rating(raw: bytes) -> RatingLine | None:
    """The line in `raw` if it is a rating's, keeps every rule and is written as kiosks do.

    What it says, written again, is `raw`: nothing else stood there, and nothing twice.
    """
    try:
        line = _DECODER.decode(raw)
        if _ENCODER.encode(line) != raw or len(raw) > MAX_LINE:
            return None
    except (msgspec.MsgspecError, UnicodeError):
        return None
    given = line.body
    sound = (
        is_id(given.rating)
        and _is_known_id(line.boot)
        and _is_known_id(given.unit)
        and _is_known_id(given.questionnaire.id)
        and (given.official is None or _is_known_id(given.official))
        and (given.counter is None or _is_known_id(given.counter))
    )
    return line if sound else None
