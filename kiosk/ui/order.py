"""Where a key leads: controls in reading order, and the nearest one in a direction. Pure; pixels."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["left", "right", "up", "down"]
SIDEWAYS = 2.0
"""So many times as far is what lies beside the way."""


@dataclass(frozen=True)
class Box:
    """A control's place."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        right = max(self.x + self.width, other.x + other.width)
        bottom = max(self.y + self.height, other.y + other.height)
        return Box(x, y, right - x, bottom - y)


def reading_rows(boxes: Mapping[str, Box]) -> tuple[tuple[str, ...], ...]:
    """Names row by row, from the left to the right: a row holds what overlaps its first one by half."""
    rows: list[list[str]] = []
    for name in sorted(boxes, key=lambda name: (boxes[name].y, boxes[name].x)):
        first = boxes[rows[-1][0]] if rows else None
        if first is not None and boxes[name].y < first.y + first.height / 2:
            rows[-1].append(name)
        else:
            rows.append([name])
    return tuple(tuple(sorted(row, key=lambda name: boxes[name].x)) for row in rows)


def nearest(boxes: Mapping[str, Box], here: Box, direction: Direction) -> str | None:
    """The nearest control in `direction` of `here`; None if there is none."""
    x, y = here.centre

    def away(name: str) -> tuple[float, float]:
        dx, dy = boxes[name].centre[0] - x, boxes[name].centre[1] - y
        along = {"left": -dx, "right": dx, "up": -dy, "down": dy}[direction]
        aside = abs(dy) if direction in {"left", "right"} else abs(dx)
        return along, along + SIDEWAYS * aside

    ahead = [name for name in boxes if away(name)[0] > 1]
    straight = [name for name in ahead if _overlaps(boxes[name], here, direction)]
    return min(straight or ahead, key=lambda name: away(name)[1], default=None)


def _overlaps(one: Box, other: Box, direction: Direction) -> bool:
    if direction in {"left", "right"}:
        return one.y < other.y + other.height and other.y < one.y + one.height
    return one.x < other.x + other.width and other.x < one.x + one.width
