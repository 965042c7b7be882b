"""A segment: the part of a ledger that travels, by any carrier."""

import gzip
import hashlib
import zlib
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Annotated, Final

import msgspec

from sync.contract.encoding import Count, Hash, Id, Malformed, decode, read_json, write_json
from sync.contract.keys import verified
from sync.contract.ledger import MAX_LINE, Head, head_message, link

MEDIA_TYPE: Final = "application/vnd.hailong.segment"
MAX_BODY: Final = 3 * 1024 * 1024
MAX_LINES: Final = 1_000
MAX_UNPACKED: Final = 1024 * 1024
MAX_HEADER: Final = 4 * 1024
MAX_BLOB: Final = 16 * 1024
MAX_BLOBS: Final = 1024 * 1024


class Framing(Exception):
    """A body that is no segment; `detail` says how."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class TooLarge(Framing):
    """A body beyond a limit."""


class SegmentHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a segment: which lines, between which heads, signed by the kiosk."""

    hailong: int
    ledger: Id
    kiosk: Id
    first: Annotated[int, msgspec.Meta(ge=1)]
    count: Annotated[int, msgspec.Meta(ge=1)]
    before: Hash
    after: Hash
    blobs: Count
    signature: str
    hole: bool = False

    @property
    def last(self) -> Head:
        """The head this segment ends in."""
        return Head(self.first + self.count - 1, bytes.fromhex(self.after))

    def signed_by(self, public: bytes) -> bool:
        """Whether the kiosk with this key vouches for `last`."""
        return verified(public, self.signature, head_message(self.kiosk, self.ledger, self.last))


class Segment:
    """A header, `count` lines as stored, and blobs; a hole has neither lines nor blobs."""

    def __init__(self, header: SegmentHeader, lines: tuple[bytes, ...], blobs: tuple[bytes, ...]) -> None:
        self.header = header
        self.lines = lines
        self.blobs = blobs

    @cached_property
    def hashes(self) -> list[bytes]:
        """h(n) for every line, in order, starting from the header's `before`."""
        hashes, previous = [], bytes.fromhex(self.header.before)
        for line in self.lines:
            previous = link(previous, line)
            hashes.append(previous)
        return hashes

    @property
    def chained(self) -> bool:
        """Whether the lines lead from `before` to `after`; a hole has nothing to check."""
        return self.header.hole or self.hashes[-1].hex() == self.header.after


def build_segment(
    *,
    kiosk: str,
    ledger: str,
    first: int,
    before: bytes,
    lines: Sequence[bytes],
    blobs: Sequence[bytes],
    sign: Callable[[bytes], str],
) -> bytes:
    """The gzipped segment of `lines` (numbered from `first`), byte-identical for the same input."""
    after = before
    for line in lines:
        after = link(after, line)
    last = Head(first + len(lines) - 1, after)
    header = SegmentHeader(
        hailong=1,
        ledger=ledger,
        kiosk=kiosk,
        first=first,
        count=len(lines),
        before=before.hex(),
        after=last.hex,
        blobs=len(blobs),
        signature=sign(head_message(kiosk, ledger, last)),
    )
    return pack(write_json(header), lines, blobs)


def build_hole(
    *, kiosk: str, ledger: str, first: int, before: bytes, last: Head, sign: Callable[[bytes], str]
) -> bytes:
    """The segment that says that lines `first` to `last` were pruned: their heads, and none of them."""
    header = SegmentHeader(
        hailong=1,
        ledger=ledger,
        kiosk=kiosk,
        first=first,
        count=last.seq - first + 1,
        before=before.hex(),
        after=last.hex,
        blobs=0,
        signature=sign(head_message(kiosk, ledger, last)),
        hole=True,
    )
    return pack(write_json(header), (), ())


def pack(header: bytes, lines: Sequence[bytes], blobs: Sequence[bytes]) -> bytes:
    """Header, lines and length-prefixed blobs as one gzip member."""
    framed = b"".join(len(blob).to_bytes(4, "big") + blob for blob in blobs)
    return gzip.compress(header + b"\n" + b"".join(line + b"\n" for line in lines) + framed, mtime=0)


