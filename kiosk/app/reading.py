"""Reading aloud: what the citizen asked to hear, until the page, the language or the visit is another."""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kiosk.app.sentences import Book, sentences_on
from kiosk.desk import Sentence
from kiosk.ui.scene import Scene
from kiosk.visit import Event, Page, Touch

TOUCH, DONE, NO_LANGUAGE = "touch", "done", "vi"


class Voice(Protocol):
    """What reading needs of the player."""

    def can_read(self, sentences: tuple[Sentence, ...]) -> bool:
        """Whether any of them would be heard."""

    def read(self, sentences: tuple[Sentence, ...]) -> None:
        """Say them, instead of whatever is being said."""

    @property
    def busy(self) -> bool:
        """Whether something is being said."""

    def play(self, sound_id: str, language: str) -> None:
        """Play a sound without words, where the directory wants them."""

    def stop(self) -> None:
        """Silence now."""


def chiming(voice: Voice, take: Callable[[Event], None]) -> Callable[[Event], None]:
    """Takes events, and lets every touch be heard alike, where the directory wants it."""

    def taking(event: Event) -> None:
        if isinstance(event, Touch):
            voice.play(TOUCH, NO_LANGUAGE)
        take(event)

    return taking


class Reader:
    """Stands between the attendant and the screen: scenes pass through it and learn what can be heard."""

    def __init__(self, voice: Voice, book: Book) -> None:
        self._voice = voice
        self._book = book
        self._sentences: tuple[Sentence, ...] = ()
        self._place: tuple[object, ...] = ()
        self._reading = False

    def before(self, screen: Callable[[Scene], None]) -> Callable[[Scene], None]:
        """Shows scenes on `screen`, and they know what can be heard."""
        return lambda scene: screen(self.hearing(scene))

    def hearing(self, scene: Scene) -> Scene:
        """`scene` with what can be heard; silence if it is another page, language or visit than was read."""
        visit = scene.visit
        place = (visit.page, visit.step, visit.look.language, visit.standing.visits)
        if place != self._place:
            self._hush()
            if visit.page is Page.THANKS and self._place[:1] != (Page.THANKS,):
                self._voice.play(DONE, NO_LANGUAGE)
            self._place, self._sentences = place, sentences_on(scene, self._book)
        self._reading = self._reading and self._voice.busy
        aloud = self._voice.can_read(self._sentences)
        return replace(scene, may_read_aloud=aloud, reading_aloud=self._reading)

    def touch(self) -> None:
        """The read-aloud button: read this page; touched while it is being read, silence."""
        if self._reading and self._voice.busy:
            self._hush()
        else:
            self._voice.read(self._sentences)
            self._reading = True

    def _hush(self) -> None:
        if self._reading:
            self._voice.stop()
        self._reading = False
