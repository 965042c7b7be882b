"""Managing accounts: who there is, which roles they hold over whom, and a way back in."""

import uuid
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select, update

from sync.central.accounts.audit import By, record
from sync.central.accounts.links import DAY_MS, Purpose, make_link
from sync.central.accounts.lockout import unlock
from sync.central.accounts.reader import Reader
from sync.central.accounts.roles import ADMINISTRATOR, Kind, Roles
from sync.central.accounts.second_factor import forget_recovery_codes
from sync.central.accounts.sessions import close_sessions
from sync.central.accounts.signing_in import plain_login
from sync.central.database.rows import insert_new, lock_administrators
from sync.central.database.tables import accounts, grants, identities, officials, units
from sync.central.database.text import storable
from sync.central.keys.clock import Clock

INVITED_MS: Final = 3 * DAY_MS


class AccountRefused(Exception):
    """What does not fit, as a word of this room's and, for commands, in English."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


@dataclass(frozen=True)
class Grant:
    """A role over a unit, an official, or ''."""

    role: str
    about: str


class Desk(NamedTuple):
    """With what accounts are managed: the writing transaction, the clock, who acts, the roles."""

    connection: Connection
    clock: Clock
    by: Reader | By
    roles: Roles

    def add(self, login: str, name: str) -> str:
        """A new account that nobody can sign in to yet; its id.

        Raises:
            AccountRefused: the login is taken, empty, or holds blanks.
        """
        login, name = plain_login(login), storable(name.strip())
        if not login or not name or any(letter.isspace() or not letter.isprintable() for letter in login):
            raise AccountRefused("login_form", "a login without blanks, and a name, are needed")
        account = str(uuid.uuid4())
        row = {"account": account, "login": login, "name": name, "state": "active"}
        insert_new(self.connection, accounts, [row | {"created_ms": self.clock.wall_ms()}])
        if find(self.connection, login).account != account:
            raise AccountRefused("login_taken", f"{login}: there is such a login already")
        self.note("account_added", account, login=login, name=name)
        return account

    def grant(self, account: str, role: str, about: str) -> None:
        """Give a role over a unit, an official (by id), or ''.

        Raises:
            AccountRefused: no such role, unit or official.
        """
        found = self.roles.of(role)
        if found is None:
            raise AccountRefused(
                "role_unknown", f"{role}: no such role; there are {', '.join(self.roles.all)}"
            )
        if found.scope is Kind.PROVINCE:
            about = ""
        elif found.scope is Kind.UNITS and not self._is_there(units.c.unit == about):
            raise AccountRefused("unit_unknown", f"{role}: a unit is needed; {about!r} is none")
        elif found.scope is Kind.SELF and not self._is_there(officials.c.official == about):
            raise AccountRefused("official_unknown", f"{role}: an official is needed; {about!r} is none")
        insert_new(self.connection, grants, [{"account": account, "role": role, "about": about}])
        close_sessions(self.connection, account)
        self.note("role_granted", account, role=role, over=about)

    def withdraw(self, account: str, role: str, about: str) -> None:
        """Take a role away.

        Raises:
            AccountRefused: nobody would be left to manage accounts.
        """
        lock_administrators(self.connection)
        same = (grants.c.account == account, grants.c.role == role, grants.c.about == about)
        self.connection.execute(delete(grants).where(*same))
        if role == ADMINISTRATOR:
            self._keep_an_administrator()
        close_sessions(self.connection, account)
        self.note("role_withdrawn", account, role=role, over=about)

    def disable(self, account: str) -> None:
        """Let nobody sign in to it any more.

        Raises:
            AccountRefused: nobody would be left to manage accounts.
        """
        lock_administrators(self.connection)
        self._change(account, state="disabled")
        if Grant(ADMINISTRATOR, "") in grants_of(self.connection, account):
            self._keep_an_administrator()
        close_sessions(self.connection, account)
        self.note("account_disabled", account)

    def enable(self, account: str) -> None:
        """Let it be used again."""
        self._change(account, state="active")
        self.note("account_enabled", account)

    def invite(self, account: str, for_ms: int = INVITED_MS) -> str:
        """A one-time link's path, with which the person chooses a password; a lock-out is over then."""
        login = get(self.connection, account).login
        unlock(self.connection, login)
        path = make_link(self.connection, account, Purpose.PASSWORD, self.clock.wall_ms() + for_ms)
        self.note("link_made", account)
        return path

    def reset_second_factor(self, account: str) -> None:
        """Let the next sign-in set up a new app."""
        self._change(account, totp=None, totp_step=None)
        forget_recovery_codes(self.connection, account)
        close_sessions(self.connection, account)
        self.note("second_factor_reset", account)

    def sign_out(self, account: str) -> None:
        """Sign the person out everywhere."""
        close_sessions(self.connection, account)
        self.note("sessions_ended", account)

    def link_identity(self, account: str, issuer: str, subject: str) -> None:
        """Who the account is at a provider of identities.

        Raises:
            AccountRefused: that identity belongs to another account, or is none.
        """
        if not issuer or not subject:
            raise AccountRefused("identity_form", "an issuer and a subject are needed")
        insert_new(self.connection, identities, [{"issuer": issuer, "subject": subject, "account": account}])
        same = (identities.c.issuer == issuer, identities.c.subject == subject)
        if self.connection.execute(select(identities.c.account).where(*same)).scalar_one() != account:
            raise AccountRefused("identity_taken", "that identity belongs to another account")
        self.note("identity_linked", account, issuer=issuer, subject=subject)

    def unlink_identities(self, account: str) -> None:
        """It is nobody at any provider."""
        self.connection.execute(delete(identities).where(identities.c.account == account))
        close_sessions(self.connection, account)
        self.note("identities_unlinked", account)

    def note(self, act: str, account: str, **detail: str) -> None:
        """Write down what was done with an account."""
        record(self.connection, self.clock, self.by, act, account, **detail)

    def _change(self, account: str, **values: str | None) -> None:
        self.connection.execute(update(accounts).where(accounts.c.account == account).values(values))

    def _keep_an_administrator(self) -> None:
        if not administrators(self.connection):
            raise AccountRefused("last_administrator", "nobody would be left to manage accounts")

    def _is_there(self, condition: ColumnElement[bool]) -> bool:
        return self.connection.execute(select(condition).where(condition)).first() is not None


