"""Whatever a network does to a delivery: the outcome says what it was, and each line is delivered once.

Nothing is settled that should not be.
"""

import gzip
import json
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.opening import Kiosk, open_kiosk
from kiosk.app.succession import AtOnce
from kiosk.desk import machine_clock
from sync.agent.clock import anchor
from sync.agent.contact import Contact
from sync.agent.delivery import deliver_once
from sync.agent.exchange import Waits
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Busy, Delivered, Outcome, Unreachable
from sync.agent.pacing import Pacing, after, begin
from sync.agent.trust import Trust
from tests.agent.certificates import ALWAYS, LONG_AGO, Authority
from tests.faults.province import Desk, Province
from tests.faults.relay import (
    Bend,
    Relay,
    answer_cut,
    arrives_twice,
    hand_on,
    instead,
    on_the_way_back,
    request_cut,
)
from tests.faults.strangers import Act, Stranger, drips, hangs_up, says, writes

WAITS = Waits(connect_seconds=5, answer_seconds=6)
HTML = "Content-Type: text/html; charset=utf-8"
LOGIN = b"<html><form action=login>Welcome to the free Wi-Fi</form></html>"


@pytest.fixture(scope="module")
def relay() -> Iterator[Relay]:
    with Relay() as relay:
        yield relay


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory, relay: Relay) -> Iterator[Province]:
    province = Province(tmp_path_factory.mktemp("province"), called=relay.address)
    relay.port = province.port
    province.serve()
    yield province
    province.rest()


@pytest.fixture
def desk(province: Province) -> Desk:
    """A kiosk with three ratings that wait."""
    desk = province.enrolled_desk()
    desk.rate(3)
    return desk


@contextmanager
def contact(kiosk: Kiosk, waits: Waits = WAITS) -> Iterator[Contact]:
    trust, time = Trust.of(kiosk.directory), kiosk.time
    carrier = HttpCarrier(trust, kiosk.identity, time.now_ms, waits, corrected_ms=time.corrected_ms)
    with closing(carrier):
        yield Contact(
            outbox=kiosk.store,
            formers=kiosk.store,
            successor=AtOnce(kiosk.folder, kiosk.store),
            shelf=kiosk.store,
            carrier=carrier,
            signer=kiosk.identity,
            clock=time,
            directory=kiosk.directory,
            room_bytes=lambda: 1 << 30,
            applied=lambda _directory: None,
        )


def delivered(desk: Desk, waits: Waits = WAITS) -> Outcome:
    with open_kiosk(desk.folder, machine_clock()) as kiosk, contact(kiosk, waits) as calling:
        return calling.deliver_all()


def table(cases: list[tuple[str, Bend, str, str]]) -> pytest.MarkDecorator:
    values = [case[1:] for case in cases]
    return pytest.mark.parametrize(("bend", "name", "detail"), values, ids=[case[0] for case in cases])


CUT_SHORT = [
    "before the headers",
    "in the headers",
    "after the headers",
    "in the body",
    "before the last byte",
]
BUSY = b'{"type":"about:blank","title":"later","status":503,"code":"busy","server":"%s"}'

