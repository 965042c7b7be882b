"""People who are signed in at the central server, without the sign-in pages."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.accounts.passwords import Passwords
from sync.central.accounts.policy import Policy
from sync.central.accounts.provider import Provider
from sync.central.accounts.sessions import Stage, Visitor, open_session, token_of
from sync.central.database import tables
from sync.central.database.engine import writing
from sync.central.database.rows import insert_new
from sync.central.keys.passphrase import Cost

CHEAP = Passwords(time_cost=1, memory_kib=8)
NO_PROVIDER = Provider("http://127.0.0.1:9", "hailong", "a secret", "Sở Nội vụ")  # nobody listens there
QUICK = Policy(
    provider=NO_PROVIDER,
    passwords=CHEAP,
    opening=Cost(passes=1, memory_kib=8),
    pages_at_once=1_000_000,
    forms_at_once=1_000_000,
)
"""Passwords that cost nothing, and nobody asks too fast; what is tested otherwise makes its own policy."""
ORIGIN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Person:
    """Somebody with a session; `headers` is what their browser sends, `token` stands in their forms."""

    account: str
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"hailong={self.secret}; __Host-hailong={self.secret}"}

    @property
    def token(self) -> str:
        return token_of(self.secret)


def sign_in(engine: Engine, now_ms: int, *grants: tuple[str, str], name: str = "Lê Thị Mai") -> Person:
    """An account with these grants (role, and unit, official or ''), signed in at `now_ms`."""
    account = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{name} {grants}"))
    row: dict[str, Any] = {
        "account": account,
        "login": account,
        "name": name,
        "state": "active",
        "created_ms": 0,
    }
    with writing(engine) as connection:
        insert_new(connection, tables.accounts, [row])
        held = [{"account": account, "role": role, "about": about} for role, about in grants]
        insert_new(connection, tables.grants, held)
        secret = open_session(connection, account, Stage.FULL, Visitor("127.0.0.1", "a test"), now_ms)
    return Person(account, secret)


class SignedIn:
    """An application in a browser where a person is signed in."""

    def __init__(self, app: ASGIApp, person: Person) -> None:
        self._app = app
        self._person = person

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookie = (b"cookie", self._person.headers["Cookie"].encode())
        await self._app({**scope, "headers": [*scope["headers"], cookie]}, receive, send)
