"""Somebody who types on the comment page of a real window, on a clock of their own."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from kiosk.ui.comment import CommentModel
from kiosk.ui.scene import Scene
from kiosk.visit import TIMINGS, CommentSent, Lingered, Look, Page
from tests.kiosk.ui.scenes import NOW_MS, PLAIN, scene_at
from tests.kiosk.ui.stage import Stage, stage

STROKE_MS = 90
NAMED = {" ": "space", "<": "backspace", "^": "shift", "\n": "enter"}


class Clock:
    """Milliseconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now_ms = NOW_MS

    def __call__(self) -> int:
        return self.now_ms


@dataclass
class Typist:
    """A finger on the keys; each stroke is let go before the next one."""

    stage: Stage
    clock: Clock

    @property
    def comment(self) -> CommentModel:
        """The view model behind the keys."""
        return self.stage.comment

    @property
    def text(self) -> str:
        """What stands in the field."""
        return str(self.stage.item("comment").property("text"))

    @property
    def sent(self) -> list[str]:
        """The comments that were sent."""
        return [event.text for event in self.stage.events if isinstance(event, CommentSent)]

    @property
    def told(self) -> int:
        """How often the visit heard that somebody types."""
        return sum(isinstance(event, Lingered) for event in self.stage.events)

    def open(self, scene: Scene | None = None) -> None:
        """An empty comment page, there for long enough to hear keys."""
        scene = scene or scene_at(Page.COMMENT)
        self.stage.show(replace(scene_at(Page.ATTRACT), tone_style=scene.tone_style))
        self.stage.show(scene)
        self.clock.now_ms += TIMINGS.repeat_guard_ms
        self.stage.events.clear()

    def key(self, key: str, pause_ms: int = STROKE_MS) -> None:
        """One stroke; then so long nothing."""
        self.stage.touch(f"key-{key}")
        self.clock.now_ms += pause_ms

    def keys(self, keys: Iterable[str]) -> None:
        """Strokes, one character each: `<` is backspace, `^` is shift."""
        for key in keys:
            self.key(NAMED.get(key, key))


@contextmanager
def typist(screen: str = "1280x800", look: Look = PLAIN) -> Iterator[Typist]:
    """Before an empty comment page."""
    clock = Clock()
    with stage(screen, now_ms=clock) as opened:
        someone = Typist(opened, clock)
        someone.open(scene_at(Page.COMMENT, look))
        yield someone
