from tests.central.accounts.browser import PASSWORD, Browser, code, invited
from tests.central.world import World

NEW = "trăng lên đầu núi lúc ba giờ"


def signed_in_twice(world: World, browser: Browser) -> tuple[Browser, str]:
    secret = browser.enrol(invited(world, "minh", ("supervisor", "")))
    world.clock.now_ms += 60_000
    other = Browser(world)
    other.sign_in("minh")
    other.submit("/sign-in/code", code=code(world, secret))
    return other, secret


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(world: World, browser: Browser) -> None:
    other, _ = signed_in_twice(world, browser)
    browser.open("/account")
    page = browser.submit("/account/password", password="wrong", new_password=NEW, again=NEW)
    assert page.status_code == 422
    page = browser.submit("/account/password", password=PASSWORD, new_password=NEW, again=NEW + "x")
    assert (page.status_code, "không giống nhau" in page.text) == (422, True)
    assert (
        browser.submit("/account/password", password=PASSWORD, new_password=NEW, again=NEW).status_code == 200
    )
    assert browser.open("/account").request.url.path == "/account"
    assert other.open("/account").request.url.path == "/sign-in"
    assert Browser(world).sign_in("minh").status_code == 422
    assert Browser(world).sign_in("minh", NEW).request.url.path == "/sign-in/code"


def test_everywhere_else_is_signed_out_with_one_button(world: World, browser: Browser) -> None:
    other, _ = signed_in_twice(world, browser)
    assert browser.open("/account").text.count("127.0.0.1") == 2
    browser.submit("/account/sessions")
    assert other.open("/account").request.url.path == "/sign-in"
    assert browser.open("/account").text.count("127.0.0.1") == 1


def test_another_app_takes_the_place_of_the_old_one(world: World, browser: Browser) -> None:
    _, old = signed_in_twice(world, browser)
    page = browser.open("/account/second-factor")
    new = "".join(part[:4] for part in page.text.split("<span>")[1:] if part[4:11] == "</span>")
    assert browser.submit("/account/second-factor", code=code(world, old)).status_code == 422
    assert browser.submit("/account/second-factor", code=code(world, new)).status_code == 200
    world.clock.now_ms += 60_000
    for secret, good in ((old, False), (new, True)):
        other = Browser(world)
        other.sign_in("minh")
        page = other.submit("/sign-in/code", code=code(world, secret))
        assert (page.request.url.path == "/") is good


def test_new_recovery_codes_need_the_password_and_end_the_old_ones(world: World, browser: Browser) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    before = world.query("SELECT digest FROM recovery_codes")
    browser.open("/account")
    assert browser.submit("/account/recovery-codes", password="wrong").status_code == 422
    assert browser.submit("/account/recovery-codes", password=PASSWORD).text.count("<code>") == 10
    assert not set(before) & set(world.query("SELECT digest FROM recovery_codes"))


def test_pages_speak_the_language_that_was_kept_unless_another_is_asked_for(
    world: World, browser: Browser
) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    browser.open("/account")
    assert "My account" in browser.submit("/account/language", language="en").text
    assert "Tài khoản của tôi" in browser.open("/account?lang=vi").text
    browser.submit("/account/language", language="xx")
    assert "My account" in browser.open("/account").text


def test_password_fields_tell_managers_what_they_are_for(world: World, browser: Browser) -> None:
    link = browser.open(invited(world, "minh", ("supervisor", ""))).text
    assert link.count('autocomplete="new-password"') == 2
    assert 'autocomplete="username"' in link
    assert 'autocomplete="current-password"' in browser.open("/sign-in").text
