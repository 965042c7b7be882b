"""The quick way to read what people say, in lines as kiosks write them; of any other it gives no answer."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, TypeAlias

import msgspec

from sync.contract.encoding import is_id
from sync.contract.ledger import MAX_LINE
from sync.contract.plain_json import MAX_INTEGER
from sync.contract.rating import DetailedRating, GivenRating, QuestionnaireVersion

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

    def is_sound(self) -> bool:
        """Whether ids are such; that of a rating comes once, the others again and again."""
        return (
            is_id(self.rating)
            and _is_known_id(self.unit)
            and _is_known_id(self.questionnaire.id)
            and (self.official is None or _is_known_id(self.official))
            and (self.counter is None or _is_known_id(self.counter))
        )


class _Detailed(DetailedRating, frozen=True, omit_defaults=True, gc=False):
    of: _Positive
    answers: dict[str, str]
    reasons: Annotated[tuple[str, ...], msgspec.Meta(max_length=12)]

    def is_sound(self) -> bool:
        """Whether names are such."""
        return all(map(_is_known_name, (*self.answers, *self.answers.values(), *self.reasons)))


class _Line(msgspec.Struct, frozen=True, gc=False):
    seq: _Positive
    kind: str
    at: Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
    boot: str
    up: _Natural


class GivenLine(_Line, frozen=True, gc=False):
    """A line whose body is a rating."""

    kind: Literal["rating.given"]
    body: _Given


class DetailedLine(_Line, frozen=True, gc=False):
    """A line whose body is what else was answered."""

    kind: Literal["rating.detailed"]
    body: _Detailed


PlainLine = GivenLine | DetailedLine

_DECODERS: Final[Mapping[bytes, msgspec.json.Decoder[Any]]] = {
    b"rating.given": msgspec.json.Decoder(GivenLine),
    b"rating.detailed": msgspec.json.Decoder(DetailedLine),
}
_ENCODER: Final = msgspec.json.Encoder()
_is_known_id: Final = lru_cache(maxsize=1_024)(is_id)
_is_known_name: Final = lru_cache(maxsize=1_024)(re.compile(r"[a-z0-9_]{1,32}").fullmatch)


def read_plain_line(raw: bytes) -> PlainLine | None:
    """The line in `raw` if it is of such a kind, keeps every rule and is written as kiosks do.

    What it says, written again, is `raw`: nothing else stood there, and nothing twice.
    """
    decoder = _DECODERS.get(raw.partition(b'"kind":"')[2].partition(b'"')[0])
    if decoder is None or len(raw) > MAX_LINE:
        return None
    try:
        line: PlainLine = decoder.decode(raw)
        plain = _ENCODER.encode(line) == raw and _is_known_id(line.boot) and line.body.is_sound()
    except (msgspec.MsgspecError, UnicodeError):
        return None
    return line if plain else None
