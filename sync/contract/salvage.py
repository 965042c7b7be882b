"""Salvage: lines that no longer fit a ledger's chain travel apart, and are not counted until released."""

import hashlib
from collections.abc import Callable, Container, Sequence
from typing import Annotated, Final, Literal

import msgspec

from sync.contract.encoding import Count, Hash, Id, Malformed, decode, write_json
from sync.contract.keys import verified
from sync.contract.segment import MAX_HEADER, MAX_LINES, MAX_UNPACKED, Framing, TooLarge, Unpacker, pack
from sync.contract.segment import digest as blob_digest

Reason = Literal["forked", "restored", "corrupt"]
_PREFIX: Final = "hailong-salvage-1\n"


class SalvageHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a salvage; `digest` is SHA-256 of everything after it."""

    hailong: int
    ledger: Id
    kiosk: Id
    salvage: Reason
    count: Annotated[int, msgspec.Meta(ge=1)]
    blobs: Count
    digest: Hash
    signature: str

    def signed_by(self, public: bytes) -> bool:
        """Whether the kiosk with this key signed it."""
        return verified(public, self.signature, _message(self.kiosk, self.ledger, self.digest))


class Salvage(msgspec.Struct, frozen=True):
    """A header, the lines that could be read, and their blobs."""

    header: SalvageHeader
    lines: tuple[bytes, ...]
    blobs: tuple[bytes, ...]


def build_salvage(
    *,
    kiosk: str,
    ledger: str,
    reason: Reason,
    lines: Sequence[bytes],
    blobs: Sequence[bytes],
    sign: Callable[[bytes], str],
) -> bytes:
    """The gzipped salvage of `lines`."""
    digest = digest_of(lines, blobs)
    header = SalvageHeader(
        hailong=1,
        ledger=ledger,
        kiosk=kiosk,
        salvage=reason,
        count=len(lines),
        blobs=len(blobs),
        digest=digest,
        signature=sign(_message(kiosk, ledger, digest)),
    )
    return pack(write_json(header), lines, blobs)


def read_salvage(body: bytes) -> Salvage:
    """The salvage in `body`, its digest checked.

    Raises:
        Framing: not a salvage, or beyond a segment's limits.
    """
    salvage = read_kept_salvage(body)
    if digest_of(salvage.lines, salvage.blobs) != salvage.header.digest:
        raise Framing("the digest does not fit")
    return salvage


def without_blobs(salvage: Salvage, erased: Container[str]) -> bytes:
    """The salvage as it is kept once some of its blobs were erased; its digest stays its name."""
    kept = [blob for blob in salvage.blobs if blob_digest(blob) not in erased]
    header = msgspec.structs.replace(salvage.header, blobs=len(kept))
    return pack(write_json(header), salvage.lines, kept)


def read_kept_salvage(body: bytes) -> Salvage:
    """The salvage in `body`, which may lack blobs that were erased.

    Raises:
        Framing: not a salvage, or beyond a segment's limits.
    """
    reader = Unpacker(body)
    raw = reader.until_newline(MAX_HEADER)
    try:
        header = decode(raw, SalvageHeader)
    except Malformed as error:
        raise Framing(f"header: {error.detail}") from error
    if header.count > MAX_LINES:
        raise TooLarge(f"{header.count} lines; at most {MAX_LINES}")
    lines = reader.lines(header.count, MAX_UNPACKED - len(raw) - 1)
    blobs = reader.blobs(header.blobs)
    reader.end()
    if header.hailong != 1:
        raise Framing("another version's")
    return Salvage(header, lines, blobs)


def digest_of(lines: Sequence[bytes], blobs: Sequence[bytes]) -> str:
    """The name of a salvage: SHA-256 of its lines and blobs as they are framed, hex."""
    summed = hashlib.sha256()
    for line in lines:
        summed.update(line + b"\n")
    for blob in blobs:
        summed.update(len(blob).to_bytes(4, "big") + blob)
    return summed.hexdigest()


def _message(kiosk: str, ledger: str, digest: str) -> bytes:
    return f"{_PREFIX}{kiosk}\n{ledger}\n{digest}".encode("ascii")
