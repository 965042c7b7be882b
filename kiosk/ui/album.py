"""Pictures that were drawn before, so that a page that comes again need not draw them again."""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

Draw = Callable[[str, QSize], QImage]
ROOM_BYTES = 16 * 2**20
"""Enough for every page in one look on the largest reference screen."""


class Album:
    """Keeps pictures by what they show and how large; those not seen for longest make room."""

    def __init__(self, draw: Draw, room_bytes: int = ROOM_BYTES) -> None:
        self._draw = draw
        self._room_bytes = room_bytes
        self._kept: OrderedDict[tuple[str, int, int], QImage] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """How large all that is kept is."""
        return sum(image.sizeInBytes() for image in self._kept.values())

    def picture(self, what: str, size: QSize) -> QImage:
        """The picture `what`, `size` pixels large; raises what drawing it raises, and keeps nothing then."""
        key = what, size.width(), size.height()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        image = self._kept[key] = self._draw(what, size)
        while self.kept_bytes > self._room_bytes:
            self._kept.popitem(last=False)
        return image
