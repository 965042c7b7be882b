"""One's own account: password, second factor, sessions, language."""

from typing import NamedTuple

from sqlalchemy import Connection, select, update

from sync.central.accounts.audit import record
from sync.central.accounts.passwords import Passwords, judge_password
from sync.central.accounts.sessions import Stage, close_sessions
from sync.central.accounts.signing_in import by_of
from sync.central.database.tables import accounts, sessions
from sync.central.keys.clock import Clock
from sync.central.web.forms import Form


class Held(NamedTuple):
    """A session as its owner sees it."""

    digest: str
    address: str
    agent: str
    created_ms: int
    seen_ms: int


def choose_password(form: Form, passwords: Passwords, login: str, name: str) -> str | None:
    """The hash of the form's `new_password`, typed twice; None if it is refused."""
    new = form.secret("new_password")
    if word := judge_password(new, [login, name, "hài lòng", "hailong"]):
        form.refuse("new_password", word)
    elif new != form.secret("again"):
        form.refuse("again", "password_differs")
    return None if form.refusals else passwords.hash(new)


def keep_password(connection: Connection, clock: Clock, account: str, phc: str, but: str = "") -> Stage:
    """The account has this password now, and no session (but one); what must be asked for next."""
    connection.execute(update(accounts).where(accounts.c.account == account).values(password=phc))
    close_sessions(connection, account, but=but)
    record(connection, clock, by_of(connection, account), "password_changed", account)
    totp = connection.execute(select(accounts.c.totp).where(accounts.c.account == account)).scalar_one()
    return Stage.CODE if totp else Stage.SETUP


def keep_language(connection: Connection, account: str, language: str) -> None:
    """The language that pages speak to this account."""
    connection.execute(update(accounts).where(accounts.c.account == account).values(language=language))


def sessions_of(connection: Connection, account: str) -> list[Held]:
    """Where the account is signed in, the last used first."""
    mine = (
        select(sessions)
        .where(sessions.c.account == account, sessions.c.stage == Stage.FULL)
        .order_by(sessions.c.seen_ms.desc(), sessions.c.digest)
    )
    return [
        Held(row.digest, row.address, row.agent, row.created_ms, row.seen_ms)
        for row in connection.execute(mine)
    ]
