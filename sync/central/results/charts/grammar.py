"""What all charts share: size, letters, colours, and how Vietnamese writes numbers."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from assets import FOLDER

WIDTH: Final = 470
"""Points between the axes: what fits a page of A4 between its margins."""

_VIETNAMESE: Final = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["", "\N{NO-BREAK SPACE}₫"],
    "percent": "\N{NO-BREAK SPACE}%",
}


@cache
def colours() -> Mapping[str, str]:
    """The chart's tokens, with the ink of the light look."""
    tokens = tomllib.loads((FOLDER / "tokens.toml").read_text("utf-8"))
    return {**tokens["chart"], **{name: tokens["light"][name] for name in ("ink", "hairline", "action")}}


def chart(
    values: Sequence[Mapping[str, Any]], *, width: int = WIDTH, height: int, **parts: Any
) -> dict[str, Any]:
    """A whole specification over these values."""
    ink, line = colours()["ink"], colours()["hairline"]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": 4,
        "data": {"values": list(values)},
        **parts,
        "config": {
            "font": "Be Vietnam Pro",
            "locale": {"number": _VIETNAMESE},
            "view": {"stroke": None},
            "axis": {
                "labelColor": ink,
                "titleColor": ink,
                "titleFontWeight": "normal",
                "gridColor": line,
                "domainColor": line,
                "tickColor": line,
                "labelFontSize": 10,
                "titleFontSize": 10,
                "labelLimit": 220,
            },
            "legend": {"labelColor": ink, "labelFontSize": 10, "titleFontSize": 10, "labelLimit": 200},
        },
    }


def share_axis(title: str) -> dict[str, Any]:
    """An axis of shares in per cent."""
    return {"title": title, "format": ".0%", "tickCount": 5}
