"""What is read at a glance must be read alike with care: one reader's word on every kind of bytes."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.contract.encoding import Malformed, _read_carefully, read_json
from sync.contract.plain_json import MAX_DEPTH, read_plain
from tests.fuzz.mutation import near

LINE = (
    b'{"seq":7,"kind":"rating.detailed","at":1795403045123,"boot":"6f0c1c8e-0000-4000-8000-000000000001","up":5,'
    b'"body":{"of":6,"answers":{"polite":"yes"},"reasons":["waiting"],"attached":{"comment":"ab"}}}'
)
SPOKEN = '{"a":{"Ế":[1,-9007199254740991,{"b":null}]}, "c" :true,"d":":","e":[[]]}'.encode()
DEEP = b'{"a":[[[[[[[1,{}]]]]]]],"b":{"c":{"d":{"e":{"f":{"g":{"h":"\\\\\\n"}}}}}}}'
FLOATS = b'{"a":1.0,"a":-0,"b":[0.5,1e3,9007199254740992],"c":{"a":-0}}'

words = st.sampled_from(["a", "b", "Ế", ":", '":', "\\u00e9", "\\", "\\ud800", "", "{", "\x1f", "\x7f"])
numbers = st.sampled_from(
    ["0", "-0", "1", "01", "1.0", "1e2", "9007199254740991", "9007199254740992", "NaN", "-9007199254740992"]
)
gaps = st.sampled_from(["", "", "", " ", "\n", "\t ", "\x0b"])


@st.composite
def members(draw: st.DrawFn, values: st.SearchStrategy[str]) -> str:
    parts = [
        f'{draw(gaps)}"{draw(words)}"{draw(gaps)}:{draw(gaps)}{draw(values)}'
        for _ in range(draw(st.integers(0, 3)))
    ]
    return "{" + ",".join(parts) + "}"


documents = members(
    st.recursive(
        numbers | words.map(lambda word: f'"{word}"') | st.sampled_from(["true", "null", "x"]),
        lambda inner: members(inner) | st.lists(inner, max_size=2).map(lambda some: f"[{','.join(some)}]"),
        max_leaves=6,
    )
).map(lambda text: text.encode("utf-8", "surrogatepass"))


def said(raw: bytes, *, carefully: bool) -> dict[str, Any] | str:
    try:
        return _read_carefully(raw, MAX_DEPTH) if carefully else read_json(raw)
    except Malformed as error:
        return error.detail


@given(documents | near([LINE, SPOKEN, FLOATS, DEEP]))
@example(b'{"a" :":x","a" :1}')
@example(b'{"a":' + b"9" * 5000 + b"}")
@example(b'{"a":"\\ud800"}')
@example(b'{"a":-9223372036854775809}')
def test_a_glance_and_a_careful_look_say_the_same(raw: bytes) -> None:
    quick, careful = said(raw, carefully=False), said(raw, carefully=True)
    assert quick == careful
    if isinstance(quick, dict):  # 1 == True == 1.0, and the order of members, too
        assert json.dumps(quick) == json.dumps(careful)


def test_nearly_every_line_is_read_at_a_glance() -> None:
    assert read_plain(LINE) == json.loads(LINE)


@pytest.mark.parametrize("raw", [b'{"a":1,"a":2}', b'{"a": 1}', b'{"a":1.5}', b'{"a":-0}', b"[]"])
def test_what_a_glance_cannot_vouch_for_gets_no_answer(raw: bytes) -> None:
    assert read_plain(raw) is None
