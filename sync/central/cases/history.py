"""A case's row, and its history, which only grows; what was said in it goes with an erased text."""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, func, select

from sync.central.accounts.audit import By, record
from sync.central.accounts.reader import Reader
from sync.central.database.among import among
from sync.central.database.case_words import RULED
from sync.central.database.tables import case_events, cases
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.encoding import base32

NOBODY: Final = By("", "")
HANDED: Final = "handed"
"""What happens to a case when its unit is handed it."""
_LETTERS: Final = 10


class NoCase(Exception):
    """There is no such case."""


class Event(msgspec.Struct, frozen=True):
    """One thing that happened to a case; `told` is what was said with it, never a citizen's words.

    It is empty where nothing is said, or where that was erased.
    """

    number: int
    at_ms: int
    name: str
    act: str
    told: str


def code_of(identity: Identity, ledger: str, seq: int) -> str:
    """What people call the case of the rating of that line: the same after any restore.

    It tells nobody else which rating that is, and neither when nor after how many others it came.
    """
    kept = identity.seal_private.private_bytes_raw()
    secret = hashlib.sha256(b"hailong-case-1\n" + kept).digest()
    return base32(hmac.digest(secret, f"{ledger} {seq}".encode("ascii"), "sha256"))[:_LETTERS]


def hold_case(connection: Connection, code: str) -> Row[Any]:
    """The case's row, locked.

    Raises:
        NoCase: there is none.
    """
    row = connection.execute(select(cases).where(cases.c.code == code).with_for_update()).one_or_none()
    if row is None:
        raise NoCase(f"{code}: no such case")
    return row


def happened(
    connection: Connection, clock: Clock, code: str, by: Reader | By, act: str, told: str = ""
) -> None:
    """Add to the history of a case that is held."""
    last = select(func.max(case_events.c.number)).where(case_events.c.code == code)
    connection.execute(
        case_events.insert().values(
            code=code,
            number=(connection.execute(last).scalar() or 0) + 1,
            at_ms=clock.wall_ms(),
            account=by.account,
            name=by.name,
            act=act,
            told=told,
        )
    )


def done_by(
    connection: Connection, clock: Clock, code: str, by: Reader, act: str, told: str = "", **detail: str
) -> None:
    """Add what somebody did, here and to the audit log."""
    happened(connection, clock, code, by, act, told)
    record(connection, clock, by, f"case_{act}", code, **detail)


def history_of(connection: Connection, code: str) -> list[Event]:
    """All that happened to a case, the oldest first."""
    rows = connection.execute(
        select(case_events).where(case_events.c.code == code).order_by(case_events.c.number)
    )
    return [Event(row.number, row.at_ms, row.name, row.act, row.told) for row in rows]


def rules_when_handed(connection: Connection, codes: Collection[str]) -> Mapping[str, list[str]]:
    """The rules that each of these cases fitted when its unit was last handed it."""
    rows = connection.execute(
        select(case_events.c.code, case_events.c.act, case_events.c.told)
        .where(among(case_events.c.code, sorted(codes)), case_events.c.act.in_((*RULED, HANDED)))
        .order_by(case_events.c.code, case_events.c.number)
    )
    fitted: defaultdict[str, list[str]] = defaultdict(list)
    handed: dict[str, list[str]] = {}
    for row in rows:
        if row.act == HANDED:
            handed[row.code] = [*fitted[row.code]]
        else:
            fitted[row.code] += row.told.split(", ")
    return handed
