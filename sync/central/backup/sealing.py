"""The keys' folder under a passphrase: argon2id, then ChaCha20-Poly1305 over a small archive in memory."""

import io
import os
import zipfile
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sync.central.backup.refusal import BackupRefused

LEAST_LETTERS: Final = 12
_MAGIC: Final = b"hailong-keys-1\n"
_SALT: Final = 16
_NONCE: Final = 12


class Cost(NamedTuple):
    """How dear one guess of the passphrase is."""

    iterations: int = 3
    memory_kib: int = 65_536


def seal_folder(folder: Path, passphrase: str, cost: Cost | None = None) -> bytes:
    """Every file of the folder, sealed.

    Raises:
        BackupRefused: the passphrase is too short to be one.
    """
    if len(passphrase) < LEAST_LETTERS:
        raise BackupRefused(f"the passphrase is shorter than {LEAST_LETTERS} letters")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not file.is_symlink():
                archive.writestr(file.relative_to(folder).as_posix(), file.read_bytes())
    salt, nonce, chosen = os.urandom(_SALT), os.urandom(_NONCE), cost or Cost()
    head = _MAGIC + b"%d %d\n" % chosen + salt + nonce
    return head + ChaCha20Poly1305(_key(passphrase, salt, chosen)).encrypt(nonce, packed.getvalue(), head)


def open_sealed(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """The files by their names, which are relative and stay inside a folder.

    Raises:
        BackupRefused: another passphrase, or these are no sealed keys.
    """
    told, _, rest = sealed.removeprefix(_MAGIC).partition(b"\n")
    try:
        cost = Cost(*map(int, told.split()))
        head = sealed[: len(sealed) - len(rest) + _SALT + _NONCE]
        salt, nonce = rest[:_SALT], rest[_SALT : _SALT + _NONCE]
        key = _key(passphrase, salt, cost)
        plain = ChaCha20Poly1305(key).decrypt(nonce, rest[_SALT + _NONCE :], head)
    except InvalidTag as error:
        raise BackupRefused("the passphrase is another one, or the keys in the backup are damaged") from error
    except (TypeError, ValueError) as error:
        raise BackupRefused("the keys in the backup cannot be read") from error
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _key(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    if not (0 < cost.iterations <= 16 and 8 <= cost.memory_kib <= 1_048_576):
        raise ValueError("a cost beyond every bound")
    derive = Argon2id(salt=salt, length=32, iterations=cost.iterations, lanes=1, memory_cost=cost.memory_kib)
    return derive.derive(passphrase.encode())