STRANGERS: list[tuple[str, Act, str, str]] = [
    ("login page", says("200 OK", LOGIN, HTML), "portal", "HTTP 200 text/html"),
    ("login page as JSON", says("200 OK", b"{}", "Content-Type: application/json"), "portal", "HTTP 200"),
    ("redirect", says("302 Found", b"", "Location: http://login.example/"), "portal", "HTTP 302"),
    ("permanent redirect", says("308 Permanent Redirect", b"", "Location: /"), "portal", "HTTP 308"),
    ("511", says("511 Network Authentication Required", LOGIN, HTML), "portal", "HTTP 511"),
    ("proxy wants a password", says("407 Proxy Authentication Required"), "portal", "HTTP 407"),
    ("proxy refuses", says("403 Forbidden", LOGIN, HTML), "portal", "HTTP 403"),
    ("somebody's 429", says("429 Too Many Requests", LOGIN, HTML, "Retry-After: 5"), "portal", "HTTP 429"),
    ("too large for a proxy", says("413 Content Too Large", LOGIN, HTML), "portal", "HTTP 413"),
    ("500", says("500 Internal Server Error", LOGIN, HTML), "unreachable", "HTTP 500"),
    ("502", says("502 Bad Gateway", LOGIN, HTML), "unreachable", "HTTP 502"),
    ("503", says("503 Service Unavailable", LOGIN, HTML), "unreachable", "HTTP 503"),
    ("504", says("504 Gateway Timeout", LOGIN, HTML), "unreachable", "HTTP 504"),
    ("truncated page", says("200 OK", LOGIN, HTML, length=9_999), "unreachable", "IncompleteRead"),
    (
        "truncated gzip",
        says("200 OK", gzip.compress(LOGIN)[:20], HTML, "Content-Encoding: gzip"),
        "portal",
        "HTTP 200 text/html",
    ),
    (
        "truncated chunks",
        writes(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"),
        "unreachable",
        "IncompleteRead",
    ),
    ("no HTTP", writes(b"220 mail.example ESMTP\r\n\r\n"), "unreachable", "BadStatusLine"),
    ("hangs up", hangs_up, "unreachable", "closed connection"),
    ("slow drip", drips, "unreachable", "timed out"),
]

CUTS = [
    *((f"request cut {where}", request_cut(where), "unreachable", "") for where in CUT_SHORT),
    *((f"answer cut {where}", answer_cut(where), "unreachable", "") for where in CUT_SHORT),
    ("cut after the answer", answer_cut("after the body"), "delivered", ""),
    ("arrives twice", arrives_twice, "delivered", ""),
    ("no fault", hand_on, "delivered", ""),
]


@table(
    [
        *CUTS,
        *(
            (f"{case}, server hears nothing", instead(act), name, detail)
            for case, act, name, detail in STRANGERS
        ),
        *(
            (f"{case}, on the way back", on_the_way_back(act), name, detail)
            for case, act, name, detail in STRANGERS
        ),
    ]
)
def test_after_any_fault_the_next_contact_delivers_each_line_once(
    desk: Desk, relay: Relay, bend: Bend, name: str, detail: str
) -> None:
    settled = desk.meta("settled")
    relay.bends.append(bend)
    outcome = delivered(desk)
    assert outcome.name == name
    assert detail in str(getattr(outcome, "detail", ""))
    assert (desk.meta("settled") != settled) is (name == "delivered")
    assert isinstance(delivered(desk), Delivered)
    assert relay.bends == []
    desk.compare()


ABSURD = ["", "-5", "0", "1e9", "999999999999999999", "Wed, 21 Oct 2099 07:28:00 GMT", "５", "3600000"]


@pytest.mark.parametrize("header", [*ABSURD, "7"])
@pytest.mark.parametrize("ours", [True, False])
def test_a_server_that_is_busy_is_left_alone_for_as_long_as_makes_sense(
    desk: Desk, relay: Relay, header: str, ours: bool
) -> None:
    with open_kiosk(desk.folder, machine_clock()) as kiosk:
        server = kiosk.directory.server.encode()
    kind = "Content-Type: application/problem+json" if ours else HTML
    retry = f"Retry-After: {header}".encode().decode("latin-1")
    act = says("503 Service Unavailable", BUSY % server if ours else LOGIN, kind, retry)
    relay.bends.append(instead(act))
    outcome = delivered(desk)
    assert isinstance(outcome, Busy if ours else Unreachable)
    pacing = Pacing()
    pace = after(begin(pacing, 0, 0.0), outcome, pacing, 0, 0.5)
    least, most = pacing.failure_ms[0], pacing.believed_ms
    assert least <= pace.earliest_ms <= most
    if header == "7":
        assert pace.earliest_ms == 7_000 + pacing.asked_spread_ms // 2
    assert isinstance(delivered(desk), Delivered)
    desk.compare()


def elsewhere(desk: Desk, trust_of: dict[str, object]) -> Outcome:
    """One delivery by another way than the directory's."""
    with open_kiosk(desk.folder, machine_clock()) as kiosk:
        trust = replace(Trust.of(kiosk.directory), **trust_of)  # type: ignore[arg-type]
        carrier = HttpCarrier(trust, kiosk.identity, kiosk.time.now_ms, WAITS)
        with closing(carrier):
            failure = anchor(kiosk.store, carrier, kiosk.time, trust)
            return failure or deliver_once(kiosk.store, carrier, kiosk.time, trust, kiosk.identity)


def stays(desk: Desk, outcome: Outcome, reason: str, detail: str) -> None:
    assert isinstance(outcome, Unreachable)
    assert outcome.reason == reason
    assert detail in outcome.detail
    assert isinstance(delivered(desk), Delivered)
    desk.compare()


def test_a_name_that_cannot_be_resolved_is_told(desk: Desk) -> None:
    outcome = elsewhere(desk, {"addresses": ("https://hailong.invalid",)})
    stays(desk, outcome, "dns", "Failed to resolve 'hailong.invalid'")


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (says("407 Proxy Authentication Required", b"", "Proxy-Authenticate: Basic"), "407"),
        (says("403 Forbidden"), "403"),
        (says("502 Bad Gateway"), "502"),
    ],
)
def test_a_proxy_that_lets_nobody_through_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: Act, detail: str
) -> None:
    with Stranger(answer) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        monkeypatch.setenv("NO_PROXY", "")
        outcome = elsewhere(desk, {"addresses": ("https://hailong.invalid",)})
        assert [head.split(b" ")[0] for head in proxy.heads] == [b"CONNECT"]
        monkeypatch.undo()
    stays(desk, outcome, "proxy", detail)


