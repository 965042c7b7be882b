"""The server's id and private keys, in one file that only its user may read."""

import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.central.keys.new_file import write_new
from sync.contract.encoding import Hash, Id, Malformed, decode, write_json
from sync.contract.keys import fingerprint, public_bytes

FILE_NAME: Final = "identity.json"


class BadIdentity(Exception):
    """The keys' file cannot be read; the message names it."""


class Kept(msgspec.Struct, frozen=True):
    """The file: private keys in hex; `next_key` is announced, `former_key` was switched from."""

    server: Id
    signing_key: Hash
    seal_key: Hash
    next_key: Hash | None = None
    former_key: Hash | None = None


@dataclass(frozen=True)
class Identity:
    """The server: `private` signs, `seal_private` opens what is sealed to it.

    `former` signed before, and still vouches in directories for the key that took its place.
    """

    server_id: str
    private: Ed25519PrivateKey
    seal_private: X25519PrivateKey
    former: Ed25519PrivateKey | None = None

    @property
    def vouching(self) -> Ed25519PrivateKey:
        """What signs directories: the key that every kiosk believes."""
        return self.former or self.private

    @property
    def public(self) -> bytes:
        """The 32 bytes of the signing key that everybody may know."""
        return public_bytes(self.private)

    @property
    def seal_public(self) -> bytes:
        """The 32 bytes of the seal key that everybody may know."""
        return self.seal_private.public_key().public_bytes_raw()

    @property
    def fingerprint(self) -> str:
        """What an enrolment link carries of the signing key."""
        return fingerprint(self.public)


def open_identity(folder: Path) -> Identity:
    """The identity kept in `folder`, made there the first time.

    Raises:
        BadIdentity: the file is there and cannot be understood.
    """
    path = folder / FILE_NAME
    if not path.exists():
        _make(path)
    kept = read_kept(path)
    return Identity(
        kept.server,
        signing_key(kept.signing_key),
        X25519PrivateKey.from_private_bytes(bytes.fromhex(kept.seal_key)),
        None if kept.former_key is None else signing_key(kept.former_key),
    )


def read_kept(path: Path) -> Kept:
    """What the keys' file holds.

    Raises:
        BadIdentity: it cannot be read or understood.
    """
    try:
        return decode(path.read_bytes(), Kept)
    except (OSError, Malformed) as error:
        raise BadIdentity(f"{path}: {error}") from error


def signing_key(text: str) -> Ed25519PrivateKey:
    """The key with these 32 bytes in hex."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = Kept(
        str(uuid.uuid4()),
        Ed25519PrivateKey.generate().private_bytes_raw().hex(),
        X25519PrivateKey.generate().private_bytes_raw().hex(),
    )
    draft = _draft(path, kept)
    try:
        os.link(draft, path)  # fails where another process was first: its keys stay
    except FileExistsError:
        return
    finally:
        draft.unlink()
    _sync(path.parent)  # without these keys the database would be nobody's


def replace_kept(path: Path, kept: Kept) -> None:
    """Write the keys' file anew: after a power cut it holds the old keys or the new ones, on disk."""
    _draft(path, kept).replace(path)
    _sync(path.parent)


def _draft(path: Path, kept: Kept) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    write_new(draft, write_json(kept))
    return draft


def _sync(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
