"""Officials' photos: small JPEGs, named by their SHA-256."""

import hashlib
import io
from pathlib import Path, PurePosixPath
from typing import Final

from PIL import Image, ImageOps

from sync.central.directory.refusal import ProvinceRefused

MAX_PHOTO: Final = 256 * 1024
MAX_UPLOAD: Final = 12 * 1024 * 1024
_MAX_PIXELS: Final = 50_000_000
_LARGEST: Final = (600, 1_000)  # a kiosk of 4K shows 74 x 123 u in fewer pixels
_SMALL: Final = (108, 144)
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_QUALITIES: Final = (88, 80, 70, 55, 40)
_JPEG: Final = b"\xff\xd8\xff"


class PhotoRefused(Exception):
    """A picture that cannot be an official's photo; `key` is a word of this room."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def small_photo(jpeg: bytes) -> bytes:
    """A photo as lists show it: a JPEG of a few kB.

    Raises:
        PhotoRefused: it is none, as what an old folder called a JPEG may be.
    """
    return _prepared(jpeg, _SMALL)


def prepared_photo(raw: bytes) -> bytes:
    """The picture upright, small, without what was written beside it: a JPEG of at most 256 KiB.

    Raises:
        PhotoRefused: too large a file, no picture, a broken one, or far too many pixels.
    """
    if len(raw) > MAX_UPLOAD:
        raise PhotoRefused("photo_too_large")
    return _prepared(raw, _LARGEST)


def _prepared(raw: bytes, largest: tuple[int, int]) -> bytes:
    try:
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as opened:
            if opened.width * opened.height > _MAX_PIXELS:
                raise PhotoRefused("photo_has_too_many_pixels")
            opened.draft("RGB", (2 * largest[0], 2 * largest[1]))
            return _written(ImageOps.exif_transpose(opened), largest)
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoRefused("photo_has_too_many_pixels") from error
    except Exception as error:  # decoders meet bytes of strangers and raise whatever they like
        raise PhotoRefused("no_photo_in_it") from error


def _written(upright: Image.Image, largest: tuple[int, int]) -> bytes:
    seen = upright.convert("RGBA")
    plain = Image.new("RGB", seen.size, "white")
    plain.paste(seen, mask=seen.getchannel("A"))
    plain.thumbnail(largest)
    for quality in _QUALITIES:
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=quality, optimize=True)
        if out.tell() <= MAX_PHOTO:
            return out.getvalue()
    raise PhotoRefused("photo_too_large")


def read_photo(folder: Path, name: str) -> bytes:
    """The JPEG at the path `name` inside `folder`.

    Raises:
        ProvinceRefused: outside the folder, missing, too large, or no JPEG.
    """
    inside = PurePosixPath(name)
    try:
        path = (folder / inside).resolve()
        if inside.is_absolute() or not path.is_relative_to(folder.resolve()):
            raise ProvinceRefused(f"photo {name}: expected a path inside the province's folder")
        if path.stat().st_size > MAX_PHOTO:
            raise ProvinceRefused(f"photo {name}: larger than {MAX_PHOTO // 1024} KiB")
        jpeg = path.read_bytes()
    except (OSError, ValueError) as error:
        raise ProvinceRefused(f"photo {name}: cannot be read") from error
    if not jpeg.startswith(_JPEG):
        raise ProvinceRefused(f"photo {name}: not a JPEG")
    return jpeg


def digest_of(jpeg: bytes) -> str:
    """A photo's name: 64 hex digits."""
    return hashlib.sha256(jpeg).hexdigest()
