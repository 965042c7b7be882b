"""What has come of a release: its document and its pieces, each whole, and the beginning of one."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from kiosk.private_files import FILE_MODE, make_private_folder, replace_file
from kiosk.releases.standing import releases_folder
from sync.contract.crash import crash_point
from sync.contract.release import LONGEST_PIECE, MAX_DOCUMENT

FOLDER: Final = "incoming"
DOCUMENT: Final = "document"
_BEGUN: Final = ".begun"


class Incoming:
    """The pieces of the release called `release` in the data folder `data`; used by one thread."""

    def __init__(self, data: Path, release: str) -> None:
        self.release = release
        self._folder = releases_folder(data) / FOLDER / release

    def document(self) -> bytes | None:
        """The release's two lines, once they are here; they are believed once they are verified."""
        return _content(self._folder / DOCUMENT)

    def keep_document(self, raw: bytes) -> None:
        """Keep them."""
        make_private_folder(self._folder)
        replace_file(self._folder / DOCUMENT, [raw])

    def piece(self, name: str) -> bytes | None:
        """A piece as it travelled, once it is here."""
        return _content(self._folder / name)

    def has(self, name: str) -> bool:
        """Whether a piece is here."""
        return (self._folder / name).is_file()

    def keep_piece(self, name: str, raw: bytes) -> None:
        """Keep a whole piece."""
        make_private_folder(self._folder)
        replace_file(self._folder / name, [raw])
        crash_point("update.after_piece")

    def drop_piece(self, name: str) -> None:
        """Let go of one that was used, or is not what its name says."""
        (self._folder / name).unlink(missing_ok=True)

    def begun(self, name: str) -> bytes:
        """What has come of the piece, or the document, that is on its way."""
        raw = _content(self._folder / f"{name}{_BEGUN}") or b""
        return raw if len(raw) <= max(LONGEST_PIECE, MAX_DOCUMENT) else b""

    def go_on(self, name: str, more: bytes) -> None:
        """Add to it; a power cut may take the last of it away, which its hash tells."""
        make_private_folder(self._folder)
        handle = os.open(self._folder / f"{name}{_BEGUN}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE_MODE)
        try:
            os.write(handle, more)
            os.fsync(handle)
        finally:
            os.close(handle)
        crash_point("update.after_range")

    def forget_begun(self, name: str) -> None:
        """Begin it anew."""
        (self._folder / f"{name}{_BEGUN}").unlink(missing_ok=True)

    def size(self) -> int:
        """Bytes that have come."""
        if not self._folder.is_dir():
            return 0
        return sum(path.stat().st_size for path in self._folder.iterdir())

    def clear(self) -> None:
        """Nothing of this release is needed any more."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
