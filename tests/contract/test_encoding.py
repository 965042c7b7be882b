import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.contract.encoding import Malformed, base32, is_id, read_json, unbase32, write_json


@given(st.dictionaries(st.text(), st.integers(-(2**53) + 1, 2**53 - 1) | st.text(), max_size=5))
def test_what_is_written_is_read_back(document: dict[str, object]) -> None:
    assert read_json(write_json(document)) == document


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"a":1,"a":2}', "duplicate"),
        (b'{"a":{"b":1,"b":1}}', "duplicate"),
        (b'{"a":1.0}', "no integer"),
        (b'{"a":1e3}', "no integer"),
        (b'{"a":NaN}', "no integer"),
        (b'{"a":9007199254740992}', "2\\^53"),
        (b'{"a":-9007199254740992}', "2\\^53"),
        (b'{"a":' + b"9" * 5000 + b"}", "2\\^53"),
        (b'\xef\xbb\xbf{"a":1}', "JSON"),
        (b'{"a":"\\ud800"}', "surrogate"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b"[]", "object"),
        (b"{", "JSON"),
        (b'{"a":' * 9 + b"1" + b"}" * 9, "deeper"),
        (b"[" * 100_000, "deeper"),
    ],
)
def test_json_of_another_kind_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        read_json(raw)


def test_the_outermost_object_is_depth_one_and_brackets_in_text_do_not_count() -> None:
    raw = b'{"a":' * 8 + b'"[[[[{{{{\\""' + b"}" * 8
    assert read_json(raw) == json.loads(raw)


def test_negative_integers_keep_their_sign() -> None:
    assert read_json(b'{"a":-9007199254740991,"b":-1}') == {"a": -9007199254740991, "b": -1}


@given(st.binary(max_size=120))
def test_base32_comes_back(raw: bytes) -> None:
    assert unbase32(base32(raw)) == raw


def test_base32_forgives_what_people_confuse() -> None:
    assert unbase32("oi-lo 0000") == unbase32("01100000")


@pytest.mark.parametrize("text", ["U0", "0", "ZZ", "0!"])
def test_base32_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        unbase32(text)


def test_ids_have_one_form() -> None:
    assert is_id("6f0c2a90-0000-4000-8000-000000000001")
    assert not is_id("6F0C2A90-0000-4000-8000-000000000001")
    assert not is_id("6f0c2a90000040008000000000000001")
