"""Setting up the first app for codes: once, and by nobody who only knows the password."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Connection

from sync.central.accounts import factor_routes, signing_in
from sync.central.accounts.audit import By
from sync.central.accounts.managing import Desk
from sync.central.accounts.policy import Policy
from sync.central.accounts.roles import load_roles
from sync.central.accounts.second_factor import step_of
from sync.central.accounts.sessions import (
    Session,
    Stage,
    Visitor,
    close_sessions,
    find_session,
    forget_sessions,
    hold_session,
    open_session,
    session_of,
)
from sync.central.accounts.signing_in import Passed, pending_secret, set_up, try_code
from sync.central.accounts.vault import Vault
from sync.central.database.engine import reading, writing
from tests.central.accounts.browser import PASSWORD, Browser, code, invited
from tests.central.conftest import url
from tests.central.world import World

__all__ = ["url"]  # on each engine

SOMEBODY = Visitor("198.51.100.9", "a browser")
MINUTE_MS = 60_000


def secret_on(browser: Browser) -> str:
    assert browser.page is not None
    return "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", browser.page.text))


def account_of(world: World) -> str:
    ((account,),) = world.query("SELECT account FROM accounts")
    return str(account)


def half(world: World, account: str, stage: Stage = Stage.SETUP) -> tuple[Session, str]:
    """A session in the middle of signing in, and a code of the app that it sets up."""
    vault = Vault(world.identity)
    with writing(world.engine) as connection:
        secret = open_session(connection, account, stage, SOMEBODY, world.clock.wall_ms())
        found = find_session(connection, secret, Policy(), world.clock.wall_ms())
        assert found is not None
        app = pending_secret(connection, vault, found)
        return session_of(connection, found.digest), code(world, app)


def taken(world: World, session: Session, digits: str) -> object:
    return set_up(world.engine, world.clock, Vault(world.identity), session, digits, SOMEBODY)


def test_who_knows_the_password_cannot_set_up_another_app_behind_the_first(world: World) -> None:
    minh, thief = Browser(world), Browser(world)
    minh.open(invited(world, "minh", ("supervisor", "")))
    minh.submit("", new_password=PASSWORD, again=PASSWORD)
    thief.sign_in("minh")
    secret = secret_on(thief)
    minh.submit("/sign-in/setup", code=code(world, secret_on(minh)))
    (kept,) = world.query("SELECT totp FROM accounts")
    assert thief.submit("/sign-in/setup", code=code(world, secret)).request.url.path == "/sign-in"
    assert thief.open("/account").request.url.path == "/sign-in"
    assert world.query("SELECT totp FROM accounts") == [kept]
    assert minh.open("/account").status_code == 200


def test_where_there_is_an_app_none_is_set_up(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    late, digits = half(world, account_of(world))
    assert taken(world, late, digits) is None


def test_an_app_that_is_set_up_ends_every_other_session(world: World) -> None:
    invited(world, "minh", ("supervisor", ""))
    account = account_of(world)
    one, digits = half(world, account)
    half(world, account)
    half(world, account, Stage.FULL)
    assert isinstance(taken(world, one, digits), Passed)
    assert world.query("SELECT stage FROM sessions") == [("full",)]


def test_of_two_who_set_up_at_once_one_does(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    invited(world, "minh", ("supervisor", ""))
    account, both, judge = account_of(world), Barrier(2), step_of

    def judge_together(*told: object) -> int | None:
        with suppress(BrokenBarrierError):  # the other does not come so far
            both.wait(0.5)
        return judge(*told)  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(signing_in, "step_of", judge_together)
    with ThreadPoolExecutor(2) as threads:
        came = list(threads.map(lambda one: taken(world, *one), [half(world, account), half(world, account)]))
    assert sorted(isinstance(one, Passed) for one in came) == [False, True]
    assert world.query("SELECT count(*) FROM sessions") == [(1,)]


def test_a_reset_ends_half_a_sign_in_even_one_under_way(world: World) -> None:
    invited(world, "minh", ("supervisor", ""))
    setting_up, digits = half(world, account_of(world))
    proving, _ = half(world, account_of(world), Stage.CODE)
    with writing(world.engine) as connection:
        Desk(connection, world.clock, By("", "a test"), load_roles()).reset_second_factor(account_of(world))
    assert world.query("SELECT * FROM sessions") == []
    assert taken(world, setting_up, digits) is None
    assert try_code(world.engine, world.clock, Vault(world.identity), proving, "1", SOMEBODY) is None


def test_an_app_is_not_changed_in_a_session_that_was_ended_meanwhile(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    browser.open("/account/second-factor")
    (kept,) = world.query("SELECT totp FROM accounts")
    digits = code(world, secret_on(browser))

    def ended(connection: Connection, account: str, digest: str) -> Session | None:
        close_sessions(connection, account)
        return hold_session(connection, account, digest)

    monkeypatch.setattr(factor_routes, "hold_session", ended)
    assert browser.submit("/account/second-factor", code=digits).request.url.path == "/sign-in"
    assert world.query("SELECT totp FROM accounts") == [kept]


@pytest.mark.parametrize("stage", [Stage.CODE, Stage.SETUP])
def test_half_a_sign_in_lasts_a_quarter_of_an_hour(world: World, stage: Stage) -> None:
    invited(world, "minh", ("supervisor", ""))
    now_ms = world.clock.wall_ms()
    with writing(world.engine) as connection:
        secret = open_session(connection, account_of(world), stage, SOMEBODY, now_ms)
    with reading(world.engine) as connection:
        assert find_session(connection, secret, Policy(), now_ms + 15 * MINUTE_MS - 1) is not None
        assert find_session(connection, secret, Policy(), now_ms + 15 * MINUTE_MS) is None
    with writing(world.engine) as connection:
        forget_sessions(connection, Policy(), now_ms + 15 * MINUTE_MS)
    assert world.query("SELECT * FROM sessions") == []