def read_segment(body: bytes) -> Segment:
    """The segment in `body`; limits are kept while unpacking.

    Raises:
        TooLarge: a limit is passed.
        Framing: not a segment.
    """
    reader = Unpacker(body)
    raw = reader.until_newline(MAX_HEADER)
    try:
        header = decode(raw, SegmentHeader)
    except Malformed as error:
        raise Framing(f"header: {error.detail}") from error
    if header.hailong != 1:
        raise Framing("header: not protocol 1")
    if header.hole:
        reader.end()
        if header.blobs:
            raise Framing("a hole with blobs")
        return Segment(header, (), ())
    if header.count > MAX_LINES:
        raise TooLarge(f"{header.count} lines; at most {MAX_LINES}")
    lines = reader.lines(header.count, MAX_UNPACKED - len(raw) - 1)
    blobs = reader.blobs(header.blobs)
    reader.end()
    return Segment(header, lines, blobs)


class Unpacker:
    """Reads one gzip member piece by piece, so that no limit is checked too late."""

    def __init__(self, body: bytes) -> None:
        if len(body) > MAX_BODY:
            raise TooLarge(f"{len(body)} bytes; at most {MAX_BODY}")
        self._inflate = zlib.decompressobj(wbits=31)
        self._rest = body
        self._buffer = b""

    def until_newline(self, limit: int) -> bytes:
        """The bytes before the next newline, at most `limit` with it."""
        while (end := self._buffer.find(b"\n", 0, limit)) < 0:
            if len(self._buffer) >= limit:
                raise TooLarge(f"no newline within {limit} bytes")
            if not self._more():
                raise Framing("ends within a line")
        piece, self._buffer = self._buffer[:end], self._buffer[end + 1 :]
        return piece

    def lines(self, count: int, room: int) -> tuple[bytes, ...]:
        """`count` lines that take at most `room` bytes with their newlines."""
        lines = []
        for _ in range(count):
            line = self.until_newline(MAX_LINE + 1)
            room -= len(line) + 1
            if room < 0:
                raise TooLarge(f"header and lines beyond {MAX_UNPACKED} bytes")
            lines.append(line)
        return tuple(lines)

    def blobs(self, count: int) -> tuple[bytes, ...]:
        """`count` length-prefixed blobs."""
        blobs, room = [], MAX_BLOBS
        for _ in range(count):
            length = int.from_bytes(self._exactly(4), "big")
            room -= length + 4
            if length > MAX_BLOB or room < 0:
                raise TooLarge("blobs beyond their limit")
            blobs.append(self._exactly(length))
        return tuple(blobs)

    def end(self) -> None:
        """Refuse anything that follows."""
        while not self._buffer and self._more():
            pass
        if self._buffer or not self._inflate.eof or self._inflate.unused_data:
            raise Framing("more than the header says, or cut short")

    def _exactly(self, length: int) -> bytes:
        while len(self._buffer) < length:
            if not self._more():
                raise Framing("ends within a blob")
        piece, self._buffer = self._buffer[:length], self._buffer[length:]
        return piece

    def _more(self) -> bool:
        if self._inflate.eof:
            return False
        try:
            piece = self._inflate.decompress(self._rest, 64 * 1024)
        except zlib.error as error:
            raise Framing("not gzip") from error
        self._rest = self._inflate.unconsumed_tail
        self._buffer += piece
        return bool(piece)


def named_blobs(line: bytes) -> list[str]:
    """The digests (64 hex digits) of the blobs that a line names, in the order written."""
    try:
        attached = read_json(line).get("body", {})
    except Malformed:
        return []
    named = attached.get("attached") if isinstance(attached, dict) else None
    return [text for text in named.values() if isinstance(text, str)] if isinstance(named, dict) else []


def digest(blob: bytes) -> str:
    """The name of a blob: SHA-256 of it, hex."""
    return hashlib.sha256(blob).hexdigest()
