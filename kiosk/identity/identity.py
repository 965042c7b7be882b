"""The kiosk's two keys, in one file that appears whole or not at all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from kiosk.private_files import create_file, make_private_folder
from sync.contract import keys, token
from sync.contract.token import Purpose, Token

FILE_NAME = "identity.pem"
_END = b"-----END PRIVATE KEY-----\n"


class BrokenIdentity(Exception):
    """The file is there and holds no keys of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not hold this kiosk's two keys; restore it or enrol as a new kiosk")


class LostIdentity(BrokenIdentity):
    """A ledger is there, and the keys that it was signed with are not."""

    def __init__(self, path: Path) -> None:
        Exception.__init__(
            self,
            f"{path} is missing: it holds the keys of the kiosk whose ledger is in {path.parent}. "
            "Bring it back from a copy; if there is none, put that folder aside, keep it, "
            "and enrol as a new kiosk",
        )


class IdentityExists(Exception):
    """A key is never replaced."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} holds the key of this kiosk already")


@dataclass(frozen=True, slots=True)
class Identity:
    """`private` signs; `seal_private` opens. The file has mode 0600 and holds both as PEM (PKCS 8)."""

    private: Ed25519PrivateKey
    seal_private: X25519PrivateKey

    @classmethod
    def make(cls, folder: Path) -> Self:
        """New keys, kept in `folder`.

        Raises:
            IdentityExists: there are some; they are left as they are.
        """
        made = cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate())
        make_private_folder(folder)
        try:
            create_file(folder / FILE_NAME, _pem(made.private) + _pem(made.seal_private))
        except FileExistsError as error:
            raise IdentityExists(folder / FILE_NAME) from error
        return made

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """The keys kept in `folder`; None where none were made.

        Raises:
            BrokenIdentity: the file holds something else.
        """
        path = folder / FILE_NAME
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            private, seal_private = (
                load_pem_private_key(block + _END, None) for block in content.split(_END) if block
            )
        except ValueError as error:
            raise BrokenIdentity(path) from error
        if not (isinstance(private, Ed25519PrivateKey) and isinstance(seal_private, X25519PrivateKey)):
            raise BrokenIdentity(path)
        return cls(private, seal_private)

    @property
    def public(self) -> bytes:
        """32 raw bytes: the kiosk's name to the central server."""
        return keys.public_bytes(self.private)

    @property
    def seal_public(self) -> bytes:
        """32 raw bytes: what is meant for this kiosk alone is sealed to them."""
        return self.seal_private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> str:
        """The signature over `message`, base64."""
        return keys.sign(self.private, message)

    def mint(self, purpose: Purpose, kiosk: str, ledger: str, named: str) -> str:
        """The token (base-32) by which a phone finds the rating or invitation with the id `named`."""
        return token.mint(Token(purpose, kiosk, ledger, named), self.private.sign)


def _pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