def test_a_proxy_that_hangs_up_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with Stranger(hangs_up) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        outcome = elsewhere(desk, {"addresses": ("https://hailong.invalid",)})
        monkeypatch.undo()
    stays(desk, outcome, "connection", "closed connection")


def test_a_proxy_that_is_not_there_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    outcome = elsewhere(desk, {"addresses": ("https://hailong.invalid",)})
    monkeypatch.undo()
    stays(desk, outcome, "proxy", "Unable to connect to proxy")


class TlsStranger:
    """Shakes hands with its certificate, and counts the bytes that come after."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.heard: list[bytes] = []
        self._context = context
        self._stranger = Stranger(hangs_up)
        self._stranger.serve = self._meet  # type: ignore[method-assign]

    def _meet(self, near: object) -> None:
        try:
            with self._context.wrap_socket(near, server_side=True) as secure:  # type: ignore[arg-type]
                self.heard.append(secure.recv(65_536))
        except OSError:
            self.heard.append(b"")

    @contextmanager
    def listening(self) -> Iterator[str]:
        with self._stranger as stranger:
            yield stranger.address.replace("http://", "https://")


CERTIFICATES = [
    ("expired", "127.0.0.1", LONG_AGO, True, ""),
    ("wrong host", "192.0.2.7", ALWAYS, True, "IP address mismatch"),
    ("untrusted", "127.0.0.1", ALWAYS, False, "unable to get local issuer certificate"),
]


@pytest.mark.parametrize(("what", "host", "validity", "ours", "detail"), CERTIFICATES)
def test_a_certificate_that_does_not_fit_is_told_and_nothing_signed_is_sent(
    desk: Desk, tmp_path: Path, what: str, host: str, validity: object, ours: bool, detail: str
) -> None:
    authority, other = Authority(), Authority()
    server = TlsStranger(authority.serving(tmp_path, validity, host))  # type: ignore[arg-type]
    with server.listening() as address, open_kiosk(desk.folder, machine_clock()) as kiosk:
        ca = (authority if ours else other).pem
        trust = replace(Trust.of(kiosk.directory), addresses=(address,), cas=(ca,))
        carrier = HttpCarrier(trust, kiosk.identity, kiosk.time.now_ms, WAITS)
        with closing(carrier):
            outcome = deliver_once(kiosk.store, carrier, kiosk.time, trust, kiosk.identity)
    assert all(heard == b"" for heard in server.heard), what
    stays(desk, outcome, "tls", detail or "expired on Jan  1 00:00:00 2001")


def certified(authority: Authority, folder: Path, host: str = "127.0.0.1") -> tuple[Path, Path]:
    """The files of a server's certificate with its key, and of the authority."""
    authority.serving(folder, host=host)
    ca = folder / "ca.pem"
    ca.write_text(authority.pem, encoding="ascii")
    return folder / "server.pem", ca


@pytest.mark.parametrize("case", ["tls", "ipv6", "tls over ipv6"])
def test_both_programs_meet_over_tls_and_where_there_is_only_ipv6(tmp_path: Path, case: str) -> None:
    host = "::1" if "ipv6" in case else "127.0.0.1"
    tls = certified(Authority(), tmp_path, host) if "tls" in case else None
    province = Province(tmp_path, tls, host=host)
    desk = province.desk()
    province.serve()
    enrolled = desk.enrol()
    assert enrolled.code == 0, enrolled.said
    desk.rate()
    done = desk.command("deliver", "--json")
    assert done.code == 0, done.said
    assert desk.compare() > 3
    assert province.verified().differences == []
    told = json.loads(desk.command("status", "--json").said)
    assert told["central"] == [province.address]
    assert province.address.startswith("https://" if tls else "http://")
    assert desk.command("check").code == 0
    province.rest()


def test_check_tells_that_the_servers_certificate_has_expired(tmp_path: Path) -> None:
    authority = Authority()
    province = Province(tmp_path, certified(authority, tmp_path))
    desk = province.enrolled_desk()
    assert desk.command("deliver").code == 0
    checked = desk.command("check", HAILONG_RESERVE_MIB="0")
    assert checked.code == 0, checked.said
    province.rest()
    authority.serving(tmp_path, LONG_AGO)
    province.serve()
    checked = desk.command("check", HAILONG_RESERVE_MIB="0")
    assert checked.code != 0
    central, certificate = sorted(line for line in checked.said.splitlines() if line.startswith("WRONG"))
    assert "certificate: over for" in certificate
    assert "central server" in central
    assert "the server's certificate expired on Jan  1 00:00:00 2001" in central
    province.rest()
