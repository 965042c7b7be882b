"""Pictures for QML, drawn at the size they are shown: `image://drawings/<kind>/…`.

- `<palette>/<name>`: an SVG of assets in that palette
- `photo/<left|top|all>/<radius>/<url>`: a photo with round corners; `nobody:<palette>` is a figure
- `qr/<text>`: a QR code
"""

import base64
import logging
import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from assets import FOLDER
from kiosk.ui.album import Album
from kiosk.ui.tokens import palette

log = logging.getLogger(__name__)

PROVIDER = "drawings"
QR = "qr/"
PAINT = re.compile(r"\.(\w+)-(fill|stroke) \{ (?:fill|stroke): #[0-9A-F]{6} \}")
NOBODY, NOBODY_SIZE = "drawings/nobody", QSize(300, 400)
FORMAT = QImage.Format.Format_ARGB32_Premultiplied


class Drawings(QQuickImageProvider):
    """Never raises into QML: what cannot be drawn is logged and stays empty.

    Pictures of assets and photos are kept for the next page; a QR code is a visit's own and never is.
    """

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._album = Album(draw)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, N802, N803 (Qt's names)
        """As Qt asks."""
        try:
            look_up = draw if id.startswith(QR) else self._album.picture
            image = look_up(id, requestedSize)
        except (OSError, ValueError) as error:
            log.error("a picture cannot be drawn: %s", error)
            image = _empty(QSize(1, 1))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def draw(what: str, size: QSize) -> QImage:
    """The picture `what` names, `size` pixels large; raises OSError or ValueError where there is none."""
    if what.startswith(QR):
        from kiosk.ui.qr import qr_image  # no first page has one

        return qr_image(what.removeprefix(QR), size.width())
    kind, _, rest = what.partition("/")
    if kind == "photo":
        corners, radius, url = rest.split("/", 2)
        return rounded(_person(url), size, int(radius), corners)
    return recoloured(rest, kind, size)


def recoloured(name: str, palette_name: str, size: QSize) -> QImage:
    """The SVG `name` (its path in assets without the suffix), each class in its token's colour."""
    colours = palette(palette_name)
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    svg = PAINT.sub(lambda found: f".{found[1]}-{found[2]} {{ {found[2]}: {colours[found[1]]} }}", svg)
    image = _empty(size)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    return image


def rounded(photo: QImage, size: QSize, radius: int, corners: str) -> QImage:
    """`photo` filling `size`: cut evenly at the sides; at the height, three parts below to one above."""
    if photo.isNull():
        raise ValueError("a photo holds no picture")
    aspect = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    filling = photo.scaled(size, aspect, Qt.TransformationMode.SmoothTransformation)
    beyond = {"left": (radius, 0), "top": (0, radius), "all": (0, 0)}[corners]
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0, 0, size.width() + beyond[0], size.height() + beyond[1]), radius, radius)
    image = _empty(size)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(outline)
    painter.drawImage((size.width() - filling.width()) // 2, (size.height() - filling.height()) // 4, filling)
    painter.end()
    return image


def picture_bytes(url: str) -> bytes:
    """The bytes behind a `file:` or base64 `data:` URL."""
    if url.startswith("data:"):
        return base64.b64decode(url.partition(",")[2], validate=True)
    return Path(QUrl(url).toLocalFile()).read_bytes()


def _person(url: str) -> QImage:
    scheme, _, palette_name = url.partition(":")
    if scheme == "nobody":
        return recoloured(NOBODY, palette_name, NOBODY_SIZE)
    return QImage.fromData(picture_bytes(url))


def _empty(size: QSize) -> QImage:
    image = QImage(size, FORMAT)
    image.fill(Qt.GlobalColor.transparent)
    return image
