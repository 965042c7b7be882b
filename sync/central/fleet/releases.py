"""Releases of the kiosks' program: added from a file, staged ring by ring, withdrawn.

This server signs none and can make none: kiosks run what a release key signed. What it decides is who takes
which when; one that it withdraws stays where it was confirmed, since kiosks never go back to an older one.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Connection, Row, delete, func, select, update

from sync.central.alarms.listing import person
from sync.central.api.site import Site
from sync.central.database.rows import insert_new
from sync.central.database.tables import kiosks, program_pieces, program_releases, program_updates
from sync.central.directory.offers import Ring, reaches
from sync.central.directory.publish import publish
from sync.central.fleet.adding import KioskRefused
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.encoding import Malformed, decode
from sync.contract.release import Release, read_any_release, release_name
from sync.contract.release_file import Readable, read_document, read_pieces
from sync.contract.signed import Unsigned

BATCH: Final = 32
Hands = tuple[Identity, Clock, Site]


class ReleaseLine(msgspec.Struct, frozen=True, kw_only=True):
    """How a release stands: `offered` to so many kiosks, of which so many confirmed it, try it, or failed."""

    release: str
    number: int
    software: str
    system: str
    key: str
    size: int
    made_ms: int
    expires_ms: int
    added_ms: int
    ring: int | None
    share: int
    state: Literal["added", "staged", "withdrawn"]
    offered: int
    trying: int
    confirmed: int
    failed: int


def add_release(
    connection: Connection, clock: Clock, file: Path, by: str, new_key: str | None = None
) -> ReleaseLine:
    """Take a release in from a file, whole; nobody is told to take it yet.

    A key that signed none here before must be named (hex), unless a release here names it as the next.

    Raises:
        KioskRefused: not whole, nobody's we know, here already, or no higher than another of its system.
    """
    try:
        with file.open("rb") as content:
            raw = read_document(content)
            release = read_any_release(raw)
            _judge(connection, release, release_name(raw), new_key)
            _keep_pieces(connection, release, content)
    except (OSError, Malformed, Unsigned) as error:
        raise KioskRefused(f"{file}: {error}") from error
    name, now_ms = release_name(raw), clock.wall_ms()
    connection.execute(
        program_releases.insert().values(
            release=name,
            number=release.number,
            software=release.software,
            system=release.system,
            key=release.key,
            size=release.size,
            made_ms=release.made,
            expires_ms=release.expires,
            document=raw,
            added_by=person(by),
            added_ms=now_ms,
            share=0,
        )
    )
    return find_release(connection, name)


def stage_release(
    connection: Connection, hands: Hands, release: str, ring: Ring, share: int, by: str
) -> tuple[ReleaseLine, int]:
    """Let the kiosks of every ring before `ring`, and `share` percent of it, take a release.

    How many kiosks are told something else than before.

    Raises:
        KioskRefused: no such release, withdrawn, or no share of 1 to 100.
    """
    if not 1 <= share <= 100:
        raise KioskRefused(f"--share: expected 1 to 100, found {share}", "refused_share")
    row = _held(connection, release)
    if row.withdrawn_ms is not None:
        raise KioskRefused(f"{release}: was withdrawn", "refused_withdrawn")
    connection.execute(
        update(program_releases)
        .where(program_releases.c.release == row.release)
        .values(ring=int(ring), share=share)
    )
    told = {"release": row.release, "number": row.number, "ring": ring.name.lower(), "share": share}
    append(connection, *hands[:2], "release.staged", told | {"by": person(by)})
    return find_release(connection, row.release), _publish(connection, hands, row, ring, share)


def withdraw_release(connection: Connection, hands: Hands, release: str, by: str) -> int:
    """Let no further kiosk take a release, and let go of its pieces; how many kiosks are told.

    Raises:
        KioskRefused: no such release, or withdrawn before.
    """
    row = _held(connection, release)
    if row.withdrawn_ms is not None:
        raise KioskRefused(f"{release}: was withdrawn already", "refused_withdrawn")
    mine = program_releases.c.release == row.release
    connection.execute(update(program_releases).where(mine).values(withdrawn_ms=hands[1].wall_ms()))
    _let_go(connection, row)
    told = {"release": row.release, "number": row.number, "by": person(by)}
    append(connection, *hands[:2], "release.withdrawn", told)
    return _publish(connection, hands, row, None, 0)


def list_releases(connection: Connection) -> list[ReleaseLine]:
    """Every release, the newest first."""
    rows = connection.execute(
        select(program_releases).order_by(program_releases.c.number.desc(), program_releases.c.release)
    ).all()
    fleet = connection.execute(_fleet()).all()
    counted = connection.execute(
        select(program_updates.c.release, program_updates.c.outcome, func.count()).group_by(
            program_updates.c.release, program_updates.c.outcome
        )
    ).all()
    return [
        _line(row, fleet, {one.outcome: one[2] for one in counted if one.release == row.release})
        for row in rows
    ]


def find_release(connection: Connection, release: str) -> ReleaseLine:
    """One release, by its name or the beginning of it.

    Raises:
        KioskRefused: none, or several.
    """
    name = _held(connection, release).release
    return next(line for line in list_releases(connection) if line.release == name)


def set_ring(connection: Connection, hands: Hands, kiosk: str, ring: Ring, by: str) -> bool:
    """Let a kiosk get releases with this ring; whether it gets a new directory.

    Raises:
        KioskRefused: no kiosk in use has this id.
    """
    hold_own_ledger(connection)
    row = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk).with_for_update()).one_or_none()
    if row is None or row.state not in {"awaited", "enrolled"}:
        raise KioskRefused(f"{kiosk}: no kiosk in use has this id", "refused_out_of_use")
    kept = None if ring is Ring.ALL else int(ring)
    connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(ring=kept))
    told = {"kiosk": kiosk, "settings": {"ring": ring.name.lower()}, "by": person(by)}
    append(connection, *hands[:2], "kiosk.set", told)
    return publish(connection, *hands, kiosk, moving=True)


def _judge(connection: Connection, release: Release, name: str, new_key: str | None) -> None:
    known = connection.execute(select(program_releases)).all()
    if any(row.release == name for row in known):
        raise KioskRefused(f"{name}: is here already")
    highest = max((row.number for row in known if row.system == release.system), default=0)
    if release.number <= highest:
        raise KioskRefused(f"number {release.number}: there is {highest} for {release.system} already")
    keys = {row.key for row in known} | {key for row in known for key in _next_keys(row)}
    if release.key not in {*keys, new_key}:
        raise KioskRefused(f"signed by {release.key}, which is new here: name it by --new-key if it is yours")


def _next_keys(row: Row[*tuple[Any, ...]]) -> Iterable[str]:
    return decode(row.document.partition(b"\n")[0], Release).keys


def _keep_pieces(connection: Connection, release: Release, content: Readable) -> None:
    wanted, batch = set(release.pieces), list[dict[str, object]]()
    for name, piece in read_pieces(content):
        if name in wanted:
            wanted.discard(name)
            batch.append({"piece": name, "content": piece})
        if len(batch) == BATCH:
            insert_new(connection, program_pieces, batch)
            batch = []
    insert_new(connection, program_pieces, batch)
    if wanted:
        raise Malformed(f"{len(wanted)} pieces are missing")


def _let_go(connection: Connection, row: Row[*tuple[Any, ...]]) -> None:
    """The pieces that no other release needs."""
    others = connection.execute(
        select(program_releases.c.document).where(
            program_releases.c.withdrawn_ms.is_(None), program_releases.c.release != row.release
        )
    ).scalars()
    needed = {piece for raw in others for piece in _pieces(raw)}
    for piece in set(_pieces(row.document)) - needed:
        connection.execute(delete(program_pieces).where(program_pieces.c.piece == piece))


def _pieces(document: bytes) -> tuple[str, ...]:
    return decode(document.partition(b"\n")[0], Release).pieces


def _held(connection: Connection, release: str) -> Row[*tuple[Any, ...]]:
    hold_own_ledger(connection)
    found = connection.execute(
        select(program_releases).where(program_releases.c.release.startswith(release))
    ).all()
    if len(found) != 1 or len(release) < 8:
        raise KioskRefused(f"{release}: no release has this name; 8 letters of it do", "refused_no_release")
    return found[0]


def _publish(
    connection: Connection, hands: Hands, before: Row[*tuple[Any, ...]], ring: Ring | None, share: int
) -> int:
    """To every kiosk that the release reaches now and did not, or the other way round."""
    told = 0
    was = (before.release, before.ring, before.share)
    for kiosk in connection.execute(_fleet()).all():
        if reaches(*was, kiosk) != reaches(before.release, ring, share, kiosk):
            told += publish(connection, *hands, kiosk.kiosk, moving=True)
    return told


def _fleet() -> Any:
    ours = (kiosks.c.province.is_(None), kiosks.c.state.in_(("awaited", "enrolled")))
    return select(kiosks.c.kiosk, kiosks.c.ring).where(*ours).order_by(kiosks.c.kiosk)


def _state(row: Row[*tuple[Any, ...]]) -> Literal["added", "staged", "withdrawn"]:
    if row.withdrawn_ms is not None:
        return "withdrawn"
    return "added" if row.ring is None else "staged"


def _line(
    row: Row[*tuple[Any, ...]], fleet: Iterable[Row[*tuple[Any, ...]]], counted: dict[str | None, int]
) -> ReleaseLine:
    state = _state(row)
    ring = row.ring if state == "staged" else None
    told = {name: getattr(row, name) for name in ReleaseLine.__struct_fields__ if hasattr(row, name)}
    confirmed, trying = counted.get("confirmed", 0), counted.get(None, 0)
    return ReleaseLine(
        **told,
        state=state,
        offered=sum(reaches(row.release, ring, row.share, kiosk) for kiosk in fleet),
        trying=trying,
        confirmed=confirmed,
        failed=sum(counted.values()) - confirmed - trying,
    )
