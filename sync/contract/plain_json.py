"""The quick way to read strictly: JSON as nearly every line is written; of any other it gives no answer."""

from typing import Any, Final

import msgspec

MAX_INTEGER: Final = 2**53 - 1


class _Doubtful(Exception):
    """A number that no line may hold."""


def read_plain(raw: bytes, depth: int) -> dict[str, Any] | None:
    """The object in `raw`, if a glance shows that it keeps every rule; None says nothing about it.

    Every member has its colon: as many colons as members that are left, and none stood there twice. As few
    brackets as `depth`, and none is deeper. Without a backslash there is no surrogate.
    """
    if b"\\" in raw or raw.count(b"{") + raw.count(b"[") > depth:
        return None
    try:
        document = msgspec.json.decode(raw)
        if isinstance(document, dict) and _members(document) == raw.count(b":"):
            return document
    except (msgspec.DecodeError, UnicodeDecodeError, _Doubtful):
        pass
    return None


def _members(document: dict[str, Any]) -> int:
    """How many members all objects in it have together."""
    found = len(document)
    for value in document.values():
        kind = type(value)
        if kind is int:
            if not -MAX_INTEGER <= value <= MAX_INTEGER:
                raise _Doubtful
        elif kind is dict:
            found += _members(value)
        elif kind is list:
            found += sum(_members({"": item}) - 1 for item in value)
        elif kind is float:
            raise _Doubtful
    return found
