"""The file in which a release travels by hand: its document, then its pieces, in any order."""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from sync.contract.encoding import Malformed
from sync.contract.release import LONGEST_PIECE, MAX_DOCUMENT

MAGIC: Final = b"hailong-release-1\n"
_LENGTH: Final = struct.Struct(">I")


class Readable(Protocol):
    """An open file."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        ...

    def readline(self, size: int, /) -> bytes:
        """One line, or `size` bytes of it."""
        ...


def written(document: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The file of a release, bit by bit."""
    yield MAGIC + document
    for piece in pieces:
        yield _LENGTH.pack(len(piece)) + piece


def read_document(file: Readable) -> bytes:
    """The two lines of the release; the file stands before its pieces then.

    Raises:
        Malformed: no such file.
    """
    if file.readline(len(MAGIC)) != MAGIC:
        raise Malformed("not the file of a release")
    return file.readline(MAX_DOCUMENT) + file.readline(MAX_DOCUMENT)


def read_pieces(file: Readable) -> Iterator[tuple[str, bytes]]:
    """Every piece with its name.

    Raises:
        Malformed: cut short, or no piece.
    """
    while length := file.read(_LENGTH.size):
        size = _LENGTH.unpack(length)[0] if len(length) == _LENGTH.size else 0
        if not 0 < size <= LONGEST_PIECE:
            raise Malformed("no piece of a release")
        piece = file.read(size)
        if len(piece) != size:
            raise Malformed("the file of the release was cut short")
        yield hashlib.sha256(piece).hexdigest(), piece
