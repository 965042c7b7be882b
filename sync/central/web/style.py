"""The style sheet: the design tokens as `:root` variables, the fonts, then the pages' rules."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

_SCREEN_TABLES: Final = {"type_css_px": "rem", "space_u": "px", "radius_u": "px", "border_u": "px"}
_PLAIN_TABLES: Final = ("light", "chart", "weight", "line_height")
_BROWSER_TEXT_PX: Final = 16
_FONT_WEIGHTS: Final = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}


def root_variables(tokens: Mapping[str, Any]) -> str:
    """Return the `:root` rule: `--hl-<table>-<key>` for each token a page may use.

    Text sizes become rem, so that a reader's larger text is respected.
    """
    lines = [f"--hl-{table}-{key}: {tokens[table][key]};" for table in _PLAIN_TABLES for key in tokens[table]]
    for table, unit in _SCREEN_TABLES.items():
        for key, value in tokens[table].items():
            size = value / _BROWSER_TEXT_PX if unit == "rem" else value
            lines.append(f"--hl-{table}-{key}: {size:g}{unit};")
    family = tokens["meta"]["font_family"]
    return "\n  ".join([":root {", f'--hl-font: "{family}", system-ui, sans-serif;', *lines]) + "\n}\n"


def font_faces(family: str, fonts: Mapping[str, str]) -> str:
    """Return one `@font-face` rule for each font file ({file name: address})."""
    rules = []
    for name, address in sorted(fonts.items(), key=lambda font: _weight(font[0])):
        rules.append(
            f'@font-face {{ font-family: "{family}"; font-weight: {_weight(name)}; font-display: swap; '
            f'src: url("{address}") format("truetype"); }}\n'
        )
    return "".join(rules)


def build_style_sheet(tokens: Mapping[str, Any], rules: str, fonts: Mapping[str, str]) -> bytes:
    """Return the whole style sheet of the pages, UTF-8."""
    faces = font_faces(tokens["meta"]["font_family"], fonts)
    return (root_variables(tokens) + faces + rules).encode()


def _weight(name: str) -> int:
    style = Path(name).stem.rpartition("-")[2]
    return _FONT_WEIGHTS[style]
