"""The design tokens, read once from assets/tokens.toml."""

import tomllib
from collections.abc import Mapping
from typing import Any, Final

from assets import FOLDER

TOKENS: Final[Mapping[str, Any]] = tomllib.loads((FOLDER / "tokens.toml").read_text(encoding="utf-8"))

Palette = Mapping[str, str]


def palette(name: str) -> Palette:
    """Colours by token: "light", "high_contrast", or "watermark", the light one with a pale ornament."""
    if name == "watermark":
        light = TOKENS["light"]
        return {**light, "brand": light["watermark"], "ornament": light["watermark_line"]}
    colours: Palette = TOKENS[name]
    return colours


def type_u(key: str, *, large: bool = False) -> int:
    """A type size in u; with large text, caption, body and title stand one step higher."""
    scale = TOKENS["type_u"]
    if large and key in {"caption", "body", "title"}:
        keys = list(scale)
        key = keys[keys.index(key) + 1]
    size: int = scale[key]
    return size
