"""The commands about people: `account first, add, list, grant, …` and `audit verify, list`."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from sync.central.accounts.audit import By, verify_audit
from sync.central.accounts.links import HOUR_MS, Purpose, make_link
from sync.central.accounts.listing import Listed, Wanted, list_accounts, list_entries, open_proofs
from sync.central.accounts.managing import AccountRefused, Desk, administrators, find
from sync.central.accounts.roles import ADMINISTRATOR
from sync.central.acting import who_acts
from sync.central.api.site import site_of
from sync.central.database.engine import reading, writing
from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import audit
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell

Act = Callable[[Desk, str, argparse.Namespace], None]


def first(settings: Settings, given: argparse.Namespace) -> int:
    """Make the first administrator, and print the link with which they choose a password."""
    with _desk(settings, given) as desk:
        if administrators(desk.connection):
            raise AccountRefused("login_taken", "there is an administrator already; see: account reset")
        account = desk.add(given.login, given.name)
        desk.grant(account, ADMINISTRATOR, "")
        _tell_link(settings, given, desk, account, desk.invite(account, HOUR_MS), "1 hour")
    return 0


def add(settings: Settings, given: argparse.Namespace) -> int:
    """Make an account, and print the link with which its owner chooses a password."""
    with _desk(settings, given) as desk:
        account = desk.add(given.login, given.name)
        desk.grant(account, given.role, given.over)
        _tell_link(settings, given, desk, account, desk.invite(account), "3 days")
    return 0


def tell_accounts(settings: Settings, given: argparse.Namespace) -> int:
    """List every account."""
    found: list[Listed] = []
    after = ""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        while True:
            page = list_accounts(connection, after, AT_A_TIME)
            found += page.rows
            if not (after := page.after):
                break
    rows = [
        f"{one.login:<24} {one.state:<9} {one.name}  "
        + ", ".join(f"{grant.role} {grant.about}".strip() for grant in one.grants)
        for one in found
    ]
    tell(given, found, "\n".join(rows) or "no accounts")
    return 0


def _one(act: Act) -> Callable[[Settings, argparse.Namespace], int]:
    def run(settings: Settings, given: argparse.Namespace) -> int:
        with _desk(settings, given) as desk:
            account = find(desk.connection, given.login).account
            act(desk, account, given)
        tell(given, {"account": account, "login": given.login}, f"account {given.login}: done")
        return 0

    return run


grant = _one(lambda desk, account, given: desk.grant(account, given.role, given.over))
withdraw = _one(lambda desk, account, given: desk.withdraw(account, given.role, given.over))
disable = _one(lambda desk, account, _given: desk.disable(account))
enable = _one(lambda desk, account, _given: desk.enable(account))
sign_out = _one(lambda desk, account, _given: desk.sign_out(account))
link_identity = _one(lambda desk, account, given: desk.link_identity(account, given.issuer, given.subject))


def reset(settings: Settings, given: argparse.Namespace) -> int:
    """Print a link for a new password; with --second-factor, the next sign-in sets up a new app, too."""
    with _desk(settings, given) as desk:
        account = find(desk.connection, given.login).account
        if given.second_factor:
            desk.reset_second_factor(account)
        _tell_link(settings, given, desk, account, desk.invite(account), "3 days")
    return 0


def visit(settings: Settings, given: argparse.Namespace) -> int:
    """Print a link that signs in once, without password or code: for whoever holds the database anyway."""
    with _desk(settings, given) as desk:
        account = find(desk.connection, given.login).account
        desk.note("visit_made", account)
        until_ms = desk.clock.wall_ms() + HOUR_MS
        path = make_link(desk.connection, account, Purpose.VISIT, until_ms)
        _tell_link(settings, given, desk, account, path, "1 hour")
    return 0


def verify_log(settings: Settings, given: argparse.Namespace) -> int:
    """Recompute the audit log's chain."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        wrong = list(verify_audit(connection))
        last = connection.execute(
            select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)
        ).first()
    entries, head = (last.seq, last.hash.hex()) if last else (0, "")
    told = {"entries": entries, "head": head, "differences": wrong}
    tell(given, told, "\n".join([*wrong, f"{entries} entries, {len(wrong)} differences; head {head}"]))
    return 1 if wrong else 0


def tell_log(settings: Settings, given: argparse.Namespace) -> int:
    """List the audit log's latest entries."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        account = find(connection, given.login).account if given.login else ""
        wanted = Wanted(account=account, act=given.act or "", about=given.about or "")
        secret = open_proofs(connection, "", central.clock.wall_ms())
        found = list_entries(connection, wanted, limit=given.last, secret=secret).rows
    rows = [
        f"{entry.seq:>6}  {datetime.fromtimestamp(entry.at / 1000, UTC):%Y-%m-%d %H:%M:%S}Z  "
        f"{entry.name or '–'}  {entry.act}  {entry.about}  {entry.detail or ''}".rstrip()
        for entry in found
    ]
    tell(given, found, "\n".join(rows) or "no entries")
    return 0


@contextmanager
def _desk(settings: Settings, given: argparse.Namespace) -> Iterator[Desk]:
    by = By("", who_acts(given))
    with open_central(settings) as central, writing(central.engine) as connection:
        yield Desk(connection, central.clock, by, settings.roles)


def _tell_link(
    settings: Settings, given: argparse.Namespace, desk: Desk, account: str, path: str, good_for: str
) -> None:
    address = _people_call(desk.connection, settings) + path
    told = {"account": account, "login": given.login, "link": address, "path": path}
    tell(given, told, f"{given.login}: good once, for {good_for}\n{address}")


def _people_call(connection: Connection, settings: Settings) -> str:
    return site_of(connection, settings).address
