from ipaddress import ip_network

import pytest
from starlette.requests import Request

from sync.central.api.callers import Callers

PROXY = Callers([ip_network("127.0.0.1"), ip_network("10.1.0.0/16"), ip_network("fd00::/8")])


def a_request(client: str | None, *forwarded: str) -> Request:
    headers = [(b"x-forwarded-for", value.encode()) for value in forwarded]
    return Request({"type": "http", "headers": headers, "client": client and (client, 50_000)})


@pytest.mark.parametrize(
    ("client", "forwarded", "caller"),
    [
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("10.1.2.3", ["203.0.113.7"], "203.0.113.7"),
        ("fd00::1", ["203.0.113.7"], "203.0.113.7"),
        ("::ffff:127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.9, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.9", "203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7, 10.1.0.2"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7, nonsense"], "127.0.0.1"),
        ("127.0.0.1", ["nonsense, 10.1.0.2"], "10.1.0.2"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("203.0.113.1", ["203.0.113.7"], "203.0.113.1"),
        ("127.0.0.1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", [], "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("not an address", ["203.0.113.7"], "not an address"),
        (None, ["203.0.113.7"], "unknown"),
    ],
)
def test_only_the_named_proxy_is_believed_and_only_what_it_saw_itself(
    client: str | None, forwarded: list[str], caller: str
) -> None:
    assert PROXY.of(a_request(client, *forwarded)) == caller


def test_without_a_proxy_nobody_is_believed() -> None:
    assert Callers().of(a_request("127.0.0.1", "203.0.113.7")) == "127.0.0.1"
