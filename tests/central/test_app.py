import asyncio
import logging

import httpx
import pytest

from sync.central.app import build_app
from sync.contract.problems import Code
from tests.central.desk import NONCE, Desk, refusal
from tests.central.world import World

PAGES = ("/", "/units/x", "/docs", "/API/v1/time", "/T", "/api", "/api/../units/x")


def test_an_address_nobody_serves_and_a_wrong_method_are_problems_of_ours(world: World) -> None:
    document = refusal(world.call("GET", "/api/v1/nothing"), Code.ABSENT)
    assert document["server"] == world.identity.server_id
    assert document["type"] == "about:blank"
    refusal(world.call("DELETE", f"/api/v1/time?nonce={NONCE}"), Code.REQUEST)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/photos/%00",
        "/api/v1/photos/%ff%fe",
        "/api/v1/ledgers/%00",
        f"/api/v1/ledgers/{NONCE}/heads/{'9' * 5_000}?nonce={NONCE}",
        f"/api/v1/ledgers/{NONCE}/heads/-1?nonce={NONCE}",
        "/api/v1/kiosks/%00/heartbeat",
        "/units/%00",
        "/T/%00",
        "/look/%00/%00",
        "/%00",
    ],
)
def test_an_odd_address_is_no_error_of_ours(desk: Desk, caplog: pytest.LogCaptureFixture, path: str) -> None:
    with caplog.at_level(logging.WARNING):
        assert desk.call("GET", path).status_code in {400, 401, 404, 405}
    assert caplog.messages == []


def test_an_error_of_our_own_shows_no_trace(
    world: World, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    world.execute("DROP TABLE needs_attention")
    desk.open()
    desk.rate(9)
    with caplog.at_level(logging.ERROR):
        answer = desk.send(desk.segment())
    document = refusal(answer, Code.BUSY)
    assert "needs_attention" not in document["title"]
    assert "needs_attention" in caplog.text
    assert desk.ledger not in caplog.messages[0]
    assert world.query("SELECT count(*) FROM ledgers") == [(1,)]


@pytest.mark.parametrize("host", ["127.0.0.1:8400", "localhost", "localhost:1", "[::1]:8400", "127.0.0.1"])
def test_results_are_shown_to_this_machine(world: World, host: str) -> None:
    answer = world.call("GET", "/", headers={"Host": host})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"])
def test_results_are_not_shown_through_a_proxy(world: World, header: str) -> None:
    refusal(world.call("GET", "/", headers={header: "127.0.0.1"}), Code.ABSENT)


@pytest.mark.parametrize("host", ["rebound.example:8400", "127.0.0.1.example", "", "[::1", "central.example"])
def test_results_are_not_shown_under_another_name(world: World, host: str) -> None:
    for path in PAGES:
        refusal(world.call("GET", path, headers={"Host": host}), Code.ABSENT)


@pytest.mark.parametrize("client", ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::7", "no address"])
def test_results_are_not_shown_to_another_machine(world: World, client: str) -> None:
    for path in PAGES:
        refusal(from_elsewhere(world, path, client), Code.ABSENT)
    assert from_elsewhere(world, f"/api/v1/time?nonce={NONCE}", client).status_code == 200
    assert from_elsewhere(world, "/T/0000", client).headers["content-type"].startswith("text/html")


def test_results_are_not_shown_where_kiosks_call_if_they_have_a_socket_of_their_own(world: World) -> None:
    for results in (("127.0.0.1", world.door.port + 1), ("127.0.0.2", world.door.port)):
        world.door.app = build_app(world.state, results)
        for path in PAGES:
            refusal(world.call("GET", path), Code.ABSENT)
        assert world.call("GET", f"/api/v1/time?nonce={NONCE}").status_code == 200
        assert world.call("GET", "/T/0000").headers["content-type"].startswith("text/html")


def from_elsewhere(world: World, path: str, client: str) -> httpx.Response:
    """A request as another machine would make it, which no test on loopback can."""

    async def ask() -> httpx.Response:
        assert world.door.app is not None
        transport = httpx.ASGITransport(world.door.app, client=(client, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=world.door.address) as http:
            return await http.get(path)

    return asyncio.run(ask())
