"""One-time links: only a digest is kept; whoever opens one gets a page, and spends it with its button."""

import secrets
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, select

from sync.central.accounts.sessions import digest_of
from sync.central.database.tables import accounts, links

_BYTES: Final = 32
HOUR_MS: Final = 60 * 60 * 1000
DAY_MS: Final = 24 * HOUR_MS


class Purpose(StrEnum):
    """What a link is good for."""

    PASSWORD = "password"  # noqa: S105  # choose a new one
    VISIT = "visit"  # be signed in at once; made by the command line only


class Link(NamedTuple):
    """A link that holds now."""

    digest: str
    account: str
    login: str
    name: str
    purpose: Purpose


def make_link(connection: Connection, account: str, purpose: Purpose, until_ms: int) -> str:
    """A new link's path; earlier ones of this account hold no more."""
    connection.execute(delete(links).where(links.c.account == account))
    secret = secrets.token_urlsafe(_BYTES)
    connection.execute(
        links.insert().values(digest=digest_of(secret), account=account, purpose=purpose, until_ms=until_ms)
    )
    return f"/link/{secret}"


def find_link(connection: Connection, secret: str, now_ms: int) -> Link | None:
    """The link, if it holds and its account is in use."""
    row = connection.execute(
        select(links, accounts.c.login, accounts.c.name)
        .join(accounts, accounts.c.account == links.c.account)
        .where(links.c.digest == digest_of(secret), links.c.until_ms > now_ms, accounts.c.state == "active")
    ).one_or_none()
    if row is None:
        return None
    return Link(row.digest, row.account, row.login, row.name, Purpose(row.purpose))


def spend_link(connection: Connection, link: Link) -> bool:
    """Whether it was still there; it is no more."""
    return connection.execute(delete(links).where(links.c.digest == link.digest)).rowcount == 1
