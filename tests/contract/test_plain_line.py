"""What is read at a glance must be read alike with care: ratings, and what else was answered."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import asdict

from sync.contract.encoding import convert
from sync.contract.ledger import read_line
from sync.contract.plain_line import read_plain_line
from sync.contract.rating import DetailedRating, GivenRating
from tests.fuzz.mutation import near

ID, OTHER = "6f0c1c8e-0000-4000-8000-00000000000a", "6f0c1c8e-0000-4000-8000-00000000000b"
BARE = (
    f'{{"seq":7,"kind":"rating.given","at":-1,"boot":"{ID}","up":5,"body":{{"rating":"{OTHER}","unit":"{ID}",'
    f'"official":null,"score":5,"questionnaire":{{"id":"{ID}","version":1}},"via":"touch"}}}}'
).encode()
FULL = (
    BARE[:-2].replace(b"null", f'"{OTHER}"'.encode())
    + f',"counter":"{ID}","stage":"returned","practice":true,"repeated":true,'.encode()
    + b'"attached":{"dossier":"'
    + b"0f" * 32
    + b'"}}}'
)
DETAILED = (
    f'{{"seq":8,"kind":"rating.detailed","at":1,"boot":"{ID}","up":5,"body":{{"of":7,"answers":{{"polite":"yes"}},'
    f'"reasons":["waiting","attitude"],"attached":{{"comment":"{"0f" * 32}"}}}}}}'
).encode()
PIECES = (
    BARE,
    FULL,
    DETAILED,
    ID.upper().encode(),
    ID.replace("-", "").encode(),
    b'"rating.changed"',
    b',"practice":false',
    b',"attached":{}',
    b',"official":null',
    b'"version":1,"version":2',
    b'"score":9',
    b'"up":5.0',
    b'"via":"fax"',
)
lines = near(PIECES) | st.builds(
    lambda line, found, put: line.replace(found, put, 1),
    st.sampled_from(PIECES[:3]),
    st.sampled_from(
        [ID.encode(), OTHER.encode(), b"5", b"1", b"null", b"true", b",", b'"touch"', b"returned"]
    ),
    st.sampled_from(
        [*PIECES[3:], ID.encode(), b"", b"0", b"-0", b"9007199254740992", b"false", b'"\\ud800"', b" "]
    ),
)


def told(body: GivenRating | DetailedRating) -> dict[str, Any]:
    said = asdict(body)
    return said | ({"questionnaire": asdict(body.questionnaire)} if isinstance(body, GivenRating) else {})


@given(lines)
@example(BARE.replace(OTHER.encode(), OTHER.upper().encode()))
@example(FULL.replace(b'"dossier"', b'"dossier":"' + b"0f" * 32 + b'","dossier"'))
@example(BARE.replace(b'"at":-1', b'"at":-1,"more":1.5'))
@example(BARE.replace(b'{"rating"', b'{"more":{"a":[[[[[[[1]]]]]]]},"rating"'))
@example(DETAILED.replace(b'"polite"', b'"polite":"no","polite"'))
@example(DETAILED.replace(b'"polite"', b'"Polite"'))
@example(DETAILED.replace(b'"waiting"', b'"waiting"' + b',"waiting"' * 11))
def test_a_glance_says_nothing_or_what_a_careful_look_says(raw: bytes) -> None:
    glance = read_plain_line(raw)
    if glance is not None:
        line = read_line(raw)
        shape: type[GivenRating | DetailedRating]
        shape = GivenRating if line.kind == "rating.given" else DetailedRating
        assert told(glance.body) == told(convert(line.body, shape))
        assert asdict(glance) | {"body": {}} == asdict(line) | {"body": {}}


@pytest.mark.parametrize("raw", [BARE, FULL, DETAILED])
def test_lines_as_kiosks_write_them_are_read_at_a_glance(raw: bytes) -> None:
    assert read_plain_line(raw) is not None
