"""Officials' photos: small JPEGs, named by their SHA-256."""

import hashlib
from pathlib import Path, PurePosixPath
from typing import Final

from sync.central.directory.refusal import ProvinceRefused

MAX_PHOTO: Final = 256 * 1024
_JPEG: Final = b"\xff\xd8\xff"


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
