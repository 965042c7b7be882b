"""Numbers beside dots: read as rectangles, at any width at which the plot may be drawn."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.central.results.labels import DIGIT_PX, Label, Size, Spot, place_labels, places

SIZE = Size(180, 640, 280)
DOT_PX = 6.25
LINE_PX = 12

Rectangle = tuple[float, float, float, float]
"""Left, top, right, bottom."""

near = st.builds(Spot, st.floats(40, 60), st.floats(45, 65))
anywhere = st.builds(Spot, st.floats(0, 100), st.floats(0, 100))
many = st.lists(near | anywhere, min_size=1, max_size=60)
widths = st.floats(SIZE.least_width, SIZE.most_width)


def numbered(spots: list[Spot]) -> dict[int, str]:
    return {index: str(index + 1) for index in range(len(spots))}


def covered(spot: Spot, label: Label, digits: str, width: float) -> Rectangle:
    x, y = spot.x / 100 * width + label.dx, spot.y / 100 * SIZE.height + label.dy
    half = len(digits) * DIGIT_PX / 2
    return x - half, y - LINE_PX / 2, x + half, y + LINE_PX / 2


def dot(spot: Spot, width: float, reach: float = DOT_PX) -> Rectangle:
    x, y = spot.x / 100 * width, spot.y / 100 * SIZE.height
    return x - reach, y - reach, x + reach, y + reach


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def fits(rectangle: Rectangle, others: list[Rectangle], width: float) -> bool:
    left, top, right, bottom = rectangle
    framed = left >= 0 and top >= 0 and right <= width and bottom <= SIZE.height
    return framed and not any(overlap(rectangle, other) for other in others)


@settings(max_examples=60)
@given(many, widths)
def test_no_number_touches_another_a_dot_or_the_frame_at_any_width(spots: list[Spot], width: float) -> None:
    labels = numbered(spots)
    found = place_labels(spots, labels, SIZE)
    placed = [covered(spots[index], label, labels[index], width) for index, label in found.items()]
    dots = [dot(spot, width) for spot in spots]
    assert all(fits(one, dots, width) for one in placed)
    assert not any(overlap(one, other) for one, other in combinations(placed, 2))


@settings(max_examples=60)
@given(many)
def test_a_number_is_left_out_only_where_each_of_its_places_is_taken(spots: list[Spot]) -> None:
    labels, one_width = numbered(spots), SIZE._replace(most_width=SIZE.least_width)
    found = place_labels(spots, labels, one_width)
    width = float(SIZE.least_width)
    placed = [covered(spots[index], label, labels[index], width) for index, label in found.items()]
    for index in labels.keys() - found.keys():
        taken = placed + [dot(spot, width, 7.5) for other, spot in enumerate(spots) if other != index]
        for label, _ in places(spots[index], labels[index], one_width):
            assert not fits(covered(spots[index], label, labels[index], width), taken, width)


def test_a_dot_with_room_has_its_number_to_its_right_and_at_the_frame_to_its_left() -> None:
    spots = [Spot(50, 50), Spot(99, 20), Spot(1, 99)]
    found = place_labels(spots, numbered(spots), SIZE)
    assert found[0].dx > 0
    assert found[0].dy == 0
    assert found[1].dx < 0
    assert found[2].dx > 0


def test_the_first_of_two_dots_in_one_place_is_named_first_and_the_same_dots_give_the_same_numbers() -> None:
    spots = [Spot(50, 50)] * 30
    found = place_labels(spots, numbered(spots), SIZE)
    assert list(found) == list(range(len(found)))
    assert 4 <= len(found) <= 8
    assert found == place_labels(spots, numbered(spots), SIZE)
