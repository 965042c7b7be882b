"""The backup's file: a manifest, the database, the sealed keys; written whole or not at all."""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from sync.central.backup.refusal import BackupRefused
from sync.central.backup.snapshot import sync_file
from sync.contract.encoding import Hash, Id

DATABASE: Final = "central.sqlite"
KEYS: Final = "keys.sealed"
_MANIFEST: Final = "manifest.json"
_PIECE: Final = 1 << 20
_LARGEST_SMALL: Final = 4 << 20


class Part(msgspec.Struct, frozen=True):
    """A part of the backup: its size in bytes and its SHA-256."""

    bytes: int
    sha256: Hash


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the backup is of; `taken_ms` is in ms UTC, `lines` counts every ledger's."""

    hailong_backup: int = 1
    software: str
    schema: str
    server: Id
    taken_ms: int
    lines: int
    parts: dict[str, Part]


class Written(NamedTuple):
    """The file: its size in bytes and its SHA-256."""

    bytes: int
    sha256: str


def measure(file: Path, go_on: Callable[[], None] = lambda: None) -> Part:
    """A file's size and SHA-256."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as opened:
        while piece := opened.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            go_on()
    return Part(size, digest.hexdigest())


def write_archive(
    target: Path, manifest: Manifest, database: Path, keys: bytes, go_on: Callable[[], None]
) -> Written:
    """Write the file beside its place, let it be on disk, read it again, and put it there.

    Raises:
        BackupRefused: something stands there, or what was written cannot be read again.
        OSError: there is no room.
    """
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    with (
        os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "r+b") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        archive.writestr(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        archive.writestr(KEYS, keys)
        with database.open("rb") as content, archive.open(DATABASE, "w", force_zip64=True) as entry:
            while piece := content.read(_PIECE):
                entry.write(piece)
                go_on()
    sync_file(draft)
    with open_archive(draft) as (opened, told):
        for name, part in told.parts.items():
            if _digest_of(opened, name, go_on) != part:
                raise BackupRefused(f"{draft}: {name} was not written as it is; is the disk sound?")
    size, digest = msgspec.structs.astuple(measure(draft, go_on))
    try:
        os.link(draft, target)  # fails where something stands, which a rename would not
    except FileExistsError as error:
        raise BackupRefused(f"{target}: something of that name is there already") from error
    finally:
        draft.unlink()
    sync_file(target)
    return Written(size, digest)


@contextmanager
def open_archive(file: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The file and its manifest.

    Raises:
        BackupRefused: it is no backup, or of a form that this version does not know.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = msgspec.json.decode(read_small(archive, _MANIFEST), type=Manifest)
            if manifest.hailong_backup != 1 or manifest.parts.keys() != {DATABASE, KEYS}:
                raise BackupRefused(f"{file}: a backup of a form that this version does not know")
            yield archive, manifest
    except (zipfile.BadZipFile, zlib.error, KeyError, msgspec.MsgspecError, EOFError) as error:
        raise BackupRefused(f"{file}: no backup, or a damaged one") from error


def read_small(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part that fits into memory."""
    if archive.getinfo(name).file_size > _LARGEST_SMALL:
        raise BackupRefused(f"{name}: larger than any such part may be")
    return archive.read(name)


def unpack(archive: zipfile.ZipFile, name: str, part: Part, target: Path, go_on: Callable[[], None]) -> None:
    """Write a part to `target`, which must not exist, and let it be on disk.

    Raises:
        BackupRefused: it is not what the manifest says.
    """
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        found = _digest_of(archive, name, go_on, file.write)
    if found != part:
        raise BackupRefused(f"{name}: damaged: its SHA-256 is not that of the manifest")
    sync_file(target)


def _digest_of(
    archive: zipfile.ZipFile,
    name: str,
    go_on: Callable[[], None],
    keep: Callable[[bytes], object] = lambda _piece: None,
) -> Part:
    digest, size = hashlib.sha256(), 0
    with archive.open(name) as content:
        while piece := content.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            keep(piece)
            go_on()
    return Part(size, digest.hexdigest())
