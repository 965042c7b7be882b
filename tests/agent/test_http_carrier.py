import socket
from dataclasses import replace
from pathlib import Path

import pytest

from sync.agent.carrier import Ask, Reply
from sync.agent.exchange import Waits
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Unreachable
from sync.agent.tls import BadCertificate
from sync.agent.trust import Way
from sync.contract.problems import Code
from tests.agent import peer as bends
from tests.agent.central import Central
from tests.agent.certificates import LONG_AGO, Authority
from tests.agent.conftest import WAITS
from tests.agent.memory import Keys
from tests.agent.peer import Peer

TIME = Ask("GET", "/api/v1/time", "nonce=" + "0" * 32, signed=False)
SIGNED = Ask("GET", "/api/v1/directory")


def carry(central: Central, keys: Keys, ask: Ask = TIME, waits: Waits = WAITS) -> Reply | Unreachable:
    carrier = HttpCarrier(central.trust, keys, lambda: central.now_ms, waits)
    try:
        return carrier.ask(ask)
    finally:
        carrier.close()


def reason(answer: Reply | Unreachable) -> str:
    assert isinstance(answer, Unreachable)
    assert answer.detail
    return answer.reason


def test_a_redirect_is_an_answer_and_is_not_followed(central: Central, peer: Peer, keys: Keys) -> None:
    peer.bends.append(bends.says(307, Location=f"{peer.address}/api/v1/time"))
    answer = carry(central, keys, SIGNED)
    assert isinstance(answer, Reply)
    assert answer.status == 307
    assert len(peer.headers) == 1


def test_an_answer_beyond_its_limit_says_nothing(central: Central, peer: Peer, keys: Keys) -> None:
    peer.bends.append(bends.says(200, b"x" * 11, Content_Type="text/plain"))
    assert carry(central, keys, replace(SIGNED, limit=10)) == Reply(200, "", b"")
    peer.bends.append(bends.says(200, b"x" * 10, Content_Type="text/plain"))
    assert carry(central, keys, replace(SIGNED, limit=10)) == Reply(200, "text/plain", b"x" * 10)


def test_compressed_answers_are_not_unpacked(central: Central, peer: Peer, keys: Keys) -> None:
    peer.bends.append(bends.says(200, b"\x1f\x8b...", Content_Encoding="gzip"))
    answer = carry(central, keys, SIGNED)
    assert isinstance(answer, Reply)
    assert answer.body == b"\x1f\x8b..."
    assert peer.headers[0]["Accept-Encoding"] == "identity"


def test_one_connection_serves_many_questions(central: Central, peer: Peer, keys: Keys) -> None:
    carrier = HttpCarrier(central.trust, keys, lambda: central.now_ms, WAITS)
    answers = [carrier.ask(TIME) for _ in range(5)]
    carrier.close()
    assert all(isinstance(answer, Reply) and answer.status == 200 for answer in answers)


def test_cookies_are_neither_kept_nor_sent(central: Central, peer: Peer, keys: Keys) -> None:
    peer.bends.append(bends.says(200, b"", Set_Cookie="portal=1; Path=/"))
    carrier = HttpCarrier(central.trust, keys, lambda: central.now_ms, WAITS)
    carrier.ask(SIGNED)
    carrier.ask(SIGNED)
    carrier.close()
    assert ["Cookie" in headers for headers in peer.headers] == [False, False]


