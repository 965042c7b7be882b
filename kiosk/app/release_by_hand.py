"""A release that somebody brings in a file: on a stick, or to whoever may use this machine's commands."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.app.release_judged import Place, Refused, begin_trial, building_of, has_room, judged
from kiosk.releases.building import Building
from kiosk.releases.standing import releases_folder
from kiosk.store import RunLock, StoreFailed
from sync.contract.encoding import Malformed
from sync.contract.release import ENDING, Offer, Release, release_name
from sync.contract.release_file import Readable, read_document, read_pieces
from sync.wire.stick import StickFailed, files_in, opened

log = logging.getLogger(__name__)

BROKEN: Final = "the file is damaged or cut short: "


@dataclass(frozen=True)
class Brought:
    """A release that waits for the next start of `run`."""

    name: str
    release: Release


def releases_on(stick: Path) -> Sequence[Path] | StickFailed:
    """The files of releases in a folder."""
    return files_in(stick, ENDING)


def release_on(place: Place, stick: Path, offers: Sequence[Offer]) -> Brought | None:
    """Lay out the first release on a stick that the server named for this kiosk; None: there is none."""
    found = releases_on(stick)
    for file in () if isinstance(found, StickFailed) else found:
        try:
            return take_release(place, file, offers)
        except (Refused, OSError, StoreFailed) as why:
            log.warning("%s: %s", file, why)
    return None


def take_release(place: Place, file: Path, offers: Sequence[Offer] | None = None) -> Brought:
    """Lay out the release in `file`; `offers`: only one of those, else any that this kiosk may run.

    Raises:
        Refused: this kiosk will not run it; says why.
        OSError: the file, or the disk, cannot be used.
        AlreadyRunning: another process lays one out just now.
    """
    try:
        with opened(file) as handle, os.fdopen(os.dup(handle), "rb") as content:
            return _taken(place, content, offers)
    except Malformed as error:
        raise Refused(BROKEN + error.detail) from error


def _taken(place: Place, content: Readable, offers: Sequence[Offer] | None) -> Brought:
    raw = read_document(content)
    if offers is not None and release_name(raw) not in {offer.release for offer in offers}:
        raise Refused("the server did not name this release for this kiosk")
    release = judged(place, raw)
    if not has_room(place, release):
        raise Refused("there is no room for it")
    with RunLock(releases_folder(place.data)):
        building = building_of(place, raw, release)
        if not building.stands():
            _lay_out(building, content)
        begin_trial(building)
    return Brought(building.name, release)


def _lay_out(building: Building, content: Readable) -> None:
    missing = {piece for part in building.missing_parts() for piece in building.missing_pieces(part)}
    for name, piece in read_pieces(content):
        if name in missing:
            building.incoming.keep_piece(name, piece)
    for part in building.missing_parts():
        building.place(part)
    building.finish()
