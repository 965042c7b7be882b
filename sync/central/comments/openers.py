"""Who can open: openers and their shares. Every private half here is closed or sealed."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from sqlalchemy import Connection, delete, select

from sync.central.database.rows import put
from sync.central.database.tables import accounts, key_shares, openers, supervisors_keys
from sync.central.keys.passphrase import Cost, close, open_closed
from sync.contract.seal import seal_for, unseal_with

_INFO: Final = b"hailong-share-1\n"
LARGEST_FILE: Final = 16 * 1024


class NoKey(Exception):
    """A file that holds no key which this server seals or sealed to, or a passphrase that opens it not."""


class Opener(NamedTuple):
    """A supervisor who has chosen a passphrase, and whether the key that is sealed to now is among theirs."""

    account: str
    name: str
    shares: int
    current: bool


def choose_passphrase(connection: Connection, account: str, passphrase: str, cost: Cost, now_ms: int) -> None:
    """Make this account an opener anew: without a share until a key is brought or somebody admits it."""
    private = X25519PrivateKey.generate()
    connection.execute(delete(key_shares).where(key_shares.c.account == account))
    _keep(connection, account, private, passphrase, cost, now_ms)


def change_passphrase(
    connection: Connection, account: str, old: str, new: str, cost: Cost, now_ms: int
) -> None:
    """Another passphrase for the same opener; shares stay.

    Raises:
        WrongPassphrase: `old` opens nothing.
    """
    _keep(connection, account, _own(connection, account, old), new, cost, now_ms)


def open_shares(connection: Connection, account: str, passphrase: str) -> tuple[X25519PrivateKey, ...]:
    """The supervisors' keys that this passphrase opens.

    Raises:
        WrongPassphrase: it opens nothing.
    """
    own = _own(connection, account, passphrase)
    rows = connection.execute(select(key_shares.c.sealed).where(key_shares.c.account == account)).scalars()
    return tuple(
        X25519PrivateKey.from_private_bytes(unseal_with(own, bytes(sealed), _INFO)) for sealed in rows
    )


def share(connection: Connection, private: Iterable[X25519PrivateKey], account: str, now_ms: int) -> int:
    """Let an opener have these supervisors' keys; how many they were. One who is no opener gets none."""
    public = connection.execute(select(openers.c.public).where(openers.c.account == account)).scalar()
    if public is None:
        return 0
    rows = [
        {
            "key": one.public_key().public_bytes_raw().hex(),
            "account": account,
            "sealed": seal_for(bytes.fromhex(public), one.private_bytes_raw(), _INFO),
            "made_ms": now_ms,
        }
        for one in private
    ]
    put(connection, key_shares, rows)
    return len(rows)


def share_with_all(connection: Connection, private: X25519PrivateKey, now_ms: int) -> int:
    """Let every opener who has a share have this key, too: a new one is made; how many they are."""
    known = connection.execute(select(key_shares.c.account).distinct()).scalars().all()
    return sum(share(connection, [private], account, now_ms) for account in known)


def read_key_file(connection: Connection, content: bytes, passphrase: str) -> X25519PrivateKey:
    """The key in a file of `keys supervisors`.

    Raises:
        NoKey: there is none in it that this server knows, or the passphrase is another.
    """
    try:
        private = load_pem_private_key(content, passphrase.encode() or None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NoKey from error
    if not isinstance(private, X25519PrivateKey):
        raise NoKey
    public = private.public_key().public_bytes_raw().hex()
    known = select(supervisors_keys.c.key).where(supervisors_keys.c.key == public)
    if connection.execute(known).first() is None:
        raise NoKey
    return private


def list_openers(connection: Connection) -> list[Opener]:
    """Every opener, by name."""
    current = select(supervisors_keys.c.key).where(supervisors_keys.c.until_ms.is_(None))
    key = connection.execute(current).scalar()
    held: dict[str, set[str]] = {}
    for row in connection.execute(select(key_shares.c.account, key_shares.c.key)):
        held.setdefault(row.account, set()).add(row.key)
    rows = connection.execute(
        select(openers.c.account, accounts.c.name)
        .join(accounts, accounts.c.account == openers.c.account)
        .order_by(accounts.c.name, openers.c.account)
    )
    return [
        Opener(row.account, row.name, len(held.get(row.account, ())), key in held.get(row.account, ()))
        for row in rows
    ]


def is_opener(connection: Connection, account: str) -> bool:
    """Whether this account has chosen a passphrase."""
    return (
        connection.execute(select(openers.c.account).where(openers.c.account == account)).first() is not None
    )


def remove_opener(connection: Connection, account: str) -> bool:
    """Take passphrase and shares from an account; whether it had any."""
    connection.execute(delete(key_shares).where(key_shares.c.account == account))
    return connection.execute(delete(openers).where(openers.c.account == account)).rowcount == 1


def _own(connection: Connection, account: str, passphrase: str) -> X25519PrivateKey:
    stored = connection.execute(select(openers.c.closed).where(openers.c.account == account)).scalar_one()
    return X25519PrivateKey.from_private_bytes(open_closed(stored, passphrase, _about(account)))


def _keep(
    connection: Connection, account: str, private: X25519PrivateKey, passphrase: str, cost: Cost, now_ms: int
) -> None:
    row = {
        "account": account,
        "public": private.public_key().public_bytes_raw().hex(),
        "closed": close(private.private_bytes_raw(), passphrase, _about(account), cost),
        "made_ms": now_ms,
    }
    put(connection, openers, [row])


def _about(account: str) -> str:
    return f"hailong-opener-1\n{account}"
