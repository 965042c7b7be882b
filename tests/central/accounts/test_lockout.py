from sync.central.accounts.lockout import admit, count_success, unlock
from sync.central.accounts.policy import Policy
from sync.central.app import build_app
from sync.central.database.engine import writing
from tests.central.accounts.browser import PASSWORD, Browser, code, invited
from tests.central.conftest import url
from tests.central.people import CHEAP
from tests.central.world import World

__all__ = ["url"]  # on each engine

SECOND_MS, HOUR_MS = 1000, 3_600_000
OFFICE, STRANGER = "10.0.0.7", "198.51.100.9"


def tried(world: World, login: str, address: str) -> int:
    """The wait in ms before a wrong try is taken; 0: it was taken."""
    with writing(world.engine) as connection:
        return admit(connection, login, address, world.clock.wall_ms())


def test_five_wrong_tries_are_free_and_each_further_one_waits_twice_as_long(world: World) -> None:
    assert [tried(world, "minh", STRANGER) for _ in range(5)] == [0] * 5
    for wait_ms in (1000, 2000, 4000, 8000):
        assert tried(world, "minh", STRANGER) == wait_ms
        world.clock.now_ms += wait_ms - 1
        assert tried(world, "minh", STRANGER) == 1
        world.clock.now_ms += 1
        assert tried(world, "minh", STRANGER) == 0


def test_a_stranger_cannot_keep_out_who_signed_in_from_there_before(world: World) -> None:
    invited(world, "minh", ("supervisor", ""))
    with writing(world.engine) as connection:
        (account,) = connection.exec_driver_sql("SELECT account FROM accounts").one()
        count_success(connection, account, "minh", OFFICE, world.clock.wall_ms())
    for place in range(60):
        tried(world, "minh", f"198.51.100.{place % 250}")
        world.clock.now_ms += 60 * SECOND_MS
    assert tried(world, "minh", "203.0.113.5") > 0
    assert tried(world, "minh", OFFICE) == 0


def test_the_longest_wait_is_an_hour_and_a_day_later_all_is_forgotten(world: World) -> None:
    longest = 0
    for _ in range(60):
        longest = max(longest, wait := tried(world, "minh", STRANGER))
        world.clock.now_ms += wait
    assert 15 * 60 * SECOND_MS <= longest <= HOUR_MS
    world.clock.now_ms += 24 * HOUR_MS
    assert [tried(world, "minh", STRANGER) for _ in range(5)] == [0] * 5


def test_an_address_that_tries_many_logins_waits_for_all_of_them(world: World) -> None:
    waits = [tried(world, f"login{place}", STRANGER) for place in range(60)]
    assert waits[:50] == [0] * 50
    assert all(waits[50:])
    assert tried(world, "login1", OFFICE) == 0


def test_a_login_nobody_has_is_held_up_like_any_other(world: World, browser: Browser) -> None:
    invited(world, "minh", ("supervisor", ""))
    answers = {
        login: [browser.sign_in(login, "wrong" * 4).status_code for _ in range(7)]
        for login in ("minh", "nobody")
    }
    assert answers["minh"] == answers["nobody"] == [422] * 5 + [429] * 2
    assert int(browser.sign_in("nobody").headers["retry-after"]) >= 1


def test_a_right_password_waits_too_and_a_restart_helps_nobody(world: World, browser: Browser) -> None:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    other = Browser(world)
    for _ in range(5):
        other.sign_in("minh", "wrong" * 4)
    world.open()
    assert other.sign_in("minh", PASSWORD).status_code == 429
    world.clock.now_ms += SECOND_MS
    assert other.sign_in("minh", PASSWORD).request.url.path == "/sign-in/code"
    world.clock.now_ms += 60 * SECOND_MS
    assert other.submit("/sign-in/code", code=code(world, secret)).request.url.path == "/"


def test_codes_are_guessed_no_faster_than_passwords(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    other = Browser(world)
    other.sign_in("minh")
    other.open("/sign-in/code")
    held = other.page
    answers = []
    for _ in range(7):
        other.page = held
        answers.append(other.submit("/sign-in/code", code="000000").status_code)
    assert answers == [422] * 5 + [429] * 2


def test_a_new_link_ends_a_lock_out(world: World) -> None:
    invited(world, "minh", ("supervisor", ""))
    for place in range(25):
        tried(world, "minh", f"198.51.100.{place}")
    assert tried(world, "minh", "203.0.113.5") > 0
    with writing(world.engine) as connection:
        unlock(connection, "minh")
    assert tried(world, "minh", "203.0.113.5") == 0


def test_whoever_asks_too_fast_waits_by_address_and_by_account(world: World) -> None:
    policy = Policy(passwords=CHEAP, pages_at_once=4, forms_at_once=2)
    world.door.app = build_app(world.state, policy=policy)
    person = world.sign_in(("auditor", ""))
    codes = [world.call("GET", "/account", headers=person.headers).status_code for _ in range(6)]
    assert codes == [200] * 4 + [429] * 2
    codes = [world.send(person, "/account/language", language="en").status_code for _ in range(3)]
    assert codes == [303, 303, 429]
    world.clock.now_ms += SECOND_MS
    assert world.call("GET", "/account", headers=person.headers).status_code == 200
