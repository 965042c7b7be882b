"""What is read at a glance as a rating must be read alike with care."""

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import asdict

from sync.contract.ledger import read_line
from sync.contract.plain_rating import read_plain_rating
from sync.contract.rating import GivenRating, judge_given
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
PIECES = (
    BARE,
    FULL,
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
    st.sampled_from([BARE, FULL]),
    st.sampled_from(
        [ID.encode(), OTHER.encode(), b"5", b"1", b"null", b"true", b",", b'"touch"', b"returned"]
    ),
    st.sampled_from(
        [*PIECES[2:], ID.encode(), b"", b"0", b"-0", b"9007199254740992", b"false", b'"\\ud800"', b" "]
    ),
)


def told(given: GivenRating) -> dict[str, Any]:
    return asdict(given) | {"questionnaire": asdict(given.questionnaire)}


@given(lines)
@example(BARE.replace(OTHER.encode(), OTHER.upper().encode()))
@example(FULL.replace(b'"dossier"', b'"dossier":"' + b"0f" * 32 + b'","dossier"'))
@example(BARE.replace(b'"at":-1', b'"at":-1,"more":1.5'))
@example(BARE.replace(b'{"rating"', b'{"more":{"a":[[[[[[[1]]]]]]]},"rating"'))
def test_a_glance_says_nothing_or_what_a_careful_look_says(raw: bytes) -> None:
    glance = read_plain_rating(raw)
    if glance is not None:
        assert told(glance.body) == told(judge_given(read_line(raw).body))
        assert asdict(glance) | {"body": {}} == asdict(read_line(raw)) | {"body": {}}


def test_ratings_as_kiosks_write_them_are_read_at_a_glance() -> None:
    assert read_plain_rating(BARE) is not None
    assert read_plain_rating(FULL) is not None
