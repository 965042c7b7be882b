"""Publishing: one signed directory for each kiosk, a new version only where something changed."""

import hashlib
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection, func, select

from sync.central.api.site import Site
from sync.central.database.tables import directories, kiosks
from sync.central.database.unit_tree import units_below
from sync.central.directory.compose import compose
from sync.central.directory.parts import Parts, keep_parts, published_parts, written_parts
from sync.central.directory.refusal import Unworkable, WouldMoveKiosks
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.desk_time import desk_day
from sync.contract.directory import Directory, NextKeys, judge
from sync.contract.encoding import Malformed, write_json
from sync.contract.signed import sign_document


class Unpublished(NamedTuple):
    """A kiosk that did not get a new directory, and why."""

    kiosk: str
    why: str


class Published(NamedTuple):
    """The kiosks that have a new version, and those that could not work with theirs."""

    published: list[str]
    unpublished: list[Unpublished]


def publish_all(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    *,
    moving: bool = False,
    edits: bool = True,
    unit: str | None = None,
) -> Published:
    """Publish what changed; a kiosk that could not work with what it would get keeps what it has.

    `edits`: also what people wrote since somebody published; without it, only keys, addresses and what a new
    day brings. `unit`: only to the kiosks of that unit and below.

    Raises:
        WouldMoveKiosks: enrolled kiosks call another address, and `moving` is not asked for.
    """
    ours = select(kiosks.c.kiosk, kiosks.c.unit).where(kiosks.c.province.is_(None))
    which = ours.order_by(kiosks.c.kiosk)
    if unit is not None:
        which = which.where(kiosks.c.unit.in_(units_below(unit)))
    every = connection.execute(which).all()
    if edits:
        day = desk_day(clock.wall_ms())
        for told in sorted({row.unit for row in every}):
            keep_parts(connection, told, written_parts(connection, told, day))
    published, unpublished = [], []
    for kiosk, _unit in every:
        try:
            if publish(connection, identity, clock, site, kiosk, moving=moving):
                published.append(kiosk)
        except Unworkable as why:
            unpublished.append(Unpublished(kiosk, str(why)))
    return Published(published, unpublished)


def publish(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    kiosk: str,
    *,
    moving: bool = False,
) -> bool:
    """Publish one kiosk's directory if it says something new or the kiosk knows a newer one; whether it does.

    Its version is higher than any that the kiosk told of: a restored server forgets what it published, and a
    kiosk takes none that is lower than its own.

    Raises:
        WouldMoveKiosks: the kiosk is enrolled and calls another address, and `moving` is not asked for.
        Unworkable: the kiosk could not work with it.
    """
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one()
    last = connection.execute(
        select(directories.c.version, directories.c.content)
        .where(directories.c.kiosk == kiosk)
        .order_by(directories.c.version.desc())
        .limit(1)
    ).one_or_none()
    published, heard = 0 if last is None else last.version, row.directory_version or 0
    version = max(published, heard) + 1
    parts = _parts(connection, row.unit, desk_day(clock.wall_ms()))
    directory = compose(connection, identity, site, row, parts, version, clock.wall_ms())
    try:
        judge(directory)
    except Malformed as error:
        raise Unworkable(f"kiosk {row.name} could not work with its directory: {error.detail}") from error
    content = _content(directory)
    if last is not None and last.content == content and heard <= published:
        return False
    if row.state == "enrolled" and not moving:
        _judge_address(connection, kiosk, site)
    raw = sign_document("directory", directory, identity.vouching)
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


def published_version(connection: Connection, kiosk: str) -> int:
    """The version of the kiosk's newest directory; 0 before the first."""
    newest = select(func.max(directories.c.version)).where(directories.c.kiosk == kiosk)
    return connection.execute(newest).scalar_one() or 0


def latest_directory(connection: Connection, kiosk: str) -> bytes | None:
    """The two lines of the kiosk's newest directory."""
    return connection.execute(
        select(directories.c.raw)
        .where(directories.c.kiosk == kiosk)
        .order_by(directories.c.version.desc())
        .limit(1)
    ).scalar_one_or_none()


def _parts(connection: Connection, unit: str, day: str) -> Parts:
    """What the unit's kiosks are told: as it was published, or, the first time, as it is written."""
    parts = published_parts(connection, unit)
    if parts is None:
        parts = written_parts(connection, unit, day)
        keep_parts(connection, unit, parts)
    return parts


def _judge_address(connection: Connection, kiosk: str, site: Site) -> None:
    raw = latest_directory(connection, kiosk)
    if raw is None:
        return
    told = msgspec.json.decode(raw.partition(b"\n")[0], type=_Addresses)
    announced = told.next.addresses if told.next else ()
    if site.address not in (*told.addresses, *announced):
        raise WouldMoveKiosks(", ".join(told.addresses), site.address)


class _Addresses(msgspec.Struct, frozen=True):
    addresses: tuple[str, ...]
    next: NextKeys | None = None


def _content(directory: Directory) -> str:
    """What a new version would be for: everything but version, date and the own ledger's head."""
    lasting = msgspec.structs.replace(directory, version=1, published=0, ledger=None)
    return hashlib.sha256(write_json(lasting)).hexdigest()
