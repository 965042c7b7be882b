"""Signing in through a real provider process."""

import base64
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sync.central.accounts.audit import By
from sync.central.accounts.managing import Desk
from sync.central.accounts.policy import Policy
from sync.central.accounts.provider import Provider
from sync.central.accounts.roles import load_roles
from sync.central.app import build_app
from sync.central.database.engine import writing
from tests.central.accounts.browser import Browser, invited
from tests.central.people import CHEAP
from tests.central.world import World

SUBJECT = "mai@so-noi-vu.example"


@pytest.fixture(scope="module", name="issuer")
def a_provider() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    issuer = f"http://127.0.0.1:{port}"
    program = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--port",
        str(port),
        "--user",
        SUBJECT,
    ]
    program += ["--user", "stranger", "--require-nonce", "true"]
    process = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(issuer, process)
        yield issuer
    finally:
        process.kill()
        process.wait()


def _await(issuer: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"the provider ended with {process.returncode}")
        try:
            httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the provider did not begin within 30 s")


@pytest.fixture(name="known")
def a_known_account(world: World, issuer: str) -> World:
    """Through the provider, Mai is a supervisor."""
    world.clock.now_ms = time.time_ns() // 1_000_000
    provider = Provider(issuer, "hailong", "a secret", "Sở Nội vụ")
    world.door.app = build_app(world.state, policy=Policy(passwords=CHEAP, provider=provider))
    invited(world, "mai", ("supervisor", ""))
    with writing(world.engine) as connection:
        (account,) = connection.exec_driver_sql("SELECT account FROM accounts").one()
        Desk(connection, world.clock, By("", "a test"), load_roles()).link_identity(account, issuer, SUBJECT)
    return world


def left(browser: Browser, path: str = "/sign-in/provider?next=/account") -> str:
    """Leave for the provider; the address it is asked at."""
    world = browser.world
    answer = world.call("GET", path)
    browser.take(answer)
    return answer.headers["location"]


def allowed(address: str, subject: str) -> str:
    """Sign in at the provider; the path it leads back to."""
    answer = httpx.post(address, data={"sub": subject})
    back = urlsplit(answer.headers["location"])
    return f"{back.path}?{back.query}"


def test_who_is_known_there_is_signed_in_here(known: World, browser: Browser) -> None:
    assert "Sở Nội vụ" in browser.open("/sign-in").text
    address = left(browser)
    asked = parse_qs(urlsplit(address).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    back = allowed(address, SUBJECT)
    assert browser.open(back).request.url.path == "/account"
    assert Browser(known, dict(browser.cookies)).open(back).status_code == 400


def test_who_is_known_there_and_not_here_learns_what_to_tell(known: World, browser: Browser) -> None:
    page = browser.open(allowed(left(browser), "stranger"))
    assert page.status_code == 403
    assert "stranger" in page.text
    assert browser.open("/account").request.url.path == "/sign-in"


def test_a_disabled_account_is_not_opened_by_the_provider(known: World, browser: Browser) -> None:
    known.execute("UPDATE accounts SET state = 'disabled'")
    assert browser.open(allowed(left(browser), SUBJECT)).status_code == 403


def test_a_way_back_that_began_in_another_browser_leads_nowhere(known: World, browser: Browser) -> None:
    back = allowed(left(browser), SUBJECT)
    other = Browser(known)
    assert other.open(back).status_code == 400
    left(other)
    assert other.open(back).status_code == 400


def test_a_way_back_is_over_after_ten_minutes(known: World, browser: Browser) -> None:
    back = allowed(left(browser), SUBJECT)
    known.clock.now_ms += 10 * 60_000
    assert browser.open(back).status_code == 400


def test_a_token_for_another_departure_proves_nobody(known: World, browser: Browser) -> None:
    back = allowed(left(browser), SUBJECT)
    known.execute("UPDATE departures SET nonce = 'another'")
    assert browser.open(back).status_code == 403


def test_the_provider_gets_the_digest_of_what_only_this_server_can_show(
    known: World, browser: Browser
) -> None:
    challenge = parse_qs(urlsplit(left(browser)).query)["code_challenge"][0]
    ((verifier,),) = known.query("SELECT verifier FROM departures")
    digest = hashlib.sha256(verifier.encode()).digest()
    assert challenge == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def test_a_forged_code_and_a_refusal_of_the_provider_prove_nobody(known: World, browser: Browser) -> None:
    for told in ("code=forged", "error=access_denied", ""):
        state = parse_qs(urlsplit(left(browser)).query)["state"][0]
        assert browser.open(f"/sign-in/back?state={state}&{told}").status_code == 403


def test_a_provider_that_does_not_answer_leaves_the_password(world: World, browser: Browser) -> None:
    silent = Provider("http://127.0.0.1:9", "hailong", "a secret", "Sở Nội vụ")
    world.door.app = build_app(world.state, policy=Policy(passwords=CHEAP, provider=silent))
    assert browser.open("/sign-in/provider").status_code == 502
    assert browser.open("/sign-in").status_code == 200
