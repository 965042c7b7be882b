"""A share over time, with the band of its interval."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sync.central.results.charts.grammar import chart, colours, share_axis


class Point(NamedTuple):
    """A span of time as it is labelled, and a share with its interval."""

    label: str
    share: float
    low: float
    high: float


def trend(points: Sequence[Point], title: str) -> dict[str, Any]:
    """Draw them in their order; the scale ends where the intervals do, and says so on its axis."""
    values = [point._asdict() for point in points]
    along = {
        "field": "label",
        "type": "ordinal",
        "sort": None,
        "title": None,
        "axis": {"labelAngle": 0, "grid": False},
    }
    up = {"type": "quantitative", "scale": {"zero": False, "nice": True}, "axis": share_axis(title)}
    blue = colours()["level_5"]
    band = {
        "mark": {"type": "area", "color": colours()["level_4"], "opacity": 0.5},
        "encoding": {"x": along, "y": {"field": "low", **up}, "y2": {"field": "high"}},
    }
    line = {
        "mark": {"type": "line", "color": blue, "strokeWidth": 2, "point": {"color": blue, "size": 40}},
        "encoding": {"x": along, "y": {"field": "share", **up}},
    }
    return chart(values, height=170, layer=[band, line])
