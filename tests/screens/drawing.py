"""Pages drawn in a real window, saved as pictures, and measured."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem

from kiosk.ui.notices import NOTICE_MS
from kiosk.ui.scene import Opening, Scene
from kiosk.visit import RESTING, Desk, Look, Notice, Page, Standing
from tests.kiosk.ui.scenes import (
    CALLED,
    LONG_FIRST,
    NOW_MS,
    PAGES,
    PRACTISING,
    few_levels_at,
    fixed_scene_at,
    long_choices_at,
    long_rows_at,
    long_scene_at,
    scene_at,
)
from tests.kiosk.ui.staff_scenes import hard_moments
from tests.kiosk.ui.stage import SCREENS, Stage, stage

FOLDER = Path(__file__).parents[2] / "build" / "screens"
FLAGS = ((False, False), (True, False), (False, True))
"""Plain, large text, high contrast."""
FAST = 80
"""A PNG is smaller with less quality, and takes longer to write."""
TRUE_COLOURS = "HAILONG_TRUE_COLOURS" in os.environ
"""Otherwise a picture shows where things stand, in 252 colours: it takes a sixth of the time to write."""
FLAT = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
CROWDS = (1, 2, 5, 12, 14)
CHOICES = (2, 3, 5, 8, 12)
CHOOSING = (Page.ATTRACT, Page.OFFICIALS)
DUTIES = (1, 2, 13)
NOTICES = {"on": {"on": True}, "off-practice": {"on": False, "practising": True}}
"""What an official reads after signing on or off."""
SENTENCE = [{" ": "space"}.get(key, key) for key in "xin boos tris theem gheef chowf owr khu tieeps nhaanj. "]
COMMENTS: dict[str, list[str]] = {
    "short": SENTENCE,
    "full": SENTENCE * 12 + ["b"] * 30,
    "private": [*SENTENCE, "numbers", *"0912345678"],
    "signs": ["signs", "ê", "shift", "shift"],
}
TEXT_PROPERTIES = """JSON.stringify({
    wide: contentWidth, high: contentHeight, size: fontInfo.pixelSize,
    x: horizontalAlignment, y: verticalAlignment, elide: elide
})"""
Align = Qt.AlignmentFlag
X_PARTS = {Align.AlignLeft.value: 0.0, Align.AlignHCenter.value: 0.5, Align.AlignRight.value: 1.0}
Y_PARTS = {Align.AlignTop.value: 0.0, Align.AlignVCenter.value: 0.5, Align.AlignBottom.value: 1.0}


@dataclass(frozen=True)
class Letters:
    """A text: the place it has and the place it takes in the window (pixels), and what can be seen of it."""

    text: str
    place: QRectF
    taken: QRectF
    size_px: int
    whole: bool
    may_be_cut: bool
    colour: QColor
    ground: QColor
    control: str | None


@dataclass(frozen=True)
class Control:
    """Something that can be touched."""

    name: str
    place: QRectF


@dataclass(frozen=True)
class Drawn:
    """One page on one screen in one look."""

    screen: str
    scene: str
    look: Look
    window: QRectF
    letters: tuple[Letters, ...]
    controls: tuple[Control, ...]
    drums: tuple[QRectF, ...]
    pages: tuple[str, ...]

    @property
    def px_per_mm(self) -> float:
        return SCREENS[self.screen][2]

    @property
    def name(self) -> str:
        flags = ("-large" if self.look.large_text else "") + ("-contrast" if self.look.high_contrast else "")
        return f"{self.screen}-{self.look.language}{flags}-{self.scene}"


def pages(look: Look) -> list[tuple[str, Scene]]:
    """Every page of the demo."""
    return [(page.value, scene_at(page, look)) for page in PAGES]


def long_pages(look: Look) -> list[tuple[str, Scene]]:
    """Pages that are hard because all names are long, or because there are many or few of something."""
    crowds = [(f"officials-{count}", long_scene_at(Page.OFFICIALS, count, look)) for count in CROWDS]
    crowds += [(f"attract-{count}", long_scene_at(Page.ATTRACT, count, look)) for count in (5, 12)]
    crowds += [
        (f"{page}-duty{count}", on_duty_at(page, count, look)) for page in CHOOSING for count in DUTIES
    ]
    silent = [(f"{page}-silent", replace(scene_at(page, look), may_read_aloud=False)) for page in RESTING]
    fixed = fixed_scene_at(look)
    others = (Page.ATTRACT, Page.SCORE, Page.THANKS)
    desk = long_scene_at(Page.SCORE, 2, look, official=None, whole_desk=True)
    return [
        *crowds,
        *silent,
        ("attract-fixed", fixed),
        (
            "attract-fixed-long",
            replace(long_scene_at(Page.ATTRACT, 1, look, desk=Desk("fixed", LONG_FIRST)), notices={}),
        ),
        ("attract-fixed-desk", fixed_scene_at(look, None)),
        *((f"attract-notice{turn}", replace(fixed, now_ms=turn * NOTICE_MS)) for turn in (0, 3)),
        *((f"{page.value}-long", long_scene_at(page, 2, look)) for page in others),
        ("score-desk", desk),
        ("score-call", scene_at(Page.SCORE, look, **CALLED)),
        ("score-correcting", scene_at(Page.SCORE, look, score=3, correcting=True)),
        ("comment-kept", replace(scene_at(Page.COMMENT, look), comment_days=3_650)),
        ("thanks-invited", scene_at(Page.THANKS, look, invited=True)),
        *((f"{page.value}-practice", scene_at(page, look, **PRACTISING)) for page in (*RESTING, Page.SCORE)),
        *(
            (f"{page.value}-unreadable", scene_at(page, look, unreadable=True))
            for page in (Page.ATTRACT, Page.SCORE)
        ),
        ("out_of_hours-date", opening_at(Opening(datetime(2027, 2, 22, 13, 0), 14), look)),  # noqa: DTZ001
        ("out_of_hours-tomorrow", opening_at(Opening(datetime(2026, 11, 26, 7, 30), 1), look)),  # noqa: DTZ001
        *((f"attract-{name}", noticed_at(look, **more)) for name, more in NOTICES.items()),
        ("officials-both", scene_at(Page.OFFICIALS, look, unreadable=True, **PRACTISING)),
        *((f"score-{len(levels)}", few_levels_at(levels, look)) for levels in ((2, 4, 5), (1, 2, 4, 5))),
        *((f"criteria-{count}", long_choices_at(Page.CRITERIA, count, look)) for count in CHOICES),
        *((f"reasons-{count}", long_choices_at(Page.REASONS, count, look)) for count in CHOICES[1:]),
        *((f"criteria-rows{count}", long_rows_at(count, look)) for count in (2, 5)),
    ]


def on_duty_at(page: Page, count: int, look: Look) -> Scene:
    """So many of fourteen with long names have signed on."""
    scene = long_scene_at(page, 14, look)
    present = tuple(card.official for card in scene.officials[:count])
    return replace(scene, visit=replace(scene.visit, present=present))


def opening_at(opens: Opening, look: Look) -> Scene:
    """The office is closed and opens then."""
    return replace(scene_at(Page.OUT_OF_HOURS, look), opens=opens)


def noticed_at(look: Look, *, on: bool, practising: bool = False) -> Scene:
    """Somebody with a long name has just signed on or off."""
    scene = long_scene_at(Page.ATTRACT, 2, look)
    notice = Notice(scene.officials[1].official, on, NOW_MS + 1)
    standing = Standing(notice=notice, practice_until_ms=NOW_MS + 1 if practising else None)
    return replace(scene, visit=replace(scene.visit, standing=standing))


def ticking() -> Callable[[], int]:
    """A clock that is a second later whenever it is read: no key is taken for a bounce."""
    ticks = count(NOW_MS, 1_000)
    return lambda: next(ticks)


@cache
def drawn_on(screen: str) -> tuple[Drawn, ...]:
    """All pages on a screen, in both languages: plain, large and, but for the hard ones, in high contrast."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    looks = [Look(language, *flags) for language in ("vi", "en") for flags in FLAGS]
    calm = [look for look in looks if not look.high_contrast]
    with stage(screen, now_ms=ticking()) as opened:
        usual = [
            _drawn(opened, screen, name, scene)
            for same in (*zip(*map(pages, looks), strict=True), *zip(*map(long_pages, calm), strict=True))
            for name, scene in same
        ]
        typed = [drawn for name in COMMENTS for drawn in _typed(opened, screen, name, looks)]
        return (*usual, *typed, *(drawn for look in calm for drawn in _staff_drawn(opened, screen, look)))


