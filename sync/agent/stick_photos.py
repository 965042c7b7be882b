"""Officials' photos from a stick: whatever a file is called, its SHA-256 tells whose it is."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sync.agent.directory_fetch import PHOTO_LIMIT
from sync.agent.kept_directory import photos_of
from sync.agent.ports import Shelf
from sync.contract.directory import Directory
from sync.wire.stick import files_in, read_whole, size_of

JPEG: Final = b"\xff\xd8\xff"


def take_photos(shelf: Shelf, directory: Directory, folders: Iterable[Path]) -> int:
    """Keep the photos of `directory` that are missing and lie in `folders`; how many came."""
    missing = {digest for digest in photos_of(directory) if shelf.photo(digest) is None}
    came = 0
    for folder in folders:
        files = files_in(folder, "") if missing else []
        for file in files if isinstance(files, list) else []:
            size = size_of(file)
            photo = read_whole(file, PHOTO_LIMIT) if size is not None and size <= PHOTO_LIMIT else None
            if not isinstance(photo, bytes) or not photo.startswith(JPEG):
                continue
            digest = hashlib.sha256(photo).hexdigest()
            if digest in missing:
                shelf.save_photo(digest, photo)
                missing.discard(digest)
                came += 1
    return came
