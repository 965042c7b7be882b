"""The server's id and private keys, in one file that only its user may read."""

import os
import uuid
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.contract.encoding import Hash, Id, Malformed, decode, write_json
from sync.contract.keys import fingerprint, public_bytes


class BadIdentity(Exception):
    """The keys' file cannot be read; the message names it."""


class _Kept(msgspec.Struct, frozen=True):
    server: Id
    signing_key: Hash
    seal_key: Hash


@dataclass(frozen=True)
class Identity:
    """The server: `private` signs, `seal_private` opens what is sealed to it."""

    server_id: str
    private: Ed25519PrivateKey
    seal_private: X25519PrivateKey

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
    path = folder / "identity.json"
    if not path.exists():
        _make(path)
    try:
        kept = decode(path.read_bytes(), _Kept)
    except (OSError, Malformed) as error:
        raise BadIdentity(f"{path}: {error}") from error
    return Identity(
        kept.server,
        Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept.signing_key)),
        X25519PrivateKey.from_private_bytes(bytes.fromhex(kept.seal_key)),
    )


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = _Kept(
        str(uuid.uuid4()),
        Ed25519PrivateKey.generate().private_bytes_raw().hex(),
        X25519PrivateKey.generate().private_bytes_raw().hex(),
    )
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(write_json(kept))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails where another process was first: its keys stay
    except FileExistsError:
        return
    finally:
        draft.unlink()
    if os.name == "posix":  # without these keys the database would be nobody's
        folder = os.open(path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
