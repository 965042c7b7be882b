"""Lines, the chain over their stored bytes, and heads."""

import hashlib
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from sync.contract.encoding import Id, Malformed, Millis, decode, read_json, write_json

MAX_LINE: Final = 16_384


class Line(msgspec.Struct, frozen=True):
    """One happening: `at` is wall time and `up` time since start, both ms; `boot` a UUID per start."""

    seq: Annotated[int, msgspec.Meta(ge=1)]
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    at: int
    boot: Id
    up: Millis
    body: dict[str, Any]


class Head(NamedTuple):
    """The end of a ledger: the last line's number and the chain's 32 bytes there."""

    seq: int
    hash: bytes

    @property
    def hex(self) -> str:
        """The chain's hash as it is written."""
        return self.hash.hex()


def encode_line(seq: int, kind: str, at: int, boot: str, up: int, body: dict[str, Any]) -> bytes:
    """The bytes of a line, without a newline.

    Raises:
        Malformed: larger than 16,384 bytes, deeper than 8, or with a value no line may hold.
    """
    raw = write_json({"seq": seq, "kind": kind, "at": at, "boot": boot, "up": up, "body": body})
    if len(raw) > MAX_LINE:
        raise Malformed(f"a line of {len(raw)} bytes; at most {MAX_LINE}")
    read_json(raw)
    return raw


def read_line(raw: bytes) -> Line:
    """The line in `raw`.

    Raises:
        Malformed: not a line of this protocol; a holder keeps it all the same.
    """
    if len(raw) > MAX_LINE:
        raise Malformed(f"a line of {len(raw)} bytes; at most {MAX_LINE}")
    return decode(raw, Line)


def opening(ledger: str) -> bytes:
    """h(0) of the ledger with this id."""
    return hashlib.sha256(b"hailong-ledger-1\n" + ledger.encode("ascii")).digest()


def link(previous: bytes, raw: bytes) -> bytes:
    """h(n) from the 32 bytes of h(n-1) and line n as stored."""
    return hashlib.sha256(previous + raw).digest()


def head_message(kiosk: str, ledger: str, head: Head) -> bytes:
    """What is signed to vouch for a head and so for everything before it."""
    return f"hailong-head-1\n{kiosk}\n{ledger}\n{head.seq}\n{head.hex}".encode("ascii")
