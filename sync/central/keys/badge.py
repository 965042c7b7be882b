"""An official's badge, held to a kiosk's scanner to sign on: made here, printed, and not kept."""

import io
import secrets
from pathlib import Path

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage

from sync.central.keys.new_file import write_new
from sync.central.keys.supervisors import KeyRefused
from sync.contract.badge import SECRET_BYTES, Badge, badge_text
from sync.contract.encoding import base32, is_id


def new_badge(official: str) -> Badge:
    """A fresh badge of the official with this UUID.

    Raises:
        KeyRefused: that is no UUID.
    """
    if not is_id(official):
        raise KeyRefused(f"{official!r} is no id of an official: a lower-case UUID is expected")
    return Badge(official, base32(secrets.token_bytes(SECRET_BYTES)))


def drawn(badge: Badge) -> str:
    """The badge's QR code for a terminal."""
    picture = io.StringIO()
    _code(badge).print_ascii(out=picture, invert=True)
    return picture.getvalue()


def write_badge(badge: Badge, path: Path) -> None:
    """The badge's QR code as SVG into `path`, a new file of mode 0600.

    Raises:
        KeyRefused: the file exists or cannot be written.
    """
    svg = _code(badge).make_image().to_string()
    try:
        write_new(path, svg)
    except OSError as error:
        raise KeyRefused(f"{path}: {error.strerror}") from error


def _code(badge: Badge) -> "qrcode.QRCode[SvgPathImage]":
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, image_factory=SvgPathImage)
    code.add_data(badge_text(badge), optimize=0)
    return code
