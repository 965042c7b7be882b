"""The kiosk's words in other languages: Vietnamese is written in QML, the others are compiled beside it."""

import logging
from pathlib import Path
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QTranslator

from assets import FOLDER

log = logging.getLogger(__name__)

SOURCE = "vi"
#: What this language calls itself: "English", "한국어"
OWN_NAME: Final = str(QT_TRANSLATE_NOOP("Languages", "Tiếng Việt"))
"""Each language translates it with its own name."""
REMEDY = "run: python -m build_spec.translations"


class MissingTranslation(Exception):
    """A language has its source but was never compiled."""


class Translations:
    """Languages on offer: `names`, what each calls itself, Vietnamese first."""

    def __init__(self, folder: Path = FOLDER / "i18n") -> None:
        self._current = QTranslator()
        self._files = {path.stem: path.with_suffix(".qm") for path in sorted(folder.glob("*.ts"))}
        self.names = {SOURCE: OWN_NAME}
        for language, path in self._files.items():
            words = QTranslator()
            if not words.load(str(path)):
                raise MissingTranslation(f"{path}: the words for {language} are missing; {REMEDY}")
            self.names[language] = words.translate("Languages", OWN_NAME) or language

    @property
    def languages(self) -> tuple[str, ...]:
        """Their codes."""
        return tuple(self.names)

    def use(self, language: str) -> None:
        """Let every qsTr speak `language`; QML has to be told to ask again."""
        QCoreApplication.removeTranslator(self._current)
        if language == SOURCE:
            return
        if self._current.load(str(self._files[language])):
            QCoreApplication.installTranslator(self._current)
        else:
            log.error("the words for %s can no longer be read", language)
