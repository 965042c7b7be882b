import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.call_answers import Code, Refused
from kiosk.desk.calls import CALLS_A_MINUTE, DOSSIER_UNREADABLE, Call, Pace, Tokens, read_call
from kiosk.desk.dossier import Dossier
from tests.kiosk.desk.secrets_of import new_token

COUNTER, OFFICIAL = str(uuid.UUID(int=3)), str(uuid.UUID(int=7))
CODE = "H15.50.05.13-261008-0975"


def body(**members: object) -> bytes:
    return json.dumps({"counter": COUNTER, **members}).encode()


@pytest.mark.parametrize(
    ("raw", "call", "warnings"),
    [
        (body(), Call(COUNTER), ()),
        (body(official=OFFICIAL), Call(COUNTER, OFFICIAL), ()),
        (body(official=None, dossier=None, later="x"), Call(COUNTER), ()),
        (body(dossier=f" {CODE.lower()}"), Call(COUNTER, None, Dossier(CODE)), ()),
        (body(stage="refused"), Call(COUNTER, stage="refused"), ()),
        (
            body(dossier=f"{CODE};stage=returned"),
            Call(COUNTER, None, Dossier(CODE, "returned"), "returned"),
            (),
        ),
        (
            body(dossier=f"{CODE};stage=returned", stage="supplement"),
            Call(COUNTER, None, Dossier(CODE, "returned"), "supplement"),
            (),
        ),
        (body(official=OFFICIAL, dossier="số 12"), Call(COUNTER, OFFICIAL), (DOSSIER_UNREADABLE,)),
    ],
)
def test_a_call_says_which_counter_and_perhaps_who_and_what(
    raw: bytes, call: Call, warnings: tuple[str, ...]
) -> None:
    assert read_call(raw) == (call, warnings)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"counter":3}',
        body(counter="3"),
        body(counter=COUNTER.replace("3", "G")),
        body(official=7),
        body(official="Nguyễn Thị Hoa"),
        body(dossier=975),
        b'{"counter":"' + COUNTER.encode() + b'","counter":"' + COUNTER.encode() + b'"}',
        b'{"a":' * 500 + b"1" + b"}" * 500,
    ],
)
def test_anything_else_is_refused(raw: bytes) -> None:
    read = read_call(raw)
    assert isinstance(read, Refused)
    assert read.code is Code.REQUEST


@given(st.binary(max_size=300))
def test_no_body_makes_reading_fail(raw: bytes) -> None:
    read_call(raw)


def test_a_token_speaks_for_its_own_counter() -> None:
    (one, one_digest), (two, two_digest) = new_token(), new_token()
    tokens = Tokens({COUNTER: one_digest, OFFICIAL: two_digest})
    assert tokens.counter_of(f"Bearer {one}") == COUNTER
    assert tokens.counter_of(f"bearer  {two} ") == OFFICIAL
    assert len(one) >= 43


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic {}", "{}", "Bearer {}x", "Bearer {} {}", "Bearer \xe1"]
)
def test_nothing_else_is_a_token(header: str) -> None:
    token, digest = new_token()
    assert Tokens({COUNTER: digest}).counter_of(header.format(token, token)) is None
    assert Tokens({}).counter_of(f"Bearer {token}") is None


@pytest.mark.parametrize("digests", [{COUNTER: ""}, {COUNTER: "ab"}, {COUNTER: "g" * 64}, {"3": "a" * 64}])
def test_a_digest_that_is_none_is_never_a_door_left_open(digests: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        Tokens(digests)


def test_a_counter_that_calls_too_often_waits_and_no_other_does() -> None:
    pace = Pace()
    assert all(pace.allows(COUNTER, 10.0 + n / 100) for n in range(CALLS_A_MINUTE))
    assert not pace.allows(COUNTER, 60.0)
    assert pace.allows(OFFICIAL, 60.0)
    assert pace.allows(COUNTER, 70.0)
    assert not pace.allows(COUNTER, 70.005)
