"""What goes back to a kiosk: a receipt, its newest directory, and the photos that names."""

import logging
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, select

from sync.central.api.intake import Intake
from sync.central.api.site import Site
from sync.central.database.engine import reading
from sync.central.database.tables import kiosks, photos
from sync.central.directory.publish import latest_directory, publish, published_version
from sync.central.directory.refusal import Unworkable
from sync.contract.sealed_file import close_file
from sync.wire.stick import StickFailed, read_whole, write_whole

RECEIPT, DIRECTORY = ".receipt", ".directory"

log = logging.getLogger(__name__)


class Comedown(NamedTuple):
    """A kiosk's directory, its two lines; the key (32 bytes) it is sealed to; photos by SHA-256 (hex)."""

    directory: bytes
    seal_key: bytes
    photos: dict[str, bytes]


def comedown_for(connection: Connection, kiosk: str) -> Comedown | None:
    """What comes down to an enrolled kiosk; None where no directory was ever published for it."""
    raw = latest_directory(connection, kiosk)
    key = connection.execute(select(kiosks.c.seal_key).where(kiosks.c.kiosk == kiosk)).scalar_one_or_none()
    if raw is None or key is None:
        return None
    named = msgspec.json.decode(raw.partition(b"\n")[0], type=_Officials).officials
    wanted = {official.photo for official in named if official.photo}
    rows = connection.execute(select(photos.c.digest, photos.c.jpeg).where(photos.c.digest.in_(wanted)))
    return Comedown(raw, bytes.fromhex(key), {row.digest: row.jpeg for row in rows})


def write_beside(
    intake: Intake, file: Path, kiosk: str, receipt: bytes | None, directory: bytes | None
) -> StickFailed | None:
    """Write beside the brought `file` what its kiosk shall know; the first failure, if any.

    `directory`: instead of the newest one, as a newcomer knows to read it.
    """
    with reading(intake.engine) as connection:
        comedown = comedown_for(connection, kiosk)
    beside: dict[Path, bytes] = {}
    if receipt is not None:
        beside[file.with_name(file.name + RECEIPT)] = receipt
    if comedown is not None:
        for digest, jpeg in comedown.photos.items():
            photo = file.with_name(f"{digest}.jpg")
            if read_whole(photo, len(jpeg)) != jpeg:
                beside[photo] = jpeg
        beside[file.with_name(file.name + DIRECTORY)] = close_file(
            directory or comedown.directory, comedown.seal_key
        )
    for path, content in beside.items():
        failure = write_whole(path, content)
        if failure is not None:
            return failure
    return None


def catch_up(connection: Connection, intake: Intake, site: Site, kiosk: str) -> None:
    """Publish a newer directory where the kiosk knows more than this server, which was restored."""
    known = connection.execute(select(kiosks.c.directory_version).where(kiosks.c.kiosk == kiosk)).scalar()
    if (known or 0) <= published_version(connection, kiosk):
        return
    try:
        publish(connection, intake.identity, intake.clock, site, kiosk, moving=True)
    except Unworkable as refused:
        log.warning("%s", refused)


class _Official(msgspec.Struct, frozen=True):
    photo: str | None = None


class _Officials(msgspec.Struct, frozen=True):
    officials: tuple[_Official, ...]
