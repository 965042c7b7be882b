"""The quick way to read strictly: JSON as nearly every line is written; of any other it gives no answer."""

from typing import Annotated, Any, Final, TypeAlias

import msgspec

MAX_DEPTH: Final = 8
MAX_INTEGER: Final = 2**53 - 1

_Integer: TypeAlias = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_value: Any = _Integer | str | bool | None
for _ in range(MAX_DEPTH - 1):
    _value = _Integer | str | bool | None | list[_value] | dict[str, _value]

_DECODER: Final[msgspec.json.Decoder[dict[str, Any]]] = msgspec.json.Decoder(dict[str, _value])
_ENCODER: Final = msgspec.json.Encoder()


def read_plain(raw: bytes) -> dict[str, Any] | None:
    """The object in `raw` if it keeps every rule and is written compactly; None says nothing about it.

    Its type leaves out what is too deep, too large or no integer. What it says, written again, is `raw`: so
    no key stood there twice, and no half of a surrogate pair.
    """
    try:
        document = _DECODER.decode(raw)
        return document if _ENCODER.encode(document) == raw else None
    except (msgspec.MsgspecError, UnicodeError):
        return None
