import os
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from assets import FOLDER
from build_spec import translations as tools
from kiosk.ui.translations import MissingTranslation, Translations

SOURCE = FOLDER / "i18n" / "en.ts"


def messages(source: Path) -> list[ET.Element]:
    return list(ET.parse(source).iter("message"))


def said() -> str:
    return QCoreApplication.translate("ThanksPage", "Cảm ơn Ông/Bà")


def test_every_word_has_a_finished_english_translation() -> None:
    found = messages(SOURCE)
    assert len(found) > 30
    for message in found:
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, message.findtext("source")
        forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
        assert all(form and form.strip() for form in forms), message.findtext("source")
        assert forms != [message.findtext("source")]
        places = {form.count("%1") + form.count("%n") for form in forms if form}
        source = message.findtext("source") or ""
        assert places == {source.count("%1") + source.count("%n")}


def test_the_words_are_those_of_the_pages(tmp_path: Path) -> None:
    copy = tmp_path / SOURCE.name
    shutil.copy(SOURCE, copy)
    tools.update(tmp_path)
    assert copy.read_text(encoding="utf-8") == SOURCE.read_text(encoding="utf-8")


def test_a_word_that_left_the_pages_would_be_noticed(tmp_path: Path) -> None:
    copy = tmp_path / SOURCE.name
    copy.write_text(SOURCE.read_text(encoding="utf-8").replace("Xong", "Xong rồi"), encoding="utf-8")
    tools.update(tmp_path)
    assert len(messages(copy)) == len(messages(SOURCE))
    unfinished = [message.findtext("source") for message in messages(copy) if "unfinished" in dump(message)]
    assert unfinished == ["Xong"]


def dump(message: ET.Element) -> str:
    return ET.tostring(message, encoding="unicode")


def test_vietnamese_comes_first_and_every_source_is_a_language(qt: QGuiApplication) -> None:
    assert Translations().languages == ("vi", "en")


def test_a_language_is_spoken_until_another_one_is(qt: QGuiApplication) -> None:
    translations = Translations()
    translations.use("en")
    assert said() == "Thank you"
    translations.use("vi")
    assert said() == "Cảm ơn Ông/Bà"


def test_words_that_were_never_compiled_are_missing(qt: QGuiApplication, tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    with pytest.raises(MissingTranslation, match=r"en\.qm: the words for en are missing; run: python -m"):
        Translations(tmp_path)


def test_compiled_words_that_are_broken_are_missing(qt: QGuiApplication, tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    (tmp_path / "en.qm").write_bytes(b"no words")
    with pytest.raises(MissingTranslation):
        Translations(tmp_path)


def test_words_that_vanish_while_the_kiosk_runs_leave_it_vietnamese(
    qt: QGuiApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.copy(SOURCE, tmp_path)
    tools.compile_stale(tmp_path)
    translations = Translations(tmp_path)
    (tmp_path / "en.qm").unlink()
    translations.use("en")
    assert said() == "Cảm ơn Ông/Bà"
    assert caplog.messages == ["the words for en can no longer be read"]


def test_words_are_compiled_when_they_are_older_than_their_source(tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    compiled = tmp_path / "en.qm"
    tools.compile_stale(tmp_path)
    first = compiled.stat().st_mtime_ns
    tools.compile_stale(tmp_path)
    assert compiled.stat().st_mtime_ns == first
    newer = compiled.stat().st_mtime + 10
    os.utime(tmp_path / "en.ts", (newer, newer))
    tools.compile_stale(tmp_path)
    assert compiled.stat().st_mtime_ns > first
