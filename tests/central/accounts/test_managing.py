from tests.central.accounts.browser import PASSWORD, Browser, code, invited
from tests.central.accounts.walking import ROLES
from tests.central.world import OFFICIAL, OTHER_UNIT, UNIT, World


def administrator(world: World) -> Browser:
    browser = Browser(world)
    browser.enrol(invited(world, "minh", ("administrator", "")))
    return browser


def account_of(world: World, login: str) -> str:
    ((account,),) = world.query(f"SELECT account FROM accounts WHERE login = '{login}'")
    return str(account)


def test_an_administrator_invites_somebody_who_then_sees_their_unit(world: World, browser: Browser) -> None:
    minh = administrator(world)
    minh.open("/accounts/new")
    page = minh.submit("/accounts/new", name="Lê Hoàng Ân", login="an", role="head_of_unit", unit="")
    assert (page.status_code, "cần một đơn vị" in page.text) == (422, True)
    assert 'value="Lê Hoàng Ân"' in page.text
    page = minh.submit("/accounts/new", name="Lê Hoàng Ân", login="an", role="head_of_unit", unit=UNIT)
    link = page.text.split('<code class="link">')[1].split("<")[0]
    browser.enrol("/link/" + link.rpartition("/")[2])
    assert browser.open(f"/units/{UNIT}").status_code == 200
    assert browser.open(f"/units/{OTHER_UNIT}").status_code == 404


def test_an_official_is_found_by_name_and_sees_only_themselves(world: World, browser: Browser) -> None:
    minh = administrator(world)
    minh.open("/accounts/new")
    new = {"name": "Hoa", "login": "hoa", "role": "official"}
    assert minh.submit("/accounts/new", official="Nobody", **new).status_code == 422
    page = minh.submit("/accounts/new", official="Nguyễn Thị Hoa", **new)
    browser.enrol("/link/" + page.text.split("/link/")[1].split("<")[0])
    assert world.query("SELECT about FROM grants WHERE role = 'official'") == [(OFFICIAL,)]
    assert browser.open("/own-results").status_code == 200
    assert browser.open(f"/units/{UNIT}").status_code == 403


def test_what_changes_a_persons_powers_ends_their_sessions(world: World, browser: Browser) -> None:
    minh = administrator(world)
    browser.enrol(invited(world, "an", ("auditor", "")))
    account = account_of(world, "an")
    minh.open(f"/accounts/{account}")
    minh.submit(f"/accounts/{account}/grant", role="supervisor")
    assert browser.open("/audit").request.url.path == "/sign-in"


def test_a_disabled_account_is_out_at_once_and_cannot_come_back(world: World, browser: Browser) -> None:
    minh = administrator(world)
    secret = browser.enrol(invited(world, "an", ("auditor", "")))
    account = account_of(world, "an")
    minh.open(f"/accounts/{account}")
    minh.submit(f"/accounts/{account}/state")
    assert browser.open("/audit").request.url.path == "/sign-in"
    assert browser.sign_in("an").status_code == 422
    minh.submit(f"/accounts/{account}/state")
    world.clock.now_ms += 60_000
    browser.sign_in("an")
    assert browser.submit("/sign-in/code", code=code(world, secret)).request.url.path == "/audit"


def test_the_last_administrator_stays(world: World) -> None:
    minh = administrator(world)
    account = account_of(world, "minh")
    minh.open(f"/accounts/{account}")
    for form in ("state", "withdraw"):
        page = minh.submit(f"/accounts/{account}/{form}")
        assert (page.status_code, "không còn ai quản trị" in page.text) == (422, True)
    assert minh.open("/accounts").status_code == 200


def test_a_reset_second_factor_is_set_up_again_at_the_next_sign_in(world: World, browser: Browser) -> None:
    minh = administrator(world)
    browser.enrol(invited(world, "an", ("auditor", "")))
    account = account_of(world, "an")
    minh.open(f"/accounts/{account}")
    minh.submit(f"/accounts/{account}/second-factor")
    assert browser.open("/audit").request.url.path == "/sign-in"
    assert browser.sign_in("an").request.url.path == "/sign-in/setup"
    assert world.query(f"SELECT count(*) FROM recovery_codes WHERE account = '{account}'") == [(0,)]


def test_nobody_but_who_manages_accounts_can_give_a_role(world: World) -> None:
    for role in set(ROLES) - {"administrator"}:
        person = world.sign_in(*ROLES[role])
        path = f"/accounts/{person.account}/grant"
        assert world.send(person, path, role="administrator").status_code == 403, role


def test_a_name_that_looks_like_markup_stays_text(world: World) -> None:
    minh = administrator(world)
    invited(world, "<b>x</b>", ("auditor", ""), name='"><script>alert(1)</script>')
    for path in ("/accounts", f"/accounts/{account_of(world, '<b>x</b>')}"):
        page = minh.open(path).text
        assert "<script" not in page
        assert "<b>x" not in page


def test_all_that_is_done_with_accounts_is_written_down(world: World, browser: Browser) -> None:
    minh = administrator(world)
    browser.enrol(invited(world, "an", ("auditor", "")))
    account = account_of(world, "an")
    minh.open(f"/accounts/{account}")
    minh.submit(f"/accounts/{account}/identity", issuer="https://id.example", subject="7")
    for form in ("link", "sessions", "second-factor", "unlink", "state"):
        minh.open(f"/accounts/{account}")
        if f'{form}"' in minh.page.text or form == "link":  # type: ignore[union-attr]
            minh.submit(f"/accounts/{account}/{form}")
    acts = {act for (act,) in world.query(f"SELECT act FROM audit WHERE about = '{account}'")}
    assert acts == {
        "account_added", "role_granted", "link_made", "password_changed", "second_factor_set", "signed_in",
        "identity_linked", "sessions_ended", "second_factor_reset", "identities_unlinked", "account_disabled",
    }  # fmt: skip
    assert PASSWORD not in str(world.query("SELECT raw FROM audit"))
