import hashlib
from typing import Any

import pytest

from sync.agent.directory_fetch import PHOTO_LIMIT, fetch_directory, fetch_photo
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kept_directory import photos_of, stored_directory
from sync.agent.outcome import Portal, Refused, Unreachable, Untrusted
from sync.contract.problems import Code
from tests.agent import peer as bends
from tests.agent.central import PHOTO, PHOTO_NAME, Central
from tests.agent.network import Fault, Network
from tests.agent.peer import Peer

STRANGER = "99999999-9999-4999-8999-999999999999"


def test_a_directory_comes_down_as_it_was_signed(central: Central) -> None:
    central.version = 7
    fetched = fetch_directory(Network(central), central.trust, at_least=1)
    assert isinstance(fetched, tuple)
    raw, directory = fetched
    assert directory.version == 7
    assert stored_directory(raw) == directory


UNIT = "11111111-1111-4111-8111-111111111111"


def costly_pin(cost: str) -> str:
    return f"$argon2id$v=19${cost}${'c' * 22}${'h' * 43}"


def broken_questionnaires() -> list[dict[str, Any]]:
    """Each breaks what a kiosk could not show, in a directory that is good otherwise."""
    (good,) = Central().directory_object()["questionnaires"]
    score = good["questions"][0]
    question = {"question": "polite", "kind": "choice", "text": {"vi": "?"}}
    choices = [{"choice": name, "text": {"vi": name}} for name in ("yes", "no")]
    return [
        good | {"questions": [score | {"choices": score["choices"][:4]}]},
        good | {"questions": [score, question]},
        good | {"questions": [score, question | {"choices": choices, "when": {"later": ["yes"]}}]},
        good | {"questions": [score, question | {"choices": choices, "kind": "stars"}]},
        good | {"version": 0},
    ]


@pytest.mark.parametrize("questionnaire", broken_questionnaires())
def test_a_broken_questionnaire_is_not_taken_and_the_last_good_directory_stays(
    central: Central, questionnaire: dict[str, Any]
) -> None:
    central.version = 2
    central.edit = lambda document: document | {"questionnaires": [questionnaire]}
    assert isinstance(fetch_directory(Network(central), central.trust, at_least=1), Untrusted)


def test_what_is_new_in_a_directory_comes_down_and_what_is_unknown_does_no_harm(central: Central) -> None:
    pin = costly_pin("m=65536,t=3,p=4")
    hours = {"mon": ["07:30-11:30"]}
    central.edit = lambda document: (
        document
        | {
            "staff": [{"staff": STRANGER, "pin": pin, "of_tomorrow": 1}],
            "policies": {"unit": UNIT, "hours": hours, "tone_style": "old", "sound": True, "of_tomorrow": {}},
        }
    )
    fetched = fetch_directory(Network(central), central.trust, at_least=1)
    assert isinstance(fetched, tuple)
    directory = fetched[1]
    assert (directory.staff[0].staff, directory.staff[0].pin) == (STRANGER, pin)
    policies = directory.policies
    assert (policies.hours, policies.tone_style, policies.sound, policies.calls) == (hours, "old", True, {})


BROKEN: list[dict[str, Any]] = [
    {"server": STRANGER},
    {"kiosk": STRANGER},
    {"version": 4},
    {"hailong": 2},
    {"units": []},
    {"questionnaires": []},
    {"addresses": []},
    {"addresses": ["http://hailong.example.vn"]},
    {"ca": "not PEM"},
    {"policies": {}},
    {"staff": [{"staff": STRANGER, "pin": "482913"}]},
    {"staff": [{"staff": STRANGER, "pin": costly_pin("m=1048576,t=3,p=1")}]},
    {"policies": {"unit": UNIT, "hours": {"mon": ["7:30"]}}},
    {"policies": {"unit": UNIT, "tone_style": "new"}},
    {"policies": {"unit": UNIT, "calls": {STRANGER: "ab" * 32}}},
]


@pytest.mark.parametrize("change", BROKEN, ids=[next(iter(change)) for change in BROKEN])
def test_a_directory_that_is_not_for_us_or_would_stop_us_is_not_taken(
    central: Central, change: dict[str, Any]
) -> None:
    central.version, trust = 5, central.trust
    central.edit = lambda document: document | change
    assert isinstance(fetch_directory(Network(central), trust, at_least=5), Untrusted)


def test_a_directory_signed_with_a_strange_key_is_not_taken(central: Central) -> None:
    trust = central.trust
    central.private = Central().private
    assert isinstance(fetch_directory(Network(central), trust, at_least=1), Untrusted)


def test_a_login_page_is_no_directory(central: Central) -> None:
    network = Network(central, [Fault.LOGIN_PAGE, Fault.GATEWAY_ERROR, Fault.TOO_LARGE])
    outcomes = [fetch_directory(network, central.trust, 1) for _ in range(3)]
    assert [type(outcome) for outcome in outcomes] == [Portal, Unreachable, Refused]


def test_a_photo_is_known_by_its_digest(central: Central, peer: Peer, carrier: HttpCarrier) -> None:
    central.photos[PHOTO_NAME] = PHOTO
    assert fetch_photo(carrier, central.trust, PHOTO_NAME) == PHOTO
    assert len(peer.signers) == 1


def test_other_bytes_under_a_photos_name_are_not_taken(
    central: Central, peer: Peer, carrier: HttpCarrier
) -> None:
    central.photos[PHOTO_NAME] = PHOTO + b" with something more"
    assert isinstance(fetch_photo(carrier, central.trust, PHOTO_NAME), Portal)
    peer.bends.append(bends.truncated)
    assert isinstance(fetch_photo(carrier, central.trust, PHOTO_NAME), Unreachable)


@pytest.mark.parametrize(("size", "taken"), [(PHOTO_LIMIT, True), (PHOTO_LIMIT + 1, False)])
def test_a_photo_has_at_most_256_kib(
    central: Central, peer: Peer, carrier: HttpCarrier, size: int, taken: bool
) -> None:
    photo = b"\xff" * size
    digest = hashlib.sha256(photo).hexdigest()
    central.photos[digest] = photo
    assert (fetch_photo(carrier, central.trust, digest) == photo) is taken


def test_the_digest_of_nothing_is_no_photo(central: Central) -> None:
    assert fetch_photo(Network(central), central.trust, PHOTO_NAME) == Refused(Code.ABSENT, "absent")


def test_each_photo_is_named_once(central: Central) -> None:
    central.photo_names = [PHOTO_NAME, "a" * 64, PHOTO_NAME]
    assert photos_of(central.directory()) == [PHOTO_NAME, "a" * 64]
