"""Where keys can stop on the page that is shown: its controls in reading order, the faces as one stop."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem

from kiosk.ui.order import Box, reading_rows

FACES, FACE = "faces", "score-"
Rows = tuple[tuple[str, ...], ...]


class Stops:
    """The controls below `root`, by name, as they stand now."""

    def __init__(self, root: QQuickItem) -> None:
        self._items = {item.objectName(): item for item in shown(root)}
        self.controls = {
            name: item
            for name, item in self._items.items()
            if item.inherits("QQuickAbstractButton") and item.isEnabled()
        }

    def holds(self, names: tuple[str, ...]) -> bool:
        """Whether all of `names` can be stopped at."""
        return set(names) <= {FACES, *self.controls}

    def rows(self) -> Rows:
        """The stops in reading order, row by row."""
        boxes = {name: self.box((name,)) for name in self.controls if not name.startswith(FACE)}
        if len(boxes) < len(self.controls):
            boxes[FACES] = self.box((FACES,))
        return reading_rows(boxes)

    def faces(self, first: int) -> tuple[str, ...]:
        """The faces, from the `first` on, and around."""
        faces = sorted(name for name in self.controls if name.startswith(FACE))
        first %= max(1, len(faces))
        return (*faces[first:], *faces[:first])

    def ways(self, first: int) -> tuple[str, ...]:
        """The stops one after the other, the faces after their group."""
        stops = [stop for row in self.rows() for stop in row]
        return tuple(
            way for stop in stops for way in ((stop, *self.faces(first)) if stop == FACES else (stop,))
        )

    def box(self, names: tuple[str, ...]) -> Box:
        """The smallest box around `names`; an empty one where none is there."""
        boxes = [_box(self._items[name]) for name in names if name in self._items] or [Box(0, 0, 0, 0)]
        box = boxes[0]
        for other in boxes[1:]:
            box = box.around(other)
        return box


def shown(item: QQuickItem) -> Iterator[QQuickItem]:
    """`item` and what can be seen in it."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from shown(child)


def _box(item: QQuickItem) -> Box:
    rect = item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
    return Box(rect.x(), rect.y(), rect.width(), rect.height())
