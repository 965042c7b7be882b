"""A QR code as one SVG path, which needs neither a style nor a picture's address."""

from typing import NamedTuple

import qrcode
from qrcode.image.svg import SvgPathImage


class QrCode(NamedTuple):
    """`side` in modules with the quiet zone; `path` for `<path d>`, one unit a module."""

    side: int
    path: str


def draw_qr(text: str) -> QrCode:
    """The code of a text."""
    code = qrcode.QRCode(border=4, image_factory=SvgPathImage)
    code.add_data(text)
    rows = code.get_matrix()
    runs: list[str] = []
    for y, row in enumerate(rows):
        start = None
        for x, dark in enumerate([*row, False]):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
                start = None
    return QrCode(len(rows), "".join(runs))
