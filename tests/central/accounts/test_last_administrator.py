"""Somebody is always left who manages accounts, whoever takes that away from whom at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Connection

from sync.central.accounts import managing
from sync.central.accounts.audit import By
from sync.central.accounts.managing import AccountRefused, Desk, administrators
from sync.central.accounts.roles import load_roles
from sync.central.database.engine import reading, writing
from tests.central.accounts.browser import invited
from tests.central.conftest import url
from tests.central.world import World

__all__ = ["url"]  # on each engine

Taking = Callable[[Desk, str], None]


def disable(desk: Desk, account: str) -> None:
    desk.disable(account)


def withdraw(desk: Desk, account: str) -> None:
    desk.withdraw(account, "administrator", "")


@pytest.mark.parametrize("ways", [(disable, disable), (disable, withdraw), (withdraw, withdraw)])
def test_of_two_who_take_each_other_out_one_is_refused(
    world: World, monkeypatch: pytest.MonkeyPatch, ways: tuple[Taking, Taking]
) -> None:
    for login in ("an", "binh"):
        invited(world, login, ("administrator", ""))
    both = Barrier(2)

    def count_together(connection: Connection) -> int:
        left = administrators(connection)
        with suppress(BrokenBarrierError):  # the other does not come so far
            both.wait(0.5)
        return left

    def take(way: Taking, account: str) -> str:
        try:
            with writing(world.engine) as connection:
                way(Desk(connection, world.clock, By("", "a test"), load_roles()), account)
        except AccountRefused as refused:
            return refused.word
        return "done"

    monkeypatch.setattr(managing, "administrators", count_together)
    accounts = [account for (account,) in world.query("SELECT account FROM accounts ORDER BY login")]
    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, ways, accounts)) == ["done", "last_administrator"]
    with reading(world.engine) as connection:
        assert administrators(connection) == 1
