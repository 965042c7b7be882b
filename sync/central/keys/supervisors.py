"""The supervisors' key: comments and the harassment answer are sealed to it; this server alone opens none.

Its private half is written once, encrypted, into a file that the supervisors take away; the public half is
kept here, old ones with their dates, since blobs sealed to them may still be opened by whoever has the file,
or a share of it (room `comments`).
"""

from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
)
from sqlalchemy import Connection, select, update

from sync.central.database.tables import supervisors_keys
from sync.central.keys.new_file import write_new

SHORTEST_PASSPHRASE: Final = 12


class KeyRefused(Exception):
    """A key that cannot be made; the message says why. Nothing was changed."""


def write_private_key(path: Path, passphrase: str) -> X25519PrivateKey:
    """Make a key, and write it into `path`, a new file of mode 0600.

    The file is PKCS#8 in PEM, encrypted (PBES2), as `openssl pkey` reads it. It is on disk when this returns.

    Raises:
        KeyRefused: the passphrase is short, or the file exists or cannot be written.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise KeyRefused(f"a passphrase has at least {SHORTEST_PASSPHRASE} letters")
    private = X25519PrivateKey.generate()
    pem = private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    try:
        write_new(path, pem)
    except FileExistsError as error:
        raise KeyRefused(f"{path}: is there already, and no key is ever overwritten; name another") from error
    except OSError as error:
        raise KeyRefused(f"{path}: {error.strerror}") from error
    return private


def keep_public_key(connection: Connection, public: str, now_ms: int) -> None:
    """Seal to this key (hex) from now on."""
    connection.execute(
        update(supervisors_keys).where(supervisors_keys.c.until_ms.is_(None)).values(until_ms=now_ms)
    )
    connection.execute(supervisors_keys.insert().values(key=public, since_ms=now_ms))


def public_key(connection: Connection) -> str | None:
    """What is sealed to now, hex; None before the first key."""
    return connection.execute(
        select(supervisors_keys.c.key).where(supervisors_keys.c.until_ms.is_(None))
    ).scalar_one_or_none()
