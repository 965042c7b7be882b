"""What is read aloud of a page: its question, then its choices in order. Pure.

Never which of them was chosen, nor a score: all levels are read, from the first to the last.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from kiosk.desk import Sentence
from kiosk.ui.scene import Scene, Words
from kiosk.visit import RESTING, Page

FILE_NAME = "sentences.toml"
FALLBACK = "vi"


@dataclass(frozen=True)
class Book:
    """Sentences by sound id and language; what a directory says is looked up by how it reads."""

    texts: Mapping[str, Mapping[str, str]]
    ids: Mapping[tuple[str, str], str]

    @staticmethod
    def of(texts: Mapping[str, Mapping[str, str]]) -> "Book":
        """The book of these texts."""
        ids = {
            (language, letters_of(text)): sound_id
            for sound_id, told in texts.items()
            for language, text in told.items()
        }
        return Book(texts, ids)

    def sentence(self, sound_id: str, language: str) -> Sentence:
        """A page's own sentence."""
        return Sentence(sound_id, self.texts.get(sound_id, {}).get(language, ""), language)

    def words(self, words: Words, language: str) -> Sentence:
        """Words of the directory, in Vietnamese where they were not translated."""
        spoken = language if words.get(language) else FALLBACK
        text = normalize("NFC", words.get(spoken) or "")
        return Sentence(self.ids.get((spoken, letters_of(text)), ""), text, spoken)


def read_book(sounds: Path) -> Book:
    """The book in the folder of sounds."""
    return Book.of(tomllib.loads((sounds / FILE_NAME).read_text(encoding="utf-8")))


def letters_of(text: str) -> str:
    """How a text reads, whatever its signs and capitals are."""
    return " ".join(re.findall(r"\w+", normalize("NFC", text).casefold()))


def sentences_on(scene: Scene, book: Book) -> tuple[Sentence, ...]:
    """The sentences of the page that `scene` shows, in reading order; none where nothing is read."""
    language = scene.visit.look.language
    return tuple(
        book.sentence(part, language) if isinstance(part, str) else book.words(part, language)
        for part in _parts(scene)
    )


def _parts(scene: Scene) -> Iterator[str | Words]:
    visit = scene.visit
    match visit.page:
        case Page.ATTRACT if visit.desk.attribution == "fixed":
            yield "attract.invite"
            yield from _faces(scene)
            yield "attract.rights"
        case Page.ATTRACT:
            yield from ("attract.invite", "officials.who", "attract.rights")
        case Page.SCORE:
            yield from _faces(scene)
        case Page.CRITERIA | Page.REASONS:
            if visit.page is Page.CRITERIA:
                yield "criteria"
            for question in scene.questions:
                yield question.text
                yield from (words for _, words in question.choices)
            if visit.page is Page.REASONS:
                yield "reasons"
        case Page.THANKS:
            yield from ("thanks.invited",) if visit.invited else ("thanks", "thanks.receipt")
        case page:
            yield from _PLAIN.get(page, ())


def _faces(scene: Scene) -> Iterator[str | Words]:
    yield scene.score_text
    yield from (words for _, words in sorted(scene.levels.items()))
    if scene.visit.page in RESTING or scene.visit.score is None:
        yield "score.phone"


_PLAIN: Mapping[Page, tuple[str, ...]] = {
    Page.OUT_OF_HOURS: ("out_of_hours",),
    Page.OFFICIALS: ("officials.who",),
    Page.COMMENT: ("comment.privacy",),
    Page.STILL_THERE: ("still_there",),
    Page.PAUSED: ("paused",),
}
