import re
from urllib.parse import urlencode

import pytest

from tests.central.accounts.browser import PASSWORD, Browser, code, invited
from tests.central.people import ORIGIN
from tests.central.world import World

MINUTE_MS = 60_000


def test_an_invited_person_chooses_a_password_and_sets_an_app_up(world: World, browser: Browser) -> None:
    link = invited(world, "minh@tinh.example", ("supervisor", ""))
    browser.open(link)
    page = browser.submit("", new_password=PASSWORD, again=PASSWORD)
    assert page.request.url.path == "/sign-in/setup"
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page.text))
    assert browser.submit("/sign-in/setup", code="000000").status_code == 422
    page = browser.submit("/sign-in/setup", code=code(world, secret))
    assert len(re.findall(r"<code>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</code>", page.text)) == 10
    assert browser.open("/").status_code == 200
    assert browser.open(link).status_code == 404


def test_a_password_alone_opens_nothing(world: World, browser: Browser) -> None:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    world.clock.now_ms += MINUTE_MS
    other = Browser(world)
    assert other.sign_in("MINH ").request.url.path == "/sign-in/code"
    assert other.open("/").request.url.path == "/sign-in"
    other.open("/sign-in/code")
    half = dict(other.cookies)
    other.submit("/sign-in/code", code=code(world, secret))
    assert other.page is not None
    assert other.page.request.url.path == "/"
    assert other.cookies != half
    again = Browser(world, half)
    assert again.open("/sign-in/code").request.url.path == "/sign-in"


def test_a_code_is_good_once_and_a_step_early_or_late(world: World, browser: Browser) -> None:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    for step, good in ((0, False), (2, False), (-2, False), (1, True), (1, False), (0, False)):
        other = Browser(world)
        other.sign_in("minh")
        page = other.submit("/sign-in/code", code=code(world, secret, step))
        assert (page.request.url.path == "/") is good, step


def test_a_recovery_code_is_good_once_however_it_is_typed(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    assert browser.page is not None
    one = re.findall(r"<code>(\S+)</code>", browser.page.text)[0]
    for typed, good in ((one.lower().replace("-", " "), True), (one, False)):
        other = Browser(world)
        other.sign_in("minh")
        page = other.submit("/sign-in/code", code=typed)
        assert (page.request.url.path == "/") is good
    assert one.replace("-", "") not in str(world.query("SELECT * FROM recovery_codes"))


def test_who_is_led_to_the_sign_in_page_comes_to_what_was_asked_and_nowhere_else(
    world: World, browser: Browser
) -> None:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    for asked, reached in (
        ("/account?lang=en", "/account?lang=en"),
        ("//evil.example/x", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
    ):
        world.clock.now_ms += MINUTE_MS
        other = Browser(world)
        other.open(f"/sign-in?next={asked}")
        other.submit("/sign-in", login="minh", password=PASSWORD)
        page = other.submit("/sign-in/code", code=code(world, secret))
        assert page.request.url.raw_path.decode() == reached


def test_nothing_tells_whether_an_account_exists(world: World, browser: Browser) -> None:
    invited(world, "minh", ("supervisor", ""))
    answers = [browser.sign_in(login, "wrong" * 4) for login in ("minh", "nobody")]
    assert {answer.status_code for answer in answers} == {422}
    texts = {re.sub('value="(minh|nobody)"', "", answer.text) for answer in answers}
    assert len(texts) == 1


def test_a_session_ends_unused_and_at_last_in_any_case(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    for _ in range(24):
        world.clock.now_ms += 29 * MINUTE_MS
        assert browser.open("/account").request.url.path == "/account"
    world.clock.now_ms += 29 * MINUTE_MS
    assert browser.open("/account").request.url.path == "/sign-in"
    person = world.sign_in(("supervisor", ""))
    world.clock.now_ms += 30 * MINUTE_MS
    assert world.call("GET", "/", headers=person.headers).status_code == 303


def test_signing_out_ends_the_session_at_the_server(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    browser.open("/account")
    kept = dict(browser.cookies)
    browser.submit("/sign-out")
    assert Browser(world, kept).open("/account").request.url.path == "/sign-in"


def test_the_cookie_is_bound_to_the_host_over_tls_and_hidden_from_scripts(world: World) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"new_password": PASSWORD, "again": PASSWORD}).encode()
    for host, name, secure in (("hailong.example", "__Host-hailong", True), ("127.0.0.1", "hailong", False)):
        link = invited(world, f"minh@{host}", ("supervisor", ""))
        answer = world.call("POST", link, body, ORIGIN | kind | {"Host": host})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{name}=")
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert ("Secure" in cookie) is secure
        assert "Domain" not in cookie


@pytest.mark.parametrize(
    "weak", ["ngắn quá", "matkhau123456", "trần văn minh 1990", "aaaaaaaaaaaaaa", "x" * 201]
)
def test_a_password_that_is_easily_guessed_is_not_taken(world: World, browser: Browser, weak: str) -> None:
    link = invited(world, "minh", ("supervisor", ""))
    browser.open(link)
    assert browser.submit("", new_password=weak, again=weak).status_code == 422
    assert browser.open(link).status_code == 200
