"""Distributions over the five levels: one bar a row, each as wide as all its ratings."""

from collections.abc import Mapping, Sequence
from typing import Any

from sync.central.results.charts.grammar import chart, colours

_NARROWEST_LABELLED = 0.05


def levels(rows: Mapping[str, Sequence[int]], names: Sequence[str]) -> dict[str, Any]:
    """Draw rows {label: numbers of levels 1 to 5}, each with at least one rating; `names` of the levels."""
    values = []
    for row, numbers in rows.items():
        whole, before = sum(numbers), 0
        for place, number in enumerate(numbers):
            values.append(
                {
                    "row": row,
                    "level": names[place],
                    "from": before / whole,
                    "to": (before + number) / whole,
                    "middle": (before + number / 2) / whole,
                    "share": number / whole,
                }
            )
            before += number
    look = colours()
    fills = [look[f"level_{score}"] for score in range(1, 6)]
    inks = [look[f"level_{score}_text"] for score in range(1, 6)]
    down = {
        "field": "row",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False},
    }
    scale = {"domain": [0, 1], "nice": False}
    axis = {"title": None, "format": ".0%", "tickCount": 5}
    bars = {
        "mark": {
            "type": "bar",
            "stroke": look["level_outline"],
            "strokeWidth": 0.5,
            "height": {"band": 0.72},
        },
        "encoding": {
            "y": down,
            "x": {"field": "from", "type": "quantitative", "scale": scale, "axis": axis},
            "x2": {"field": "to"},
            "color": {
                "field": "level",
                "type": "nominal",
                "scale": {"domain": list(names), "range": fills},
                "legend": {
                    "orient": "top",
                    "title": None,
                    "columns": 5,
                    "symbolStrokeColor": look["level_outline"],
                },
            },
        },
    }
    told = {
        "transform": [{"filter": f"datum.share >= {_NARROWEST_LABELLED}"}],
        "mark": {"type": "text", "fontSize": 10},
        "encoding": {
            "y": down,
            "x": {"field": "middle", "type": "quantitative", "scale": scale},
            "text": {"field": "share", "type": "quantitative", "format": ".0%"},
            "color": {
                "condition": [
                    {"test": f"datum.level === '{name}'", "value": ink}
                    for name, ink in zip(names, inks, strict=True)
                ],
                "value": look["ink"],
            },
        },
    }
    return chart(values, height=34 * len(rows), width=400, layer=[bars, told])
