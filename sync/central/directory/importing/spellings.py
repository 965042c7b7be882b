"""How people spell what a roster's columns and their usual answers are called."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from sync.central.directory.importing.folding import folded


@cache
def spelled(table: str) -> Mapping[str, str]:
    """{folded spelling: what is meant} of a table of `spellings.toml`."""
    text = (resources.files("sync.central.directory.importing") / "spellings.toml").read_text("utf-8")
    return {
        folded(spelling): meant
        for meant, spellings in tomllib.loads(text)[table].items()
        for spelling in spellings
    }