def identities_of(connection: Connection, account: str) -> list[tuple[str, str]]:
    """Who the account is elsewhere: (issuer, subject)."""
    mine = select(identities.c.issuer, identities.c.subject).where(identities.c.account == account)
    return [(row.issuer, row.subject) for row in connection.execute(mine.order_by(*identities.c))]


def administrators(connection: Connection) -> int:
    """How many accounts in use may manage accounts."""
    held = (
        select(func.count())
        .select_from(grants.join(accounts, accounts.c.account == grants.c.account))
        .where(grants.c.role == ADMINISTRATOR, accounts.c.state == "active")
    )
    return connection.execute(held).scalar_one()


def grants_of(connection: Connection, account: str) -> list[Grant]:
    """The roles that an account holds."""
    mine = select(grants.c.role, grants.c.about).where(grants.c.account == account)
    return [Grant(*row) for row in connection.execute(mine.order_by(grants.c.role, grants.c.about))]


def find(connection: Connection, login: str) -> Row[tuple[Any, ...]]:
    """The account of a login.

    Raises:
        AccountRefused: there is none.
    """
    row = connection.execute(select(accounts).where(accounts.c.login == plain_login(login))).one_or_none()
    if row is None:
        raise AccountRefused("account_unknown", f"{login}: no such account")
    return row


def get(connection: Connection, account: str) -> Row[tuple[Any, ...]]:
    """The account of this id.

    Raises:
        AccountRefused: there is none.
    """
    row = connection.execute(select(accounts).where(accounts.c.account == account)).one_or_none()
    if row is None:
        raise AccountRefused("account_unknown", f"{account}: no such account")
    return row
