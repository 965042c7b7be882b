"""The words of the pages: data, one TOML file a slice, every key in every language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from sync.central.web.formats import FORMATS, Formats
from sync.central.web.languages import LANGUAGES

Words = Mapping[str, Mapping[str, str]]


@cache
def load_words(package: str) -> Words:
    """Return {key: {language: text}} from `words.toml` beside the package's code."""
    text = (resources.files(package) / "words.toml").read_text(encoding="utf-8")
    return {key: dict(entry) for key, entry in tomllib.loads(text).items()}


@dataclass(frozen=True)
class Voice:
    """One language's words and formats, as a template uses them."""

    language: str
    words: Words

    @property
    def write(self) -> Formats:
        """How this language writes numbers and dates."""
        return FORMATS[self.language]

    def say(self, key: str, **values: object) -> str:
        """Return the text of `key` with its {places} filled; an unknown key is a KeyError."""
        text = self.words[key][self.language]
        return text.format(**values) if values else text

    def pick(self, texts: Mapping[str, str]) -> str:
        """Return this language's text of a name that is data, or the first other language that has one."""
        spoken = (texts.get(language) for language in (self.language, *LANGUAGES))
        return next((text for text in spoken if text), "")
