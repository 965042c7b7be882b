import base64

import pytest

from tests.central.accounts.browser import PASSWORD, Browser, invited
from tests.central.accounts.walking import people_routes
from tests.central.world import UNIT, World

TLS = {"Host": "hailong.example"}


def test_the_secret_of_a_session_is_in_no_address_no_page_and_not_in_the_database(
    world: World, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.enrol(invited(world, "minh", ("supervisor", "")))
    secret = browser.cookies["hailong"]
    assert len(base64.urlsafe_b64decode(secret + "=")) == 32
    for path in ("/", "/account"):
        page = browser.open(path)
        assert secret not in page.text
        assert secret not in str(page.request.url)
    stored = "".join(str(world.query(f"SELECT * FROM {name}")) for name in ("sessions", "audit", "accounts"))
    assert secret not in stored
    assert PASSWORD not in stored + caplog.text


def test_no_page_of_a_person_is_kept_by_the_browser(world: World) -> None:
    person = world.sign_in(("supervisor", ""))
    for path in ("/", f"/units/{UNIT}", "/account"):
        assert world.call("GET", path, headers=person.headers).headers["cache-control"] == "no-store"


def test_signing_out_clears_what_the_browser_kept(world: World) -> None:
    answer = world.send(world.sign_in(("supervisor", "")), "/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    assert 'hailong=""; ' in answer.headers["set-cookie"]


def test_over_tls_a_browser_is_told_to_stay_there(world: World) -> None:
    assert (
        world.call("GET", "/sign-in", headers=TLS).headers["strict-transport-security"] == "max-age=31536000"
    )
    assert "strict-transport-security" not in world.call("GET", "/sign-in").headers


def test_no_page_can_be_put_in_a_frame(world: World) -> None:
    for path in ("/sign-in", "/nowhere/at/all", "/"):
        headers = world.call("GET", path).headers
        if headers["content-type" if "content-type" in headers else "location"].startswith(
            ("text/html", "/")
        ):
            assert headers["x-frame-options"] == "DENY"
            assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_other_methods_are_refused(world: World) -> None:
    person = world.sign_in(("administrator", ""))
    for key in people_routes(world):
        path = key.partition(" ")[2].replace("{", "").replace("}", "")
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            assert world.call(method, path, headers=person.headers).status_code == 405, (method, path)


def test_no_other_site_may_read_an_answer(world: World) -> None:
    person = world.sign_in(("supervisor", ""))
    answer = world.call("GET", "/", headers=person.headers | {"Origin": "https://evil.example"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
