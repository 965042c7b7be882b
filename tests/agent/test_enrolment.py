import unicodedata
from pathlib import Path
from typing import Any

import pytest

from sync.agent.enrolment import Enrolled, Known, enrol, read_link
from sync.agent.enrolment_failure import EnrolmentFailure, Reason
from sync.agent.trust import Way
from sync.contract.enrolment import EnrolmentLink
from sync.contract.keys import fingerprint
from sync.contract.problems import Code
from tests.agent import peer as bends
from tests.agent.central import CODE, Central
from tests.agent.certificates import LONG_AGO, Authority
from tests.agent.conftest import WAITS
from tests.agent.memory import Keys
from tests.agent.peer import Peer, Write
from tests.hand_clock import HandClock


def try_enrolling(
    central: Central, keys: Keys, secret: str | None = None, known: Known | None = None
) -> Enrolled | EnrolmentFailure:
    link = read_link(central.address, secret or central.secret)
    if isinstance(link, EnrolmentFailure):
        return link
    return enrol(link, keys, "Quầy 1", HandClock(wall=0), WAITS, known=known)


def why(result: Enrolled | EnrolmentFailure) -> Reason:
    assert isinstance(result, EnrolmentFailure)
    assert result.detail
    return result.reason


def test_a_kiosk_is_enrolled_and_has_its_directory(central: Central, peer: Peer, keys: Keys) -> None:
    result = try_enrolling(central, keys)
    assert isinstance(result, Enrolled)
    assert (result.server, result.key) == (central.server, central.public)
    assert result.directory == central.directory()
    assert central.enrolled == keys.public.hex()
    assert central.asked == ["GET /api/v1/provisioning", "POST /api/v1/enrolments"]


