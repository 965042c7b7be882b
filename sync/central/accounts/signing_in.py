"""Signing in, step by step: a password, then a second factor. Nothing tells whether an account exists."""

from typing import NamedTuple

from sqlalchemy import Connection, Engine, select, update

from sync.central.accounts.audit import By, record
from sync.central.accounts.lockout import admit, count_success
from sync.central.accounts.policy import Policy
from sync.central.accounts.second_factor import (
    make_recovery_codes,
    new_secret,
    spend_recovery_code,
    step_of,
)
from sync.central.accounts.sessions import (
    Session,
    Stage,
    Visitor,
    close_session,
    close_sessions,
    forget_sessions,
    hold_session,
    keep_totp,
    open_session,
)
from sync.central.accounts.vault import Vault
from sync.central.database.engine import reading, writing
from sync.central.database.tables import accounts
from sync.central.keys.clock import Clock

_MOST_LETTERS = 200


class Wrong(NamedTuple):
    """Not so; or, with `wait_ms`, too early."""

    wait_ms: int = 0


class Passed(NamedTuple):
    """A step forward: the new session's secret, and where it stands; `codes` only after a set-up."""

    secret: str
    stage: Stage
    codes: tuple[str, ...] = ()


def plain_login(login: str) -> str:
    """The login as it is kept."""
    return login.strip().lower()[:_MOST_LETTERS]


def try_password(
    engine: Engine, clock: Clock, policy: Policy, login: str, password: str, visitor: Visitor
) -> Passed | Wrong:
    """A password for a login."""
    login, now_ms = plain_login(login), clock.wall_ms()
    with writing(engine) as connection:
        if wait_ms := admit(connection, login, visitor.address, now_ms):
            return Wrong(wait_ms)
    with reading(engine) as connection:
        row = connection.execute(select(accounts).where(accounts.c.login == login)).one_or_none()
    usable = row is not None and row.state == "active"
    proved = policy.passwords.proves(row.password if row and usable else None, password[:_MOST_LETTERS])
    with writing(engine) as connection:
        if row is None or not proved:
            by = By(row.account, row.name) if row else By("", "")
            record(connection, clock, by, "sign_in_failed", by.account, address=visitor.address)
            return Wrong()
        if policy.passwords.is_outdated(row.password):
            anew = policy.passwords.hash(password)
            same = (accounts.c.account == row.account, accounts.c.password == row.password)
            connection.execute(update(accounts).where(*same).values(password=anew))
        count_success(connection, row.account, login, visitor.address, now_ms)
        forget_sessions(connection, policy, now_ms)
        stage = Stage.CODE if row.totp else Stage.SETUP
        return Passed(open_session(connection, row.account, stage, visitor, now_ms), stage)


def try_code(
    engine: Engine, clock: Clock, vault: Vault, session: Session, code: str, visitor: Visitor
) -> Passed | Wrong | None:
    """A code of the app, or a recovery code, in a session that awaits one; None if that is over."""
    now_ms = clock.wall_ms()
    with writing(engine) as connection:
        if hold_session(connection, session.account, session.digest) is None:
            return None
        row = connection.execute(select(accounts).where(accounts.c.account == session.account)).one()
        counted = f"code\n{row.login}"
        if wait_ms := admit(connection, counted, visitor.address, now_ms):
            return Wrong(wait_ms)
        how = spend_code(connection, vault, row.account, code, now_ms)
        if how is None:
            by = By(row.account, row.name)
            record(connection, clock, by, "code_failed", row.account, address=visitor.address)
            return Wrong()
        count_success(connection, row.account, counted, visitor.address, now_ms)
        return Passed(enter(connection, clock, session, visitor, how), Stage.FULL)


def spend_code(connection: Connection, vault: Vault, account: str, code: str, now_ms: int) -> str | None:
    """How the code proves a second factor, totp or recovery; it cannot be used again. None: it does not."""
    row = connection.execute(select(accounts).where(accounts.c.account == account)).one()
    step = step_of(vault.open(row.totp, account), code, row.totp_step, now_ms) if row.totp else None
    if step is not None:
        unused = (accounts.c.account == account) & (
            accounts.c.totp_step.is_(None) | (accounts.c.totp_step < step)
        )
        if connection.execute(update(accounts).where(unused).values(totp_step=step)).rowcount:
            return "totp"
    return "recovery" if spend_recovery_code(connection, account, code) else None


def set_up(
    engine: Engine, clock: Clock, vault: Vault, session: Session, code: str, visitor: Visitor
) -> Passed | Wrong | None:
    """The first code of a new app, in a session without a second factor; None if that is over.

    It is over, too, once the account has a second factor: from then on that is asked for.
    """
    with writing(engine) as connection:
        held = hold_session(connection, session.account, session.digest)
        if held is None or _has_second_factor(connection, session.account):
            return None
        codes = take_second_factor(connection, clock, vault, held, code)
        if codes is None:
            return Wrong()
        secret = enter(connection, clock, session, visitor, "setup")
    return Passed(secret, Stage.FULL, tuple(codes))


def take_second_factor(
    connection: Connection, clock: Clock, vault: Vault, session: Session, code: str
) -> list[str] | None:
    """The app that this session, which is held, showed counts from now on, and every other session is over.

    Recovery codes, or None if the code is wrong.
    """
    secret = vault.open(session.totp, session.account) if session.totp else None
    step = step_of(secret, code, None, clock.wall_ms()) if secret else None
    if step is None:
        return None
    new = {"totp": session.totp, "totp_step": step}
    connection.execute(update(accounts).where(accounts.c.account == session.account).values(new))
    close_sessions(connection, session.account, but=session.digest)
    record(connection, clock, by_of(connection, session.account), "second_factor_set", session.account)
    return make_recovery_codes(connection, session.account)


def pending_secret(connection: Connection, vault: Vault, session: Session) -> str:
    """The secret of the app that this session sets up; the same until it is taken."""
    if session.totp:
        return vault.open(session.totp, session.account)
    secret = new_secret()
    keep_totp(connection, session.digest, vault.close(secret, session.account))
    return secret


def enter(connection: Connection, clock: Clock, session: Session, visitor: Visitor, how: str) -> str:
    """Leave the half session for a whole one with another secret."""
    close_session(connection, session.digest)
    return begin(connection, clock, session.account, visitor, how)


def begin(connection: Connection, clock: Clock, account: str, visitor: Visitor, how: str) -> str:
    """A whole session, and the word of it."""
    by = by_of(connection, account)
    record(connection, clock, by, "signed_in", account, how=how, address=visitor.address)
    return open_session(connection, account, Stage.FULL, visitor, clock.wall_ms())


def _has_second_factor(connection: Connection, account: str) -> bool:
    mine = select(accounts.c.totp).where(accounts.c.account == account)
    return connection.execute(mine).scalar_one() is not None


def by_of(connection: Connection, account: str) -> By:
    """Who an account is, for the log."""
    name = connection.execute(select(accounts.c.name).where(accounts.c.account == account)).scalar_one()
    return By(account, name)
