"""Where numbers beside dots fit: none touches another, a dot or the frame, however wide the plot is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

DIGIT_PX: Final = 10
"""No digit of a label is wider, at its 13 px."""
_HALF_LINE_PX: Final = 6
_OWN_PX: Final = 8
_CORNER_PX: Final = 4.5
_OTHERS_PX: Final = (
    7.5  # a dot's 6.25 px and a gap, less than beside its own: two in one place are both named
)


class Spot(NamedTuple):
    """Where a dot lies, in per cent of the plot from its upper left corner."""

    x: float
    y: float


class Size(NamedTuple):
    """How large the plot is drawn, in pixels: as wide as its page lets it be."""

    least_width: int
    most_width: int
    height: int


class Label(NamedTuple):
    """Where a label's middle lies, in pixels right of and below its dot's."""

    dx: float
    dy: float


class Box(NamedTuple):
    """What is covered: `left` to `right` in pixels beside `x` per cent of the width, `top` to `bottom`."""

    x: float
    left: float
    right: float
    top: float
    bottom: float

    def across(self, width: float) -> tuple[float, float]:
        """From where to where in a plot of this width, in pixels."""
        middle = self.x / 100 * width
        return middle + self.left, middle + self.right


def place_labels(spots: Sequence[Spot], labels: Mapping[int, str], size: Size) -> dict[int, Label]:
    """Place digits beside the dots of these indices, the first ones first; who has no room is left out."""
    dots = [_box(spot, Label(0, 0), _OTHERS_PX, _OTHERS_PX, size) for spot in spots]
    found: dict[int, Label] = {}
    boxes: list[Box] = []
    for index, digits in labels.items():
        taken = [*boxes, *dots[:index], *dots[index + 1 :]]
        for label, box in places(spots[index], digits, size):
            if _inside(box, size) and all(_apart(box, other, size) for other in taken):
                found[index] = label
                boxes.append(box)
                break
    return found


def places(spot: Spot, digits: str, size: Size) -> Iterator[tuple[Label, Box]]:
    """Where a label may stand, the best place first: beside its dot, above, below, at its corners."""
    half = len(digits) * DIGIT_PX / 2
    beside, above = _OWN_PX + half, _OWN_PX + _HALF_LINE_PX
    corner = _CORNER_PX + half
    straight = ((beside, 0), (-beside, 0), (0, -above), (0, above))
    for label in (*straight, *((across, down) for down in (-above, above) for across in (corner, -corner))):
        yield Label(*label), _box(spot, Label(*label), half, _HALF_LINE_PX, size)


def _box(spot: Spot, middle: Label, half_width: float, half_height: float, size: Size) -> Box:
    y = spot.y / 100 * size.height + middle.dy
    return Box(spot.x, middle.dx - half_width, middle.dx + half_width, y - half_height, y + half_height)


def _inside(box: Box, size: Size) -> bool:
    if box.top < 0 or box.bottom > size.height:
        return False
    ends = [(box.across(width), width) for width in (size.least_width, size.most_width)]
    return all(left >= 0 and right <= width for (left, right), width in ends)


def _apart(one: Box, other: Box, size: Size) -> bool:
    """Whether neither touches the other, at any width: what divides them at both ends does so between."""
    if one.bottom <= other.top or other.bottom <= one.top:
        return True
    ends = [(one.across(width), other.across(width)) for width in (size.least_width, size.most_width)]
    return all(a[1] <= b[0] for a, b in ends) or all(b[1] <= a[0] for a, b in ends)
