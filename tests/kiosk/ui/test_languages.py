"""A further language is one file: it is found, offered, chosen and complete; and no word stands outside."""

import ast
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from assets import FOLDER
from build_spec import translations as tools
from kiosk.ui.translations import Translations
from kiosk.visit import Look, LookChosen, Page
from tests.kiosk.ui.scenes import CARDS, NOW_MS, PAGES, RECEIPT, fixed_scene_at, scene_at
from tests.kiosk.ui.stage import Stage, on_key, stage

ROOT = Path(__file__).parents[3]
SCREENS = sorted((ROOT / "kiosk" / "ui").rglob("*.qml"))
CODE = sorted(file for room in ("app", "ui") for file in (ROOT / "kiosk" / room).glob("*.py"))
SIGN = "※"
"""Begins every word of the language that the test makes up."""
TERMS = {"DNS", "TCP", "TLS", "URL", "Ed25519", "timeout", "connection reset", "captive portal"}
TERMS |= {"HTTP proxy", "HTTP 5xx", "HTTP 503", "HTTP 429"}
"""What IT staff look for, the same in every language."""
NO_WORDS = {"Hài Lòng", "Aa", "Aa ", "VI", "EN", "C", "Ctrl+Alt+S"} | TERMS
"""The product's name, a letter as a picture; codes of languages and of the one of data; a shortcut."""

pytestmark = pytest.mark.usefixtures("quiet_qt")


def korean(folder: Path) -> Translations:
    """A copy of the languages and, beside them, one more: the same words behind a sign."""
    for file in (FOLDER / "i18n").glob("*.ts"):
        shutil.copy(file, folder)
    tree = ET.parse(folder / "en.ts")
    tree.getroot().set("language", "ko")
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        told = SIGN + (message.findtext("source") or "")
        if message.get("numerus") == "yes":
            for form in list(translation):
                translation.remove(form)
            ET.SubElement(translation, "numerusform").text = told
        else:
            translation.text = "한국어" if message.findtext("source") == "Tiếng Việt" else told
    tree.write(folder / "ko.ts", encoding="utf-8", xml_declaration=True)
    tools.compile_stale(folder)
    return Translations(folder)


@contextmanager
def three_languages(folder: Path, screen: str = "1280x800") -> Iterator[Stage]:
    translations = korean(folder)
    with stage(screen, translations=translations) as opened:
        yield opened


def words(on: Stage) -> set[str]:
    return {text.removeprefix("Aa ") for item in on.items() if (text := said(item))}


def said(item: QQuickItem) -> str:
    return str(item.property("text")).strip() if item.inherits("QQuickText") and not on_key(item) else ""


def test_a_language_that_was_dropped_in_is_found_by_its_own_name(qt: QGuiApplication, tmp_path: Path) -> None:
    assert korean(tmp_path).names == {"vi": "Tiếng Việt", "en": "English", "ko": "한국어"}


@pytest.mark.parametrize("screen", ["1280x800", "1080x1920"])
def test_of_more_than_two_languages_all_are_offered_and_one_is_chosen(tmp_path: Path, screen: str) -> None:
    with three_languages(tmp_path, screen) as on:
        on.show(scene_at(Page.CRITERIA))
        on.touch("language")
        assert on.events.pop() is not None
        on.wait(lambda: (page := on.find("page-languages")) is not None and page.opacity() == 1)
        assert on.find("page-criteria") is None
        assert {"Tiếng Việt", "English", "한국어"} <= words(on)
        assert on.item("language-vi").property("checked")
        on.touch("language-ko")
        assert on.events.pop() == LookChosen(Look("ko"), at_ms=NOW_MS)
        on.show(scene_at(Page.CRITERIA, Look("ko")))
        assert on.find("page-languages") is None
        assert on.item("answer-polite-yes").property("chosen")


def test_who_keeps_the_language_is_back_on_the_page(tmp_path: Path) -> None:
    with three_languages(tmp_path) as on:
        on.show(scene_at(Page.SCORE))
        on.touch("language")
        on.touch("keepLanguage")
        assert on.find("page-languages") is None
        assert on.find("page-score") is not None


def test_another_page_ends_the_choice_of_languages(tmp_path: Path) -> None:
    with three_languages(tmp_path) as on:
        on.show(scene_at(Page.SCORE))
        on.touch("language")
        on.rest()
        on.show(scene_at(Page.STILL_THERE))
        assert on.find("page-languages") is None


def test_two_languages_need_no_page_to_choose_from() -> None:
    with stage() as on:
        on.show(scene_at(Page.SCORE))
        on.touch("language")
        assert on.events == [LookChosen(Look("en"), at_ms=NOW_MS)]


def test_every_word_of_every_page_is_in_the_new_language(tmp_path: Path) -> None:
    with three_languages(tmp_path) as on:
        scenes = [scene_at(page, Look("ko")) for page in PAGES] + [fixed_scene_at(Look("ko"))]
        for scene in scenes:
            on.show(scene)
            ours = {one for one in words(on) if not one.startswith(SIGN)} - NO_WORDS
            data = str(scene) + str(CARDS) + str(RECEIPT) + "15 11:56"
            assert {one for one in ours if one.split()[0] not in data} == set(), scene.visit.page


def literals(qml: str) -> Iterator[str]:
    """String literals of a QML file that are not handed to qsTr."""
    bare = re.sub(r"(?m)(?<!:)//.*$|^import .*$", "", qml)
    bare = re.sub(r'qsTr\("(?:[^"\\]|\\.)*"', "qsTr(", bare)
    yield from re.findall(r'"((?:[^"\\]|\\.)*)"', bare)


def is_word(text: str) -> bool:
    """Whether people could read it: letters beyond ASCII, or several words, or one with a capital."""
    return bool(re.search(r"[^\W\d_]", text)) and (
        not text.isascii() or " " in text.strip() or text[:1].isupper()
    )


@pytest.mark.parametrize("file", SCREENS, ids=lambda file: file.name)
def test_no_word_of_a_page_stands_outside_the_translations(file: Path) -> None:
    found = set(literals(file.read_text(encoding="utf-8")))
    assert {text for text in found if is_word(text)} <= NO_WORDS


def spoken(tree: ast.Module) -> Iterator[str]:
    """String literals that are no docstrings and not marked for translation."""
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            passed.add(id(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QT_TRANSLATE_NOOP":
            passed |= {id(argument) for argument in node.args}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value


@pytest.mark.parametrize("file", CODE, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_no_vietnamese_word_of_the_program_stands_outside_the_translations(file: Path) -> None:
    found = spoken(ast.parse(file.read_text(encoding="utf-8")))
    assert [text for text in found if re.search(r"[^\W\d_]", text) and not text.isascii()] == []


def test_a_word_outside_the_translations_would_be_noticed() -> None:
    found = [
        text for text in literals('Words { text: "Xong" }\nWords { text: qsTr("Tiếp") }') if is_word(text)
    ]
    assert found == ["Xong"]
    assert list(spoken(ast.parse('"""Doc."""\na = "Quầy"\nb = QT_TRANSLATE_NOOP("A", "Bàn")'))) == ["Quầy"]


def test_numbers_agree_with_their_words() -> None:
    with stage() as on:
        for seconds, told in ((1, "Back to the start in 1 second"), (2, "Back to the start in 2 seconds")):
            on.show(scene_at(Page.THANKS, Look("en"), deadline_ms=NOW_MS + seconds * 1_000))
            assert told in words(on)
