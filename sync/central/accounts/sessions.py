"""Sessions: kept here, by the digest of a random value that only the browser has."""

import hashlib
import secrets
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, delete, select, update

from sync.central.accounts.policy import Policy
from sync.central.database.tables import accounts, sessions
from sync.central.database.text import storable

_BYTES: Final = 32
SEEN_EVERY_MS: Final = 60_000
"""How often a session's last use is written down."""


class Stage(StrEnum):
    """How far a sign-in came."""

    CODE = "code"  # the password was right; a second factor is awaited
    SETUP = "setup"  # there is no second factor yet
    FULL = "full"


class Session(NamedTuple):
    """A session that holds now; `due` says that its use should be written down."""

    digest: str
    account: str
    stage: Stage
    due: bool
    totp: str | None


class Visitor(NamedTuple):
    """Where a session is held: the caller's address and what its browser calls itself."""

    address: str
    agent: str


def digest_of(secret: str) -> str:
    """What is kept of a session's or a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> str:
    """The token that every form of this session holds; the secret cannot be worked out from it."""
    return hashlib.sha256(b"hailong-form-1\n" + secret.encode()).hexdigest()


def open_session(connection: Connection, account: str, stage: Stage, visitor: Visitor, now_ms: int) -> str:
    """Begin a session; return the secret for the browser, 256 bits."""
    secret = secrets.token_urlsafe(_BYTES)
    connection.execute(
        sessions.insert().values(
            digest=digest_of(secret),
            account=account,
            stage=stage,
            address=storable(visitor.address),
            agent=storable(visitor.agent),
            created_ms=now_ms,
            seen_ms=now_ms,
        )
    )
    return secret


def find_session(connection: Connection, secret: str, policy: Policy, now_ms: int) -> Session | None:
    """The session of this secret, unless it was idle too long or is too old."""
    row = connection.execute(select(sessions).where(sessions.c.digest == digest_of(secret))).one_or_none()
    if row is None or now_ms - row.seen_ms >= policy.idle_ms:
        return None
    if now_ms - row.created_ms >= (policy.whole_ms if row.stage == Stage.FULL else policy.half_ms):
        return None
    return _session(row, due=now_ms - row.seen_ms >= SEEN_EVERY_MS)


def mark_seen(connection: Connection, session: Session, now_ms: int) -> None:
    """It was used now."""
    connection.execute(update(sessions).where(sessions.c.digest == session.digest).values(seen_ms=now_ms))


def session_of(connection: Connection, digest: str) -> Session:
    """The session of this digest, which was found before."""
    row = connection.execute(select(sessions).where(sessions.c.digest == digest)).one()
    return _session(row)


def hold_session(connection: Connection, account: str, digest: str) -> Session | None:
    """The session, if nobody ended it since it was found.

    Nobody ends it, and nobody changes how the account is entered, until this transaction ends.
    """
    one = select(accounts.c.account).where(accounts.c.account == account)
    connection.execute(one.with_for_update(key_share=True)).one()
    mine = select(sessions).where(sessions.c.digest == digest)
    row = connection.execute(mine.with_for_update()).one_or_none()
    return None if row is None else _session(row)


def keep_totp(connection: Connection, digest: str, secret: str | None) -> None:
    """Keep the second factor that is being set up in this session."""
    connection.execute(update(sessions).where(sessions.c.digest == digest).values(totp=secret))


def close_session(connection: Connection, digest: str) -> None:
    """End one session."""
    connection.execute(delete(sessions).where(sessions.c.digest == digest))


def close_sessions(connection: Connection, account: str, *, but: str = "") -> int:
    """End every session of an account (but one); how many there were."""
    mine = (sessions.c.account == account, sessions.c.digest != but)
    return connection.execute(delete(sessions).where(*mine)).rowcount


def forget_sessions(connection: Connection, policy: Policy, now_ms: int) -> None:
    """Let go of those that no longer hold."""
    unused = sessions.c.seen_ms <= now_ms - policy.idle_ms
    old = sessions.c.created_ms <= now_ms - policy.whole_ms
    half = (sessions.c.stage != Stage.FULL) & (sessions.c.created_ms <= now_ms - policy.half_ms)
    connection.execute(delete(sessions).where(unused | old | half))


def _session(row: Row[tuple[Any, ...]], *, due: bool = False) -> Session:
    return Session(row.digest, row.account, Stage(row.stage), due, row.totp)