def drawn_alone(screen: str, scenes: list[tuple[str, Scene]]) -> tuple[Drawn, ...]:
    """These pages and no others."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with stage(screen, now_ms=ticking()) as opened:
        return tuple(_drawn(opened, screen, name, scene) for name, scene in scenes)


def _typed(opened: Stage, screen: str, name: str, looks: list[Look]) -> Iterator[Drawn]:
    """Written in the first look; the words stay while the citizen changes to the others."""
    scenes = [scene_at(Page.COMMENT, look, since_ms=0) for look in looks]
    opened.write(scenes[0], COMMENTS[name])
    for scene in scenes:
        yield _drawn(opened, screen, f"comment-{name}", scene)


def _staff_drawn(opened: Stage, screen: str, look: Look) -> Iterator[Drawn]:
    for moment in hard_moments(look):
        name, staff_scene, *_ = moment
        scene = scene_at(staff_scene.page, look)
        opened.show_staff(scene, moment)
        yield _seen(opened, screen, name, scene)


def _drawn(opened: Stage, screen: str, name: str, scene: Scene) -> Drawn:
    opened.show(scene)
    return _seen(opened, screen, name, scene)


def _seen(opened: Stage, screen: str, name: str, scene: Scene) -> Drawn:
    picture = opened.picture()
    items = opened.items()
    drawn = Drawn(
        screen=screen,
        scene=name,
        look=scene.visit.look,
        window=QRectF(picture.rect()),
        letters=tuple(_letters(item, picture) for item in items if _says_something(item)),
        controls=tuple(Control(item.objectName(), _place(item)) for item in opened.controls()),
        drums=tuple(_place(item) for item in items if item.property("name") == "drawings/drum"),
        pages=tuple(item.objectName() for item in items if item.objectName().startswith("page-")),
    )
    kept = picture if TRUE_COLOURS else picture.convertToFormat(QImage.Format.Format_Indexed8, FLAT)
    kept.save(str(FOLDER / f"{drawn.name}.png"), quality=FAST)
    return drawn


def _says_something(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") and bool(item.property("text"))


def _letters(item: QQuickItem, picture: QImage) -> Letters:
    context = qmlContext(item)
    assert context is not None
    told = json.loads(QQmlExpression(context, item, TEXT_PROPERTIES).evaluate()[0])
    place = _place(item)
    spare_x, spare_y = place.width() - told["wide"], place.height() - told["high"]
    left, top = spare_x * X_PARTS[told["x"]], spare_y * Y_PARTS[told["y"]]
    taken = QRectF(place.left() + left, place.top() + top, told["wide"], told["high"])
    return Letters(
        text=item.property("text"),
        place=place,
        taken=taken,
        size_px=told["size"],
        whole=not item.property("truncated"),
        may_be_cut=told["elide"] != Qt.TextElideMode.ElideNone.value,
        colour=item.property("color"),
        ground=picture.pixelColor(int(taken.left()) - 3, int(taken.center().y())),
        control=_control_of(item),
    )


def _control_of(item: QQuickItem | None) -> str | None:
    while item is not None and not item.inherits("QQuickAbstractButton"):
        item = item.parentItem()
    return None if item is None else item.objectName()


def _place(item: QQuickItem) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
