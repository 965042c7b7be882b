"""What is read aloud, and when it falls silent."""

from dataclasses import dataclass, field, replace

import pytest

from assets import FOLDER
from kiosk.app.reading import Reader, chiming
from kiosk.app.sentences import Book, read_book, sentences_on
from kiosk.desk import Sentence
from kiosk.visit import STAFF_PAGES, Event, Look, Page, ScoreTouched, Ticked
from tests.kiosk.ui.scenes import PAGES, fixed_scene_at, long_rows_at, scene_at

BOOK = read_book(FOLDER / "sounds")
LEVELS = ["Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng"]


@dataclass
class Voice:
    """Writes down what it is asked to say."""

    said: list[tuple[Sentence, ...]] = field(default_factory=list)
    chimed: list[str] = field(default_factory=list)
    busy: bool = False
    deaf: bool = False

    def can_read(self, sentences: tuple[Sentence, ...]) -> bool:
        return bool(sentences) and not self.deaf

    def read(self, sentences: tuple[Sentence, ...]) -> None:
        self.said.append(sentences)
        self.busy = True

    def play(self, sound_id: str, language: str) -> None:
        self.chimed.append(sound_id)

    def stop(self) -> None:
        self.busy = False


@pytest.mark.parametrize("page", sorted(STAFF_PAGES))
def test_nothing_of_the_pages_of_staff_is_read(page: Page) -> None:
    assert sentences_on(scene_at(page), BOOK) == ()


@pytest.mark.parametrize("page", [page for page in PAGES if page not in STAFF_PAGES])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sentence_of_every_page_is_recorded(page: Page, language: str) -> None:
    for scene in (scene_at(page, Look(language)), fixed_scene_at(Look(language))):
        told = sentences_on(scene, BOOK)
        assert told
        assert all(sentence.sound_id and sentence.text for sentence in told), told
        assert {sentence.language for sentence in told} == {language}


def test_the_question_is_read_then_all_levels_in_order_whatever_was_touched() -> None:
    plain = sentences_on(scene_at(Page.SCORE), BOOK)
    assert [sentence.text for sentence in plain] == [
        "Ông/Bà hài lòng với sự phục vụ ở mức nào?",
        *LEVELS,
        "Hoặc đánh giá bằng điện thoại.",
    ]
    chosen = [sentences_on(scene_at(Page.SCORE, score=score, correcting=True), BOOK) for score in range(1, 6)]
    assert set(chosen) == {plain[:-1]}


@pytest.mark.parametrize("page", [Page.CRITERIA, Page.REASONS, Page.THANKS, Page.STILL_THERE])
def test_pages_after_the_score_are_read_alike_whatever_was_touched_and_answered(page: Page) -> None:
    scene = scene_at(page)
    others = [
        replace(scene, visit=replace(scene.visit, score=score, answers=(), reasons=())) for score in (1, 5)
    ]
    assert {sentences_on(other, BOOK) for other in others} == {sentences_on(scene, BOOK)}


def test_questions_are_read_with_their_choices_in_order() -> None:
    told = [sentence.text for sentence in sentences_on(scene_at(Page.CRITERIA, Look("en")), BOOK)]
    assert told[:4] == [
        "A few more questions. You may skip any of them.",
        "Polite and friendly?",
        "Yes",
        "No",
    ]
    assert told[-3:] == ["Any harassment or hint for money?", "Yes", "No"]


def test_a_question_that_was_worded_anew_is_not_read_with_the_old_recording() -> None:
    told = sentences_on(long_rows_at(2), BOOK)
    assert told[1].sound_id == ""
    assert told[1].text.startswith("Có bị gây phiền hà, sách nhiễu")
    assert told[2].sound_id == "words.yes"


def test_words_that_were_not_translated_are_read_in_vietnamese() -> None:
    scene = replace(scene_at(Page.SCORE, Look("ko")), levels={5: {"vi": "RẤT hài lòng!"}})
    told = sentences_on(scene, BOOK)
    assert (told[1].language, told[1].sound_id) == ("vi", "words.very_satisfied")
    assert (told[2].language, told[2].text) == ("ko", "")


def test_names_of_officials_are_not_read() -> None:
    scene = scene_at(Page.OFFICIALS)
    said = " ".join(sentence.text for sentence in sentences_on(scene, BOOK))
    assert not any(card.name in said for card in scene.officials)


def test_a_touch_reads_and_another_one_is_silence() -> None:
    voice = Voice()
    reader = Reader(voice, BOOK)
    assert reader.hearing(scene_at(Page.SCORE)).may_read_aloud
    reader.touch()
    assert reader.hearing(scene_at(Page.SCORE)).reading_aloud
    reader.touch()
    assert not voice.busy
    assert not reader.hearing(scene_at(Page.SCORE)).reading_aloud
    reader.touch()
    voice.busy = False  # said to the end
    assert not reader.hearing(scene_at(Page.SCORE)).reading_aloud
    reader.touch()
    assert len(voice.said) == 3


@pytest.mark.parametrize(
    "then",
    [scene_at(Page.CRITERIA), scene_at(Page.SCORE, Look("en")), scene_at(Page.ATTRACT)],
    ids=["page", "language", "end"],
)
def test_another_page_another_language_and_the_end_of_the_visit_are_silence(then: object) -> None:
    voice = Voice()
    reader = Reader(voice, BOOK)
    reader.hearing(scene_at(Page.SCORE))
    reader.touch()
    reader.hearing(scene_at(Page.SCORE, Look(large_text=True)))
    assert voice.busy
    reader.hearing(then)  # type: ignore[arg-type]
    assert not voice.busy


def test_where_nothing_would_be_heard_nothing_is_offered() -> None:
    assert not Reader(Voice(deaf=True), BOOK).hearing(scene_at(Page.SCORE)).may_read_aloud
    assert not Reader(Voice(), Book({}, {})).hearing(scene_at(Page.STAFF)).may_read_aloud


def test_every_touch_chimes_alike_and_thanks_once() -> None:
    voice, taken = Voice(), list[Event]()
    take = chiming(voice, taken.append)
    events: list[Event] = [*(ScoreTouched(score, at_ms=0) for score in range(1, 6)), Ticked(at_ms=1)]
    for event in events:
        take(event)
    assert (taken, voice.chimed) == (events, ["touch"] * 5)
    reader = Reader(voice, BOOK)
    for look in (Look(), Look(), Look("en")):
        reader.hearing(scene_at(Page.THANKS, look))
    assert voice.chimed[5:] == ["done"]