def test_the_request_is_signed_with_the_new_key_at_the_servers_time(
    central: Central, peer: Peer, keys: Keys
) -> None:
    try_enrolling(central, keys)
    assert [(signer.public, signer.created) for signer in peer.signers] == [
        (keys.public, central.now_ms // 1000)
    ]


def test_after_a_lost_reply_the_same_code_and_key_succeed(central: Central, peer: Peer, keys: Keys) -> None:
    peer.bends.extend([bends.good, bends.lost])
    assert why(try_enrolling(central, keys)) is Reason.UNREACHABLE
    assert isinstance(try_enrolling(central, keys), Enrolled)


def test_a_kiosk_that_was_enrolled_says_which_one_it_is_and_what_it_keeps(
    central: Central, peer: Peer, keys: Keys
) -> None:
    assert isinstance(try_enrolling(central, keys), Enrolled)
    assert isinstance(try_enrolling(central, keys, known=Known(central.kiosk, 7)), Enrolled)
    assert [(asked.kiosk, asked.directory) for asked in central.requests] == [(None, 0), (central.kiosk, 7)]


def test_a_kiosk_never_becomes_another_one(central: Central, peer: Peer, keys: Keys) -> None:
    assert why(try_enrolling(central, keys, known=Known(central.server, 1))) is Reason.DIRECTORY


def test_the_way_to_the_server_is_told(central: Central, tls_peer: Peer, keys: Keys) -> None:
    result = try_enrolling(central, keys)
    assert isinstance(result, Enrolled)
    assert result.way == Way(tls_peer.address, (central.ca,))


def test_a_code_used_by_another_kiosk_is_spent(central: Central, peer: Peer, keys: Keys) -> None:
    try_enrolling(central, Keys())
    assert why(try_enrolling(central, keys)) is Reason.CODE_SPENT


def test_an_unknown_code_is_told_as_spent(central: Central, peer: Peer, keys: Keys) -> None:
    secret = f"FFFFFFFFFFFFFFFF.{fingerprint(central.public)}"
    assert why(try_enrolling(central, keys, secret)) is Reason.CODE_SPENT


def test_a_server_without_the_printed_fingerprint_never_sees_the_code(
    central: Central, peer: Peer, keys: Keys
) -> None:
    secret = f"{CODE}.{fingerprint(Central().public)}"
    assert why(try_enrolling(central, keys, secret)) is Reason.WRONG_SERVER
    assert central.asked == ["GET /api/v1/provisioning"]


@pytest.mark.parametrize("change", [{"nonce": "f" * 32}, {"key": "00" * 32}, {"key": "x"}, {"server": 1}])
def test_provisioning_that_proves_nothing_is_the_wrong_server(
    central: Central, peer: Peer, keys: Keys, change: dict[str, Any]
) -> None:
    central.edit = lambda document: document | change if "time" in document else document
    assert why(try_enrolling(central, keys)) is Reason.WRONG_SERVER
    assert central.enrolled is None


def test_provisioning_signed_with_another_key_is_the_wrong_server(
    central: Central, peer: Peer, keys: Keys
) -> None:
    key, secret = central.public.hex(), central.secret
    central.private = Central().private
    central.edit = lambda document: document | {"key": key}
    assert why(try_enrolling(central, keys, secret)) is Reason.WRONG_SERVER
    assert central.asked == ["GET /api/v1/provisioning"]


PAGE = b"<html>Log in</html>"
BENT: list[tuple[Write, Reason]] = [
    (bends.says(200, PAGE, Content_Type="text/html"), Reason.PORTAL),
    (bends.says(302, Location="http://127.0.0.1/login"), Reason.PORTAL),
    (bends.says(500, PAGE, Content_Type="text/html"), Reason.UNREACHABLE),
    (bends.oversized, Reason.PORTAL),
    (bends.lost, Reason.UNREACHABLE),
    (bends.says(200, b"{}\nAAAA\n", Content_Type="application/vnd.hailong.signed"), Reason.WRONG_SERVER),
]


@pytest.mark.parametrize(("bend", "reason"), BENT)
def test_each_bad_answer_has_its_reason_in_either_step(
    central: Central, peer: Peer, keys: Keys, bend: Write, reason: Reason
) -> None:
    peer.bends.append(bend)
    assert why(try_enrolling(central, keys)) is reason
    if bend is not bends.oversized:
        peer.bends.extend([bends.good, bend])
        assert why(try_enrolling(central, keys)) is reason


@pytest.mark.parametrize(
    ("code", "reason"),
    [(Code.SLOW_DOWN, Reason.SLOW_DOWN), (Code.REQUEST, Reason.REFUSED), (Code.CLOCK, Reason.REFUSED)],
)
def test_each_refusal_has_its_reason(
    central: Central, peer: Peer, keys: Keys, code: Code, reason: Reason
) -> None:
    peer.bends.extend([bends.good, bends.replies(central.problem(code))])
    assert why(try_enrolling(central, keys)) is reason


@pytest.mark.parametrize("change", [{"units": []}, {"addresses": []}, {"ca": "not PEM"}, {"version": 0}])
def test_a_directory_the_kiosk_could_not_work_with_is_not_taken(
    central: Central, peer: Peer, keys: Keys, change: dict[str, Any]
) -> None:
    central.edit = lambda document: document | change if "units" in document else document
    assert why(try_enrolling(central, keys)) is Reason.DIRECTORY


def test_the_fingerprint_brings_the_ca_and_the_code_goes_over_verified_tls(
    central: Central, tls_peer: Peer, keys: Keys
) -> None:
    assert central.address.startswith("https://")
    assert isinstance(try_enrolling(central, keys), Enrolled)


def test_the_code_is_not_sent_to_a_certificate_of_another_ca(
    central: Central, tls_peer: Peer, keys: Keys
) -> None:
    central.ca = Authority().pem
    assert why(try_enrolling(central, keys)) is Reason.TLS
    assert central.asked == ["GET /api/v1/provisioning"]


def test_the_code_is_not_sent_over_an_expired_certificate(
    central: Central, authority: Authority, tmp_path: Path, keys: Keys
) -> None:
    central.ca = authority.pem
    with Peer(central, authority.serving(tmp_path, LONG_AGO)):
        assert why(try_enrolling(central, keys)) is Reason.TLS
    assert central.enrolled is None


def test_a_ca_that_cannot_be_read_is_told(central: Central, peer: Peer, keys: Keys) -> None:
    central.ca = "not PEM"
    assert why(try_enrolling(central, keys)) is Reason.WRONG_SERVER


@pytest.mark.parametrize(
    ("address", "secret", "reason"),
    [
        ("https://hailong.example.vn", CODE, Reason.NO_FINGERPRINT),
        ("https://hailong.example.vn", f"{CODE}.", Reason.LINK),
        ("https://hailong.example.vn", f"{CODE}.ABC", Reason.LINK),
        ("https://hailong.example.vn", "ABC." + "0" * 26, Reason.LINK),
        ("https://hailong.example.vn", "U" * 16 + "." + "0" * 26, Reason.LINK),
        ("http://hailong.example.vn", f"{CODE}." + "0" * 26, Reason.ADDRESS),
        ("hailong.example.vn", f"{CODE}." + "0" * 26, Reason.ADDRESS),
    ],
)
def test_a_link_that_cannot_be_trusted_is_refused_before_anything_is_sent(
    address: str, secret: str, reason: Reason
) -> None:
    failure = read_link(address, secret)
    assert isinstance(failure, EnrolmentFailure)
    assert failure.reason is reason


def test_a_scanned_link_to_plain_http_elsewhere_is_refused(keys: Keys) -> None:
    link = EnrolmentLink.parse(f"http://192.0.2.1#{CODE}." + "0" * 26)
    assert why(enrol(link, keys, "Quầy 1", HandClock(), WAITS)) is Reason.ADDRESS


def test_a_code_is_read_as_people_type_it(central: Central) -> None:
    typed = central.secret.lower().replace("0", "o")
    link = read_link("https://hailong.example.vn/", f" {typed[:4]}-{typed[4:8]} {typed[8:]}")
    assert link == EnrolmentLink("https://hailong.example.vn", CODE, fingerprint(central.public))


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_in_both_languages(reason: Reason) -> None:
    words = EnrolmentFailure(reason, "").words
    assert set(words) == {"vi", "en"}
    assert all(text.endswith(".") and unicodedata.is_normalized("NFC", text) for text in words.values())
