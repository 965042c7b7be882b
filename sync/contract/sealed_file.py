"""The file in which something travels by hand: a line that names its form, then all else, sealed.

Up go segments, holes and salvages, to the server; down goes a directory, to the kiosk that it is for.
"""

from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.contract.encoding import Malformed, convert, read_json
from sync.contract.salvage import SalvageHeader
from sync.contract.seal import seal_for, unseal_with
from sync.contract.segment import MAX_BODY, MAX_HEADER, Framing, SegmentHeader, Unpacker

MAGIC: Final = b"hailong-file-1\n"
OVERHEAD: Final = len(MAGIC) + 8 + 32 + 16
MAX_FILE: Final = MAX_BODY + OVERHEAD
MAX_DIRECTORY: Final = 4 * 1024 * 1024


def close_file(content: bytes, public: bytes) -> bytes:
    """The file of `content` for the X25519 key `public` (32 bytes); never twice the same."""
    return MAGIC + seal_for(public, content, MAGIC)


def open_file(raw: bytes, private: X25519PrivateKey) -> bytes:
    """What the file holds.

    Raises:
        Malformed: no such file, sealed to another key, cut short or changed.
    """
    if not raw.startswith(MAGIC):
        raise Malformed("not a file of this protocol")
    return unseal_with(private, raw[len(MAGIC) :], MAGIC)


def read_header(content: bytes) -> SegmentHeader | SalvageHeader:
    """The first line of a segment, hole or salvage; nothing after it is looked at.

    Raises:
        Framing: none of them.
    """
    try:
        header = read_json(Unpacker(content).until_newline(MAX_HEADER))
        if "salvage" in header:
            return convert(header, SalvageHeader)
        return convert(header, SegmentHeader)
    except Malformed as error:
        raise Framing(f"header: {error.detail}") from error
