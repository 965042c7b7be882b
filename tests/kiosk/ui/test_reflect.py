from typing import Any, cast

import pytest
from PySide6.QtCore import QMetaMethod, QMetaObject, QObject

from kiosk.ui.model import TYPES, VisitModel
from kiosk.ui.reflect import Reflection, camel, reflected
from kiosk.ui.screen import Screen
from kiosk.ui.theme import Theme
from kiosk.ui.tiles import Tiles
from kiosk.visit import Look, Page
from tests.kiosk.ui.scenes import NOW_MS, scene_at
from tests.kiosk.ui.stage import SCREENS

pytestmark = pytest.mark.usefixtures("qt")


class Lamp(Reflection):
    vars().update(reflected({"is_on": bool, "how_bright": int}))


def told_by(reflection: Reflection, names: list[str]) -> list[str]:
    told: list[str] = []
    for name in names:
        reflection.told_of(name).connect(lambda name=name: told.append(name))
    return told


@pytest.mark.parametrize(
    ("name", "expected"), [("page", "page"), ("has_next_page", "hasNextPage"), ("space_xxl", "spaceXxl")]
)
def test_a_name_is_written_as_qml_writes_it(name: str, expected: str) -> None:
    assert camel(name) == expected


def test_only_what_changed_is_told_and_only_when_everything_has_changed() -> None:
    lamp = Lamp({"is_on": False, "how_bright": 1})
    seen: list[tuple[Any, Any]] = []
    lamp.told_of("is_on").connect(lambda: seen.append((lamp.property("isOn"), lamp.property("howBright"))))
    told = told_by(lamp, ["is_on", "how_bright"])
    lamp.reflect({"is_on": True, "how_bright": 2})
    assert (told, seen) == (["is_on", "how_bright"], [(True, 2)])
    lamp.reflect({"is_on": True, "how_bright": 3})
    assert told == ["is_on", "how_bright", "how_bright"]


def test_a_scene_shown_again_tells_nothing() -> None:
    model = VisitModel(lambda event: None, lambda: NOW_MS)
    model.fit(Screen(*SCREENS["1280x800"]))
    model.show(scene_at(Page.THANKS))
    told = told_by(model, list(TYPES))
    theme, tiles = cast(Theme, model.theme), cast(Tiles, model.tiles)
    told_theme = told_by(theme, list(theme.values))
    reset: list[None] = []
    tiles.modelReset.connect(lambda: reset.append(None))
    model.show(scene_at(Page.THANKS))
    assert (told, told_theme, reset) == ([], [], [])
    model.show(scene_at(Page.THANKS, deadline_ms=NOW_MS + 3_000))
    assert told == ["seconds_left"]


def test_another_look_changes_colours_or_letters_and_nothing_else() -> None:
    theme = Theme(Screen(*SCREENS["1280x800"]))
    told = told_by(theme, list(theme.values))
    theme.fit(Screen(*SCREENS["1280x800"]), Look(large_text=True))
    assert set(told) == {"large_text", "type_caption", "type_body", "type_title"}
    told.clear()
    theme.fit(Screen(*SCREENS["1280x800"]), Look(high_contrast=True, large_text=True))
    assert "palette" in told
    assert not any(name.startswith(("type_", "size_", "space_", "motion_")) for name in told)


@pytest.mark.parametrize("kind", [VisitModel, Theme])
def test_a_slot_has_the_same_name_in_python_and_in_qml(kind: type[QObject]) -> None:
    meta: QMetaObject = vars(kind)["staticMetaObject"]
    methods = [meta.method(number) for number in range(meta.methodOffset(), meta.methodCount())]
    slots = [
        method.name().toStdString()
        for method in methods
        if method.methodType() == QMetaMethod.MethodType.Slot
    ]
    assert slots
    assert [name for name in slots if name not in vars(kind)] == []
