"""Accounts and audit entries as pages and commands list them, a bounded number at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.accounts.audit import Entry
from sync.central.accounts.managing import Grant
from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import accounts, audit, grants
from sync.contract.desk_time import DAY_MS, desk_day

PAGE: Final = 50
FARTHEST_DAYS: Final = 92
"""How far ahead a proof may be planned."""


@dataclass(frozen=True)
class Listed:
    """An account; `ready` says that it has a second factor."""

    account: str
    login: str
    name: str
    state: str
    ready: bool
    grants: tuple[Grant, ...]


class Page(NamedTuple):
    """Some rows, and where the next begin; '' if there are no more."""

    rows: tuple[Any, ...]
    after: str


class Wanted(NamedTuple):
    """Which entries; '' for any. Days in UTC+7 are half open: from `since_ms` to before `until_ms`."""

    account: str = ""
    act: str = ""
    about: str = ""
    since_ms: int | None = None
    until_ms: int | None = None


def list_accounts(connection: Connection, after: str = "", limit: int = PAGE) -> Page:
    """Accounts by login, those after `after`."""
    rows = connection.execute(
        select(accounts).where(accounts.c.login > after).order_by(accounts.c.login).limit(limit + 1)
    ).all()
    held: dict[str, list[Grant]] = {row.account: [] for row in rows}
    for row in connection.execute(select(grants).where(grants.c.account.in_(held)).order_by(*grants.c)):
        held[row.account].append(Grant(row.role, row.about))
    listed = [
        Listed(row.account, row.login, row.name, row.state, row.totp is not None, tuple(held[row.account]))
        for row in rows[:limit]
    ]
    return Page(tuple(listed), listed[-1].login if len(rows) > limit else "")


def open_proofs(connection: Connection, account: str, now_ms: int) -> list[int]:
    """Entries about proofs whose day is not over, by others than `account`: nobody else may know of them."""
    since_ms = now_ms - (FARTHEST_DAYS + 1) * DAY_MS
    about = audit.c.act.in_(["proof_planned", "proof_given"]) & (audit.c.at_ms >= since_ms)
    others = (audit.c.account != account) | (audit.c.account == "")
    raws = connection.execute(select(audit.c.raw).where(about, others)).scalars()
    today = desk_day(now_ms)
    entries = (msgspec.json.decode(raw, type=Entry) for raw in raws)
    return [entry.seq for entry in entries if entry.detail.get("day", "") >= today]


def list_entries(
    connection: Connection,
    wanted: Wanted,
    before: int = 0,
    limit: int = PAGE,
    *,
    secret: Collection[int] = (),
) -> Page:
    """Entries of the audit log, the latest first, those before number `before` but none that is `secret`."""
    asked = select(audit.c.raw).order_by(audit.c.seq.desc()).limit(min(limit, AT_A_TIME) + 1)
    asked = asked.where(audit.c.seq.not_in(secret)) if secret else asked
    for column, value in (
        (audit.c.account, wanted.account),
        (audit.c.act, wanted.act),
        (audit.c.about, wanted.about),
    ):
        if value:
            asked = asked.where(column == value)
    if wanted.since_ms is not None:
        asked = asked.where(audit.c.at_ms >= wanted.since_ms)
    if wanted.until_ms is not None:
        asked = asked.where(audit.c.at_ms < wanted.until_ms)
    if before:
        asked = asked.where(audit.c.seq < before)
    entries = [msgspec.json.decode(raw, type=Entry) for raw in connection.execute(asked).scalars()]
    more = len(entries) > limit
    return Page(tuple(entries[:limit]), str(entries[limit - 1].seq) if more else "")
