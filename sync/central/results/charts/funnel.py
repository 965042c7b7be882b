"""A funnel: how far shares of few and of many ratings lie from one benchmark, and how far chance reaches."""

from collections.abc import Sequence
from math import exp, log
from typing import Any, Final, NamedTuple

from sync.central.results.charts.grammar import chart, colours, share_axis
from sync.central.results.statistics.funnel import INNER, OUTER, funnel_limits

_STEPS: Final = 40
_DIGITS: Final = 4


class Dot(NamedTuple):
    """One of many: how many ratings it has, and the share that is compared."""

    n: int
    share: float


def funnel(dots: Sequence[Dot], benchmark: float, across: str, up: str) -> dict[str, Any]:
    """Draw them without names: a funnel ranks nobody. The benchmark lies between 0 and 1, both excluded."""
    fewest, most = min(dot.n for dot in dots), max(dot.n for dot in dots)
    steps = sorted(
        {round(exp(log(fewest) + (log(most) - log(fewest)) * step / _STEPS)) for step in range(_STEPS + 1)}
        | {fewest, most}
    )
    limits = [
        {"n": n, "low": round(band.low, _DIGITS), "high": round(band.high, _DIGITS), "band": name}
        for name, tail in (("outer", OUTER), ("inner", INNER))
        for n in steps
        for band in (funnel_limits(n, benchmark, tail),)
    ]
    look = colours()
    x = {
        "field": "n",
        "type": "quantitative",
        "scale": {"type": "log", "nice": False},
        "axis": {"title": across, "format": ",.0f", "grid": False, "tickCount": 6},
    }
    y = {"type": "quantitative", "scale": {"zero": False}, "axis": share_axis(up)}
    bands = [
        {
            "data": {"values": [one for one in limits if one["band"] == name]},
            "mark": {"type": "area", "color": colour, "opacity": 0.6},
            "encoding": {"x": x, "y": {"field": "low", **y}, "y2": {"field": "high"}},
        }
        for name, colour in (("outer", look["level_3"]), ("inner", look["level_4"]))
    ]
    rule = {
        "data": {"values": [{"benchmark": round(benchmark, _DIGITS)}]},
        "mark": {"type": "rule", "color": look["ink"], "strokeDash": [4, 3]},
        "encoding": {"y": {"field": "benchmark", **y}},
    }
    points = {
        "mark": {"type": "circle", "color": look["level_5"], "opacity": 1, "size": 32},
        "encoding": {"x": x, "y": {"field": "share", **y}},
    }
    return chart([dot._asdict() for dot in dots], height=220, layer=[*bands, rule, points])
