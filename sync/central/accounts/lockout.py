"""Wrong passwords make whoever guesses wait, longer each time; kept in the database, over any restart.

Counted for a login from one address, for the login from everywhere, and for the address. Whoever signed in
from an address before is only held up there by failures from that very address: a stranger elsewhere cannot
keep anybody out. What is counted is the login as typed, whether it exists or not.
"""

import hashlib
from typing import Final, NamedTuple

from sqlalchemy import Connection, delete, select

from sync.central.database.rows import insert_new, put
from sync.central.database.tables import accounts, failures, known_addresses

_FORGOTTEN_MS: Final = 24 * 60 * 60 * 1000
_KNOWN_MS: Final = 90 * _FORGOTTEN_MS


class _Rule(NamedTuple):
    free: int
    most_ms: int


_PAIR: Final = _Rule(free=5, most_ms=60 * 60 * 1000)
_LOGIN: Final = _Rule(free=20, most_ms=15 * 60 * 1000)
_ADDRESS: Final = _Rule(free=50, most_ms=15 * 60 * 1000)


def admit(connection: Connection, login: str, address: str, now_ms: int) -> int:
    """0, and the try counts as failed until it succeeds; or how long to wait, in ms.

    It counts beforehand, so that tries made at once are as few as tries made one after the other.
    """
    connection.execute(delete(failures).where(failures.c.last_ms <= now_ms - _FORGOTTEN_MS))
    rules = {_who(login, address): _PAIR, _who("", address): _ADDRESS, _who(login, ""): _LOGIN}
    judged = dict(rules)
    if _is_known(connection, login, address, now_ms):
        del judged[_who(login, "")]
    insert_new(connection, failures, [{"who": who, "times": 0, "last_ms": 0} for who in sorted(rules)])
    found = connection.execute(
        select(failures).where(failures.c.who.in_(rules)).order_by(failures.c.who).with_for_update()
    ).all()
    wait_ms: int = max(
        row.last_ms + _wait(judged[row.who], row.times) - now_ms for row in found if row.who in judged
    )
    if wait_ms > 0:
        return wait_ms
    counted = {"times": failures.c.times + 1, "last_ms": now_ms}
    connection.execute(failures.update().where(failures.c.who.in_(rules)).values(counted))
    return 0


def count_success(connection: Connection, account: str, login: str, address: str, now_ms: int) -> None:
    """The try was none of a guesser; the address is known from now on."""
    connection.execute(delete(failures).where(failures.c.who == _who(login, address)))
    others = failures.c.who.in_([_who(login, ""), _who("", address)]) & (failures.c.times > 0)
    connection.execute(failures.update().where(others).values(times=failures.c.times - 1))
    put(connection, known_addresses, [{"account": account, "address": address, "last_ms": now_ms}])
    connection.execute(delete(known_addresses).where(known_addresses.c.last_ms <= now_ms - _KNOWN_MS))


def unlock(connection: Connection, login: str) -> None:
    """Forget the failures of this login from everywhere; those from one address stay that address's."""
    connection.execute(delete(failures).where(failures.c.who == _who(login, "")))


def _is_known(connection: Connection, login: str, address: str, now_ms: int) -> bool:
    known = (
        select(known_addresses.c.account)
        .join(accounts, accounts.c.account == known_addresses.c.account)
        .where(
            accounts.c.login == login,
            known_addresses.c.address == address,
            known_addresses.c.last_ms > now_ms - _KNOWN_MS,
        )
    )
    return connection.execute(known).first() is not None


def _wait(rule: _Rule, times: int) -> int:
    over = times - rule.free
    return 0 if over < 0 else min(1000 << min(over, 30), rule.most_ms)  # 1 s, 2 s, 4 s, …


def _who(login: str, address: str) -> str:
    return hashlib.sha256(f"hailong-failures-1\n{login}\n{address}".encode()).hexdigest()
