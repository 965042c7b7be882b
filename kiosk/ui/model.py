"""The view model: shows scenes to QML, turns touches into events."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from PySide6.QtCore import Property, QTimer, Slot
from PySide6.QtQml import QmlElement

from kiosk.ui.cards import Tile
from kiosk.ui.comment import CommentModel
from kiosk.ui.props import Props, derive_props
from kiosk.ui.questions import Choice, Level, Row
from kiosk.ui.reflect import Reflection, reflected
from kiosk.ui.scene import Scene
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.ui.tiles import Tiles
from kiosk.ui.tokens import TOKENS
from kiosk.ui.typefaces import ruler
from kiosk.visit import (
    ASKING,
    RESTING,
    STAFF_PAGES,
    Answered,
    Continued,
    CornerTouched,
    CorrectionAsked,
    Event,
    Finished,
    Lingered,
    Look,
    LookChosen,
    OfficialChosen,
    Page,
    PageTurned,
    PhoneChosen,
    ReasonTouched,
    ScoreTouched,
    Skipped,
    Started,
    StayedHere,
    Visit,
    WentBack,
)

QML_IMPORT_NAME = "HaiLong"
QML_IMPORT_MAJOR_VERSION = 1

log = logging.getLogger(__name__)

ORDER = ["", *Page]
"""A page further down comes in from the right, one further up from the left."""
LISTED: dict[str, type] = {"tiles": Tile, "levels": Level, "rows": Row, "choices": Choice}
BOUND = {field.name: field.type for field in fields(Props) if field.name not in LISTED}
OWN: dict[str, Any] = {"coming": "", "holding": False, "backward": False, "choosing_language": False}
TYPES = {**BOUND, **{name: type(value) for name, value in OWN.items()}}


@dataclass(frozen=True)
class Language:
    """A language on offer, and what it calls itself."""

    language: str
    own_name: str


@QmlElement
class VisitModel(Reflection):
    """QML's `VisitModel`: `Props` as properties, the citizen's touches as slots.

    A touch is posted at once; the page it was made on stays until its pressed mark has been seen (the
    token motion_ms.hold). `holding` is true until then and while a rating is being written; `coming` is the
    page that is next, if it is known already.
    """

    vars().update(reflected({name: kind for name, kind in TYPES.items() if isinstance(kind, type)}))

    def __init__(
        self,
        post: Callable[[Event], None],
        now_ms: Callable[[], int],
        languages: tuple[str, ...] = ("vi", "en"),
        read_aloud: Callable[[], None] = lambda: None,
        *,
        still: bool = False,
    ) -> None:
        super().__init__({**_values(Props()), **OWN})
        self._post = post
        self._now_ms = now_ms
        self._read_aloud = read_aloud
        self._names: Mapping[str, str] = {}
        self._languages = {language: language for language in languages}
        self._offered = Tiles(Language, self)
        self._screen = Screen(1280, 800, 3.81)
        self._scene: Scene | None = None
        self._shown = (0, 0)
        self._theme = Theme(self._screen, still=still)
        self._lists = {name: Tiles(kind, self) for name, kind in LISTED.items()}
        self._comment = CommentModel(self._touch, self._tell, now_ms)
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(TOKENS["motion_ms"]["hold"])
        self._hold.timeout.connect(self._render)

    languages = Property(Tiles, lambda self: self._offered, constant=True)
    theme = Property(Theme, lambda self: self._theme, constant=True)
    tiles = Property(Tiles, lambda self: self._lists["tiles"], constant=True)
    levels = Property(Tiles, lambda self: self._lists["levels"], constant=True)
    rows = Property(Tiles, lambda self: self._lists["rows"], constant=True)
    choices = Property(Tiles, lambda self: self._lists["choices"], constant=True)

    comment = Property(CommentModel, lambda self: self._comment, constant=True)

    def strike(self, key: str) -> None:
        """A real keyboard writes into the comment."""
        try:
            self._comment.strike(key)
        except Exception:
            log.exception("a key went wrong")

    def show(self, scene: Scene) -> None:
        """Show `scene`: at once, or, if it is another page, when the last touch has been seen."""
        visit, before = scene.visit, self._scene
        if visit.asked_all and visit.page in ASKING and before is not None:
            # Answers that are being written have left the visit; the page stands as it was touched.
            scene = replace(before, visit=replace(before.visit, committing=visit.committing))
        elif (
            visit.committing
            and visit.page is Page.SCORE
            and before is not None
            and before.visit.page in RESTING
        ):
            # The face was touched on Attract, which stands until the next page is due.
            scene = replace(before, visit=replace(before.visit, committing=visit.committing))
        self._scene = scene
        if self._hold.isActive() and _place(scene.visit) != self._shown:
            self._prepare(scene)
        else:
            self._render()

    def offer(self, languages: tuple[str, ...]) -> None:
        """These languages can be chosen from the next scene on; the first is the fallback."""
        named = {language: self._names.get(language, language) for language in languages}
        if named != self._languages:
            self._languages = named
            self._offered.show([Language(*pair) for pair in named.items()])

    def name_languages(self, names: Mapping[str, str]) -> None:
        """What languages call themselves."""
        self._names = names
        self.offer(tuple(self._languages))
        self._render()

    def fit(self, screen: Screen) -> None:
        """The window has another size."""
        self._screen = screen
        self._render()

    def _render(self) -> None:
        scene = self._scene
        if scene is None:
            self._theme.fit(self._screen, Look())
            return
        props = derive_props(scene, self._screen, ruler(self._screen), self._languages)
        if props.page != self.values["page"]:
            self.reflect({"page": ""})  # the page that goes is gone before it would follow what is next
        self._theme.fit(self._screen, scene.visit.look)
        place = _place(scene.visit)
        moving, backward = place != self._shown, place < self._shown
        self._shown = place
        self._comment.follow(scene, self._screen, props.language)
        for name, tiles in self._lists.items():
            tiles.show(getattr(props, name))
        self.reflect(
            {
                **_values(props),
                "coming": "",
                "holding": self._hold.isActive() or props.committing,
                "backward": backward if moving else self.values["backward"],
                "choosing_language": self.values["choosing_language"] and not moving,
            }
        )

    def _prepare(self, scene: Scene) -> None:
        """While the last touch is still seen, let the next page be made, of lists that this one has not.

        The pages of staff take the keyboard as soon as they are there: they are not made before.
        """
        if scene.visit.page in STAFF_PAGES or scene.visit.page.value == self.values["page"]:
            return
        props = derive_props(scene, self._screen, ruler(self._screen), self._languages)
        for name, tiles in self._lists.items():
            if tiles.rowCount() == 0:
                tiles.show(getattr(props, name))
        self._comment.prepare(scene)
        self.reflect({"coming": props.page})

    def _touch(self, event: Event) -> None:
        if not self._hold.isActive():
            self._hold.start()
        self.reflect({"holding": True})
        self._tell(event)

    def _tell(self, event: Event) -> None:
        try:
            self._post(event)
        except Exception:
            log.exception("a touch went wrong")

    def _choose_look(self, choose: Callable[[Look], Look]) -> None:
        if self._scene is not None:
            self._touch(LookChosen(choose(self._scene.visit.look), at_ms=self._now_ms()))

    @Slot()
    def start(self) -> None:
        """Attract was touched."""
        self._touch(Started(at_ms=self._now_ms()))

    @Slot(str)
    def chooseOfficial(self, official: str) -> None:  # noqa: N802 (QML calls it by this name)
        """This official served."""
        self._touch(OfficialChosen(official, at_ms=self._now_ms()))

    @Slot()
    def wholeDesk(self) -> None:  # noqa: N802 (QML calls it by this name)
        """The whole desk is meant."""
        self._touch(OfficialChosen(None, at_ms=self._now_ms()))

    @Slot(int)
    def touchScore(self, score: int) -> None:  # noqa: N802 (QML calls it by this name)
        """A face, 1 to 5."""
        self._touch(ScoreTouched(score, at_ms=self._now_ms()))

    @Slot()
    def choosePhone(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Rather by phone than here."""
        self._touch(PhoneChosen(at_ms=self._now_ms()))

    @Slot()
    def touchCorner(self) -> None:  # noqa: N802 (QML calls it by this name)
        """The corner that staff know: nothing shows that it was touched."""
        self._tell(CornerTouched(at_ms=self._now_ms()))

    @Slot(str, str)
    def answer(self, question: str, choice: str) -> None:
        """A choice of a question."""
        self._touch(Answered(question, choice, at_ms=self._now_ms()))

    @Slot(str)
    def touchReason(self, reason: str) -> None:  # noqa: N802 (QML calls it by this name)
        """A reason."""
        self._touch(ReasonTouched(reason, at_ms=self._now_ms()))

    @Slot()
    def goOn(self) -> None:  # noqa: N802 (QML calls it by this name)
        """On to the next questions."""
        self._touch(Continued(at_ms=self._now_ms()))

    @Slot()
    def skip(self) -> None:
        """On to the next questions, without these."""
        self._touch(Skipped(at_ms=self._now_ms()))

    @Slot()
    def goBack(self) -> None:  # noqa: N802 (QML calls it by this name)
        """One page back."""
        self._touch(WentBack(at_ms=self._now_ms()))

    @Slot()
    def askCorrection(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Choose again."""
        self._touch(CorrectionAsked(at_ms=self._now_ms()))

    @Slot()
    def finish(self) -> None:
        """Done."""
        self._touch(Finished(at_ms=self._now_ms()))

    @Slot()
    def stay(self) -> None:
        """More time, please."""
        self._touch(StayedHere(at_ms=self._now_ms()))

    @Slot(int)
    def turnPage(self, step: int) -> None:  # noqa: N802 (QML calls it by this name)
        """Forward (1) or backward (-1) among the officials."""
        self._touch(PageTurned(step, at_ms=self._now_ms()))

    @Slot()
    def readAloud(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Read this page to me, or stop reading."""
        try:
            self._read_aloud()
        except Exception:
            log.exception("reading aloud went wrong")
        self.linger()

    @Slot()
    def linger(self) -> None:
        """Somebody is there, and touches nothing of the visit."""
        self._tell(Lingered(at_ms=self._now_ms()))

    @Slot()
    def chooseLanguage(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Show all languages."""
        self.linger()
        self.reflect({"choosing_language": True})

    @Slot()
    def keepLanguage(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Back to the page, in the language it has."""
        self.linger()
        self.reflect({"choosing_language": False})

    @Slot(str)
    def setLanguage(self, language: str) -> None:  # noqa: N802 (QML calls it by this name)
        """Speak this language."""
        self.reflect({"choosing_language": False})
        self._choose_look(lambda look: replace(look, language=language))

    @Slot()
    def toggleLargeText(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Larger letters, or the usual ones."""
        self._choose_look(lambda look: replace(look, large_text=not look.large_text))

    @Slot()
    def toggleHighContrast(self) -> None:  # noqa: N802 (QML calls it by this name)
        """Black, white and yellow, or the usual colours."""
        self._choose_look(lambda look: replace(look, high_contrast=not look.high_contrast))


def _values(props: Props) -> dict[str, object]:
    return {name: getattr(props, name) for name in BOUND}


def _place(visit: Visit) -> tuple[int, int]:
    return ORDER.index(visit.page.value), visit.step
