"""Publishing: one signed directory for each kiosk, a new version only where something changed."""

import hashlib

import msgspec
from sqlalchemy import Connection, select

from sync.central.api.site import Site
from sync.central.database.tables import directories, kiosks
from sync.central.directory.compose import compose
from sync.central.directory.refusal import ProvinceRefused
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.directory import Directory, judge
from sync.contract.encoding import Malformed, write_json
from sync.contract.signed import sign_document


def publish_all(connection: Connection, identity: Identity, clock: Clock, site: Site) -> list[str]:
    """Publish what changed; return the kiosks that have a new version.

    Raises:
        ProvinceRefused: a kiosk could not work with what it would get; nothing may be committed then.
    """
    every = connection.execute(select(kiosks.c.kiosk).order_by(kiosks.c.kiosk)).scalars().all()
    return [kiosk for kiosk in every if publish(connection, identity, clock, site, kiosk)]


def publish(connection: Connection, identity: Identity, clock: Clock, site: Site, kiosk: str) -> bool:
    """Publish one kiosk's directory if it says something new; whether it does.

    Raises:
        ProvinceRefused: the kiosk could not work with it.
    """
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one()
    last = connection.execute(
        select(directories.c.version, directories.c.content)
        .where(directories.c.kiosk == kiosk)
        .order_by(directories.c.version.desc())
        .limit(1)
    ).one_or_none()
    version = 1 if last is None else last.version + 1
    directory = compose(connection, identity, site, row, version, clock.wall_ms())
    try:
        judge(directory)
    except Malformed as error:
        raise ProvinceRefused(
            f"kiosk {row.name} could not work with its directory: {error.detail}"
        ) from error
    content = _content(directory)
    if last is not None and last.content == content:
        return False
    raw = sign_document("directory", directory, identity.private)
    digest = hashlib.sha256(raw).hexdigest()
    connection.execute(
        directories.insert().values(
            kiosk=kiosk,
            version=version,
            digest=digest,
            content=content,
            raw=raw,
            published_ms=directory.published,
        )
    )
    told = {"kiosk": kiosk, "version": version, "digest": digest}
    append(connection, identity, clock, "directory.published", told)
    return True


def latest_directory(connection: Connection, kiosk: str) -> bytes | None:
    """The two lines of the kiosk's newest directory."""
    return connection.execute(
        select(directories.c.raw)
        .where(directories.c.kiosk == kiosk)
        .order_by(directories.c.version.desc())
        .limit(1)
    ).scalar_one_or_none()


def _content(directory: Directory) -> str:
    """What a new version would be for: everything but version, date and the own ledger's head."""
    lasting = msgspec.structs.replace(directory, version=1, published=0, ledger=None)
    return hashlib.sha256(write_json(lasting)).hexdigest()
