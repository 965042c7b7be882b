"""Laying a release out beside the one that runs: file by file, then all by one rename.

What the running program has already under the same name and with the same content is copied, not fetched.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.private_files import make_private_folder, replace_file, sync_folder
from kiosk.releases.incoming import FOLDER as INCOMING
from kiosk.releases.incoming import Incoming
from kiosk.releases.standing import Standing, folder_name, releases_folder
from sync.contract.crash import crash_point
from sync.contract.encoding import Malformed
from sync.contract.release import SIGNED, Part, Release, open_piece, piece_size

BUILDING: Final = ".building"
_BLOCK: Final = 1024 * 1024


@dataclass(frozen=True)
class Building:
    """A release on its way into a folder of its own; `sources` are programs that have some of its files."""

    data: Path
    raw: bytes
    release: Release
    incoming: Incoming
    sources: Sequence[Path]

    @property
    def name(self) -> str:
        """How its folder will be called."""
        return folder_name(self.release.number, self.incoming.release)

    @property
    def folder(self) -> Path:
        """Where it is laid out."""
        return releases_folder(self.data) / BUILDING / self.name

    @property
    def target(self) -> Path:
        """Where it will stand."""
        return releases_folder(self.data) / self.name

    def stands(self) -> bool:
        """Whether it stands there, whole: a power cut, or a failing disk, may have come after the rename."""
        return (
            all(_is_whole(self.target, part) for part in self.release.parts)
            and (self.target / SIGNED).is_file()
        )

    def missing_parts(self) -> Iterator[Part]:
        """What is not laid out yet; a file is there only when it is whole."""
        return (part for part in self.release.parts if not os.path.lexists(self.folder / part.path))

    def missing_pieces(self, part: Part) -> list[str]:
        """The pieces of `part` that must come; none where some program here has the whole file."""
        if part.link is not None or self._source_of(part) is not None:
            return []
        return [piece for piece in dict.fromkeys(part.pieces) if not self.incoming.has(piece)]

    def place(self, part: Part) -> None:
        """Lay a part out whose pieces are here, or which some program here has.

        Raises:
            Malformed: a piece is not what its name says; it is dropped, and comes again.
            OSError: the disk cannot be written.
        """
        target = self.folder / part.path
        make_private_folder(target.parent)
        if part.link is not None:
            target.symlink_to(part.link)
            return
        replace_file(target, self._content(part))
        target.chmod(0o700 if part.runs else 0o600)
        crash_point("update.after_part")

    def finish(self) -> None:
        """All parts are there: let the folder have its name."""
        named = {part.path for part in self.release.parts}
        for path in self.folder.rglob("*"):
            if path.relative_to(self.folder).as_posix() not in named and not path.is_dir():
                path.unlink()  # half of a file, from before a power cut
        replace_file(self.folder / SIGNED, [self.raw])
        crash_point("update.before_rename")
        if self.target.exists():
            shutil.rmtree(self.target)
        self.folder.rename(self.target)
        sync_folder(self.target.parent)
        crash_point("update.after_rename")

    def _content(self, part: Part) -> Iterator[bytes]:
        source, digest = self._source_of(part), hashlib.sha256()
        for block in self._pieces(part) if source is None else _blocks(source):
            digest.update(block)
            yield block
        if digest.hexdigest() != part.digest:
            raise Malformed(f"{part.path}: its pieces do not make it up")

    def _pieces(self, part: Part) -> Iterator[bytes]:
        for place, name in enumerate(part.pieces):
            yield self._piece(name, piece_size(part, place))

    def _piece(self, name: str, size: int) -> bytes:
        try:
            return open_piece(self.incoming.piece(name) or b"", name, size)
        except Malformed:
            self.incoming.drop_piece(name)
            raise

    def _source_of(self, part: Part) -> Path | None:
        """A file of the same name and content."""
        return next((one / part.path for one in self.sources if _is_whole(one, part)), None)


def sweep(data: Path, standing: Standing, wanted: str | None) -> None:
    """Delete every folder but those that run or may run, and what came of releases other than `wanted`."""
    folder = releases_folder(data)
    if not folder.is_dir():
        return
    kept = {INCOMING, BUILDING, standing.confirmed, standing.trial}
    for path in folder.iterdir():
        if path.is_dir() and path.name not in kept and (wanted is None or not path.name.endswith(wanted)):
            shutil.rmtree(path)
    for inside in (folder / INCOMING, folder / BUILDING):
        for path in inside.iterdir() if inside.is_dir() else ():
            if wanted is None or not path.name.endswith(wanted):
                shutil.rmtree(path)


def _is_whole(folder: Path, part: Part) -> bool:
    path = folder / part.path
    if part.link is not None:
        return path.is_symlink() and str(path.readlink()) == part.link
    return path.is_file() and path.stat().st_size == part.size and _digest(path) == part.digest


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()
