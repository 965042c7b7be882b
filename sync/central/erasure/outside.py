"""The list of erased digests beside the database, which no backup holds and no restore takes back."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from sync.contract.encoding import Hash, Malformed, decode, write_json
from sync.wire.stick import sync_folder

_FILE: Final = "erased"


class Erasure(msgspec.Struct, frozen=True):
    """That a blob is erased: who said so, why, and when (ms UTC)."""

    digest: Hash
    by: str
    why: str
    erased_ms: int


def keep_outside(outside: Path, erasures: Iterable[Erasure]) -> None:
    """Add these to the list; they are on the disk when this returns.

    Raises:
        OSError: the disk does not take them.
    """
    said = b"".join(write_json(one) + b"\n" for one in erasures)
    if not said:
        return
    outside.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(outside / _FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, b"\n" + said)  # after a line that a power cut left half written
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(outside)


def kept_outside(outside: Path) -> list[Erasure]:
    """The list, oldest first; a line that a power cut left half written is none: nothing was erased yet."""
    try:
        raw = (outside / _FILE).read_bytes()
    except FileNotFoundError:
        return []
    found: dict[str, Erasure] = {}
    for line in raw.split(b"\n"):
        try:
            one = decode(line, Erasure)
        except Malformed:
            continue
        found.setdefault(one.digest, one)
    return list(found.values())