def test_passwords_of_the_environment_are_not_sent(
    central: Central, peer: Peer, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login kiosk password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    carry(central, keys)
    assert "Authorization" not in peer.headers[0]


def test_a_server_on_this_machine_is_called_without_the_environments_proxy(
    central: Central, peer: Peer, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert isinstance(carry(central, keys), Reply)


def test_the_environments_proxy_is_used_for_a_server_elsewhere(
    central: Central, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Peer(Central()) as proxy:
        central.address = "https://hailong.invalid"
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        monkeypatch.setenv("NO_PROXY", "")
        assert "Tunnel connection failed" in str(carry(central, keys))


def test_nobody_listening_is_unreachable(central: Central, keys: Keys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        central.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    assert reason(carry(central, keys)) == "connection"


def test_a_server_that_never_answers_is_given_up(central: Central, keys: Keys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        central.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        assert reason(carry(central, keys, waits=Waits(5, answer_seconds=0.05))) == "timeout"


def test_plain_http_to_another_machine_is_refused_before_a_byte_is_sent(central: Central, keys: Keys) -> None:
    trust = replace(central.trust, addresses=("http://192.0.2.1",))
    carrier = HttpCarrier(trust, keys, lambda: 0, WAITS)
    answer = carrier.ask(TIME)
    carrier.close()
    assert reason(answer) == "address"


def test_the_next_address_is_asked_where_nobody_answered_and_stays_the_first(
    central: Central, peer: Peer, keys: Keys
) -> None:
    with Peer(central) as second:
        peer.bends.append(bends.lost)
        trust = replace(central.trust, addresses=(peer.address, second.address))
        carrier = HttpCarrier(trust, keys, lambda: central.now_ms, WAITS)
        answers = [carrier.ask(SIGNED), carrier.ask(SIGNED)]
        carrier.close()
        assert all(isinstance(answer, Reply) for answer in answers)
        assert (len(peer.headers), len(second.headers)) == (1, 2)


def test_a_further_way_is_tried_last_however_often_it_leads_to_the_server(
    central: Central, peer: Peer, keys: Keys
) -> None:
    further = Way(peer.address, (None,))
    with Peer(central) as second:
        second.bends.extend([bends.lost, bends.good])
        trust = replace(central.trust, addresses=(second.address,), further=further)
        carrier = HttpCarrier(trust, keys, lambda: central.now_ms, WAITS)
        assert isinstance(carrier.ask(SIGNED), Reply)
        assert carrier.answered == further
        assert isinstance(carrier.ask(SIGNED), Reply)
        assert carrier.answered == Way(second.address, trust.cas)
        carrier.close()
        assert (len(peer.headers), len(second.headers)) == (1, 2)


SOMEBODY_ELSE = [
    bends.says(200, b"<html>", Content_Type="text/html"),
    bends.says(404),
    bends.says(502, b"<html>", Content_Type="text/html"),
    bends.replies(Central().problem(Code.UNKNOWN_KIOSK)),
    bends.replies(Central().answer(Ask("GET", "/api/v1/directory"))),
    bends.says(200, b"{", Content_Type="application/vnd.hailong.signed"),
]


@pytest.mark.parametrize("bend", SOMEBODY_ELSE)
def test_a_further_address_is_asked_where_somebody_else_answered(
    central: Central, peer: Peer, keys: Keys, bend: bends.Write
) -> None:
    with Peer(central) as second:
        peer.bends.append(bend)
        trust = replace(central.trust, addresses=(peer.address, second.address))
        carrier = HttpCarrier(trust, keys, lambda: central.now_ms, WAITS)
        answer = carrier.ask(SIGNED)
        carrier.close()
    assert isinstance(answer, Reply)
    assert central.server.encode() in answer.body
    assert carrier.answered == Way(second.address, trust.cas)


def test_what_somebody_else_said_is_told_where_nobody_of_ours_is_found(
    central: Central, peer: Peer, keys: Keys
) -> None:
    peer.bends.append(bends.says(200, b"<html>", Content_Type="text/html"))
    trust = replace(central.trust, addresses=(peer.address, "http://127.0.0.1:9"))
    carrier = HttpCarrier(trust, keys, lambda: central.now_ms, WAITS)
    assert carrier.ask(SIGNED) == Reply(200, "text/html", b"<html>")
    assert carrier.answered is None
    carrier.close()


def test_a_further_way_is_checked_against_its_own_ca(central: Central, tls_peer: Peer, keys: Keys) -> None:
    good, wrong = central.ca, Authority().pem
    trust = replace(central.trust, cas=(wrong,), further=Way(tls_peer.address, (good,)))
    carrier = HttpCarrier(trust, keys, lambda: central.now_ms, WAITS)
    assert isinstance(carrier.ask(TIME), Reply)
    assert carrier.answered == trust.further
    carrier.close()


def test_the_addresses_of_a_new_directory_are_called_from_then_on(
    central: Central, peer: Peer, keys: Keys
) -> None:
    carrier = HttpCarrier(central.trust, keys, lambda: central.now_ms, WAITS)
    with Peer(central) as moved:
        carrier.follow(replace(central.trust, addresses=(moved.address, peer.address)))
        assert isinstance(carrier.ask(TIME), Reply)
        assert (len(peer.headers), len(moved.headers)) == (0, 1)
    carrier.close()


def test_the_directorys_ca_is_trusted(central: Central, tls_peer: Peer, keys: Keys) -> None:
    assert isinstance(carry(central, keys), Reply)
    assert tls_peer.address.startswith("https://")


def test_a_certificate_of_another_ca_is_not_spoken_to(
    central: Central, tls_peer: Peer, keys: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(central.ca or "", encoding="ascii")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(bundle))
    central.ca = Authority().pem
    assert reason(carry(central, keys)) == "tls"
    assert tls_peer.headers == []


def test_the_environments_ca_bundle_does_not_replace_the_directorys(
    central: Central, tls_peer: Peer, keys: Keys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text(Authority().pem, encoding="ascii")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    assert isinstance(carry(central, keys), Reply)
    assert len(tls_peer.headers) == 1


def test_a_server_with_an_expired_certificate_is_asked_the_time_and_nothing_else(
    central: Central, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    central.ca = authority.pem
    with Peer(central, authority.serving(tmp_path, LONG_AGO)) as expired:
        answer = carry(central, keys, SIGNED)
        assert reason(answer) == "tls"
        assert "expired on Jan  1 00:00:00 2001" in str(answer)
        assert isinstance(carry(central, keys), Reply)
        assert ["Signature" in headers for headers in expired.headers] == [False]


def test_while_the_time_is_unknown_only_the_time_is_asked(
    central: Central, tls_peer: Peer, keys: Keys
) -> None:
    known: list[int] = []
    carrier = HttpCarrier(
        central.trust, keys, lambda: central.now_ms, WAITS, corrected_ms=lambda: known[-1] if known else None
    )
    assert "the time is not known yet" in str(carrier.ask(SIGNED))
    assert isinstance(carrier.ask(TIME), Reply)
    assert len(tls_peer.headers) == 1
    known.append(central.now_ms)
    assert isinstance(carrier.ask(SIGNED), Reply)
    carrier.close()


def test_a_certificate_is_judged_by_corrected_time_on_a_connection_that_stands_already(
    central: Central, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    central.ca, known = authority.pem, [LONG_AGO[0].timestamp() * 1000 + 1]
    with Peer(central, authority.serving(tmp_path, LONG_AGO)) as valid_then:
        carrier = HttpCarrier(
            central.trust, keys, lambda: central.now_ms, WAITS, corrected_ms=lambda: int(known[-1])
        )
        assert isinstance(carrier.ask(SIGNED), Reply)
        known.append(LONG_AGO[1].timestamp() * 1000 + 1)
        assert reason(carrier.ask(SIGNED)) == "tls"
        known.append(LONG_AGO[0].timestamp() * 1000 - 1)
        assert "valid from Jan  1 00:00:00 2000 GMT only" in str(carrier.ask(SIGNED))
        assert len(valid_then.headers) == 1
        carrier.close()


def test_without_a_ca_in_the_directory_the_systems_count(
    central: Central, tls_peer: Peer, keys: Keys
) -> None:
    central.ca = None
    assert reason(carry(central, keys)) == "tls"
    assert tls_peer.headers == []


def test_a_ca_that_cannot_be_read_leaves_the_carrier_as_it_was(
    central: Central, peer: Peer, keys: Keys
) -> None:
    carrier = HttpCarrier(central.trust, keys, lambda: central.now_ms, WAITS)
    for broken in ("", "not PEM", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "ồ"):
        with pytest.raises(BadCertificate):
            carrier.follow(replace(central.trust, cas=(broken,)))
    assert isinstance(carrier.ask(TIME), Reply)
    carrier.close()
