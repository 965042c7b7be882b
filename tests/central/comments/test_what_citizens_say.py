"""Masking, by what citizens write: `said.toml` says of each sentence what must go and what must stay."""

import tomllib
from pathlib import Path
from time import process_time

import pytest

from sync.central.comments.personal import find, mask, plain
from sync.central.phone.asking import LONGEST_COMMENT

SAID = tomllib.loads((Path(__file__).parent / "said.toml").read_text("utf-8"))
SERVE = ("Nguyễn Thị Hoa", "Lê Văn Minh")
LEFT = SAID["left"]["sentences"] + SAID["missed"]["sentences"]


@pytest.mark.parametrize("kind", ["sure", "guessed"])
def test_what_tells_a_person_or_a_moment_is_masked_and_no_word_around_it(kind: str) -> None:
    assert {said: mask(said, SERVE) for said in SAID[kind]} == SAID[kind]


@pytest.mark.parametrize("kind", ["sure", "guessed"])
def test_a_summary_is_refused_for_what_is_sure_and_never_for_a_guess(kind: str) -> None:
    surely = {said: any(one.sure for one in find(plain(said), SERVE)) for said in SAID[kind]}
    assert surely == dict.fromkeys(SAID[kind], kind == "sure")


def test_ordinary_complaints_amounts_and_places_are_left() -> None:
    assert [mask(said, SERVE) for said in LEFT] == LEFT


def test_what_is_found_is_found_within_a_story_too() -> None:
    by_capitals = {said: masked for said, masked in SAID["sure"].items() if not said.isupper()}
    for said, masked in by_capitals.items():
        story = f"{LEFT[0]}. {said}; {LEFT[1]}."
        assert masked in mask(story, SERVE), story


def test_a_text_as_long_as_a_summary_may_be_is_read_in_time() -> None:
    story = ". ".join([*SAID["sure"], *LEFT])[:2_000]
    assert mask(story, SERVE).count("[") > 20
    assert find("1 " * 1_000 + "mười " * 300, SERVE)


@pytest.mark.parametrize(
    "word", ["tên ", "Tên Lan ", "tên cán bộ ", "giám đốc Long ", "con ", "lan ", "1 ", "mười ", "a."]
)
def test_a_comment_is_masked_at_once_whatever_it_repeats(word: str) -> None:
    """The longest that may be written; a form whose cost grows with what it repeats would take minutes."""
    comment = (word * LONGEST_COMMENT)[:LONGEST_COMMENT]
    started = process_time()
    mask(comment, SERVE)
    assert process_time() - started < 1
