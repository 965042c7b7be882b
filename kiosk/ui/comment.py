"""The comment being typed. It is held here and nowhere else, until it is sent or its visit is over."""

from collections.abc import Callable

from PySide6.QtCore import Property, Slot
from PySide6.QtQml import QmlElement

from kiosk.typing import Rows, Typing, begin, finished, press, rows
from kiosk.ui.hand import Hand, lifted, pressed
from kiosk.ui.keyboard import KeyCap, caps_of, keyboard_height, pool_of, shape_of
from kiosk.ui.private import seems_private
from kiosk.ui.reflect import Reflection, reflected
from kiosk.ui.scene import Scene
from kiosk.ui.screen import Screen
from kiosk.ui.tiles import Tiles
from kiosk.visit import TIMINGS, CommentSent, Event, Lingered, Page, Visit

QML_IMPORT_NAME = "HaiLong"
QML_IMPORT_MAJOR_VERSION = 1

LITTLE_ROOM = 50
"""With so many characters left, a counter appears."""
TELL_MS = 1_000
"""The visit hears at most so often that somebody types."""
TYPES: dict[str, type] = {
    "text": str,
    "room": int,
    "little_room": bool,
    "refused": bool,
    "private": bool,
    "keyboard_height": int,
    "small": bool,
}


@QmlElement
class CommentModel(Reflection):
    """QML's `CommentModel`: the text, what is to be said of it, and the keys that type it.

    Keys are heard from when the page has been there for the repeat guard until it is written. `refused`
    until the next key: the last one found no room. `private`: the text seems to hold somebody's number.
    `small`: the panel has room for few keys, and for little above them.
    """

    vars().update(reflected(TYPES))

    def __init__(
        self, touch: Callable[[Event], None], tell: Callable[[Event], None], now_ms: Callable[[], int]
    ) -> None:
        super().__init__({name: kind() for name, kind in TYPES.items()})
        self._touch = touch
        self._tell = tell
        self._now_ms = now_ms
        self._typing = begin()
        self._visit_no = 0
        self._hand = Hand()
        self._heard_from_ms: int | None = None
        self._told_ms: int | None = None
        self._drawn: tuple[Rows, Screen, str] | None = None
        self._place = (Screen(1280, 800, 3.81), "vi")
        self._keys = Tiles(KeyCap, self)

    keys = Property(Tiles, lambda self: self._keys, constant=True)

    def follow(self, scene: Scene, screen: Screen, language: str) -> None:
        """What `scene` shows: the text stays while its visit may come back to it, and is dropped then."""
        visit = scene.visit
        if is_over(visit) or visit.standing.visits != self._visit_no:
            self._typing = begin(style=scene.tone_style)
            self._visit_no = visit.standing.visits
            self.reflect({"refused": False})
        here = visit.page is Page.COMMENT
        if not here:
            self._hand, self._told_ms = Hand(), None
        writes = not here or visit.committing is not None
        self._heard_from_ms = None if writes else visit.since_ms + TIMINGS.repeat_guard_ms
        self._place = (screen, language)
        self._render(draw=here)

    def prepare(self, scene: Scene) -> None:
        """Lay the keys out for `scene`, which comes next."""
        if scene.visit.page is Page.COMMENT:
            self._render(draw=True)

    @Slot(str)
    def press(self, key: str) -> None:
        """A finger came down on `key`."""
        now = self._now_ms()
        self._hand, counts = pressed(self._hand, key, now)
        if counts:
            self._write(key, now)

    def strike(self, key: str) -> None:
        """A key of a real keyboard: it does not bounce, and hands may lie on it."""
        self._write(key, self._now_ms())

    def _write(self, key: str, now: int) -> None:
        if self._heard_from_ms is None or now < self._heard_from_ms:
            return
        before, self._typing = self._typing, press(self._typing, key)
        self.reflect({"refused": self._typing is before and before.room <= 0})
        self._render(draw=True)
        if self._told_ms is None or now - self._told_ms >= TELL_MS:
            self._told_ms = now
            self._tell(Lingered(at_ms=now))

    @Slot(str)
    def lift(self, key: str) -> None:
        """The finger left `key`, wherever it is now."""
        self._hand = lifted(self._hand, key, self._now_ms())

    @Slot()
    def send(self) -> None:
        """The text is finished; an empty one is none."""
        self._touch(CommentSent(finished(self._typing), at_ms=self._now_ms()))

    def _render(self, *, draw: bool) -> None:
        typing, (screen, language) = self._typing, self._place
        shape = shape_of(screen)
        drawn = (rows(typing, shape), screen, language)
        if draw and drawn != self._drawn:
            self._drawn = drawn
            self._keys.show(pool_of(caps_of(*drawn), shape))
        place = {"keyboard_height": keyboard_height(screen), "small": shape == "narrow"}
        self.reflect(_values(typing) | place)


def is_over(visit: Visit) -> bool:
    """Whether nothing can be written any more in `visit`, or nothing yet."""
    return visit.asked_all or visit.score is None


def _values(typing: Typing) -> dict[str, object]:
    text = typing.text
    return {
        "text": text,
        "room": typing.room,
        "little_room": typing.room <= LITTLE_ROOM,
        "private": seems_private(text),
    }
