"""A receipt's QR as a crisp image: whole pixels a module, four modules of white around."""

import qrcode
from PySide6.QtGui import QImage
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4
SHOWN = QImage.Format.Format_RGB32
MASK = 3
"""Receipts are random signs: under no mask do they look much better, and to compare all eight takes long."""


def matrix_of(text: str) -> list[list[bool]]:
    """The modules with their quiet zone; text in capitals is kept in the short alphanumeric mode."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES, mask_pattern=MASK)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    modules: list[list[bool]] = code.get_matrix()
    return modules


def qr_image(text: str, side_px: int) -> QImage:
    """The largest QR of `text` in `side_px`, at least a pixel a module; black on white in any look."""
    modules = matrix_of(text)
    count = len(modules)
    shades = bytes(0 if dark else 255 for row in modules for dark in row)
    small = QImage(shades, count, count, count, QImage.Format.Format_Grayscale8).convertedTo(SHOWN)
    side = max(1, side_px // count) * count
    return small.scaled(side, side)
