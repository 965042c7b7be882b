"""Enrolling: a code binds a key to a kiosk, once; one that was enrolled before keeps its id and its key."""

import logging
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from sync.central.api.refusal import Refused
from sync.central.api.site import Site
from sync.central.database.tables import directories, enrolment_codes, kiosks, ledgers
from sync.central.database.text import storable
from sync.central.directory.publish import latest_directory, publish
from sync.central.directory.refusal import Unworkable
from sync.central.fleet.codes import code_digest
from sync.central.fleet.rollouts import await_one_more, holds_rollout
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.crash import crash_point
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.problems import Code
from sync.contract.signed import sign_line

_log = logging.getLogger(__name__)


class CodeSpent(Refused):
    """The code is unknown, expired, or another device's; then `kiosk` is the one that used it."""

    def __init__(self, kiosk: str | None = None) -> None:
        self.kiosk = kiosk
        super().__init__(
            Code.CODE_SPENT,
            "this code is not valid: unknown, expired, or used by another device; mint a new one",
        )


def enrol(
    connection: Connection, identity: Identity, clock: Clock, site: Site, request: EnrolmentRequest
) -> bytes:
    """Bind the request's key to a kiosk; return the kiosk's directory, two lines.

    A kiosk that says which one it is, and proves it with the key known for it, needs no code.

    Raises:
        CodeSpent: the code binds nothing, or has bound another key.
        Refused: the key is another kiosk's, or the kiosk has another key.
    """
    hold_own_ledger(connection)
    row = connection.execute(
        select(kiosks.c.kiosk, kiosks.c.state, kiosks.c.province).where(
            kiosks.c.public_key == request.public_key
        )
    ).one_or_none()
    if row is not None and row.state == "revoked":
        raise Refused(Code.NOT_YOURS, "this kiosk was revoked; its key enrols nothing any more")
    if row is not None and row.province is not None:
        raise Refused(Code.NOT_YOURS, "this kiosk is a province's, whose server relays it here")
    known = None if row is None else row.kiosk
    if known is not None and request.kiosk is not None:
        if known != request.kiosk:
            raise Refused(Code.NOT_YOURS, "this key is another kiosk's")
        kiosk = known
    else:
        kiosk = _by_code(connection, identity, clock, site, request, known)
    hear_version(connection, kiosk, request.directory)
    try:
        publish(connection, identity, clock, site, kiosk, moving=True)
    except Unworkable as refused:
        _log.warning("%s", refused)  # it gets the last one it could work with
    directory = latest_directory(connection, kiosk)
    if directory is None:
        raise Refused(Code.ABSENT, "no directory was published for this kiosk")
    if identity.former is None:
        return directory
    return sign_line(
        "directory", directory.partition(b"\n")[0], identity.private
    )  # a newcomer knows no other


def _by_code(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    request: EnrolmentRequest,
    known: str | None,
) -> str:
    code = connection.execute(
        select(enrolment_codes).where(enrolment_codes.c.digest == code_digest(request.code)).with_for_update()
    ).one_or_none()
    if code is None:
        return _by_rollout(connection, identity, clock, site, request, known)
    if code.used_by is not None:
        if code.used_by != request.public_key:
            raise CodeSpent(code.kiosk)
        return str(code.kiosk)
    place = connection.execute(select(kiosks).where(kiosks.c.kiosk == code.kiosk).with_for_update()).one()
    if clock.wall_ms() >= code.expires_ms or place.public_key not in (None, request.public_key):
        raise CodeSpent
    connection.execute(
        update(enrolment_codes)
        .where(enrolment_codes.c.digest == code.digest)
        .values(used_by=request.public_key)
    )
    return _bind(connection, identity, clock, request, place, request.kiosk or known or place.kiosk)


def _by_rollout(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    site: Site,
    request: EnrolmentRequest,
    known: str | None,
) -> str:
    """A key that is known stays what it is; any other gets a kiosk of its own, as long as the code holds."""
    if known is not None and holds_rollout(connection, request.code):
        return known
    awaited = await_one_more(connection, identity, clock, site, request.code)
    if awaited is None:
        raise CodeSpent
    kiosk, rollout = awaited
    place = connection.execute(select(kiosks).where(kiosks.c.kiosk == kiosk)).one()
    return _bind(connection, identity, clock, request, place, request.kiosk or kiosk, rollout=rollout)


def _bind(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    request: EnrolmentRequest,
    place: Row[*tuple[Any, ...]],
    own: str,
    **more: str,
) -> str:
    """Let the request's key be kiosk `own` at the place of the awaited one."""
    told = {"kiosk": own, "public_key": request.public_key} | more
    if own != place.kiosk:
        _take_place(connection, place, own, request.public_key)
        told["instead_of"] = place.kiosk
    connection.execute(
        update(kiosks)
        .where(kiosks.c.kiosk == own)
        .values(
            state="enrolled",
            replaced_by=None,
            public_key=request.public_key,
            seal_key=request.seal_key,
            device=storable(request.name),
            enrolled_ms=clock.wall_ms(),
        )
    )
    crash_point("enrolling.after_binding")
    append(connection, identity, clock, "kiosk.enrolled", told)
    return own


def _take_place(connection: Connection, place: Row[*tuple[Any, ...]], own: str, public: str) -> None:
    """Let kiosk `own` stand where the awaited kiosk of the row `place`, never a device, was to stand.

    Raises:
        Refused: the id is another key's, or names something else that has a ledger here.
    """
    stands = {"unit": place.unit, "counter": place.counter, "attribution": place.attribution}
    found = connection.execute(select(kiosks).where(kiosks.c.kiosk == own).with_for_update()).one_or_none()
    if found is None:
        if has_ledger(connection, own):
            raise Refused(Code.NOT_YOURS, "this id is no kiosk's")
        added = {"kiosk": own, "name": place.name, "state": "awaited", "added_ms": place.added_ms}
        added["settings"] = place.settings
        connection.execute(kiosks.insert().values(added | stands))
    elif found.public_key not in (None, public):
        raise Refused(Code.NOT_YOURS, "this kiosk has another key")
    elif found.unit != place.unit and has_ledger(connection, own):
        raise Refused(
            Code.NOT_YOURS, f"what this kiosk delivered names unit {found.unit}; make a code for it"
        )
    else:
        connection.execute(update(kiosks).where(kiosks.c.kiosk == own).values(name=place.name, **stands))
    connection.execute(
        update(enrolment_codes).where(enrolment_codes.c.kiosk == place.kiosk).values(kiosk=own)
    )
    connection.execute(delete(directories).where(directories.c.kiosk == place.kiosk))
    connection.execute(delete(kiosks).where(kiosks.c.kiosk == place.kiosk))


def has_ledger(connection: Connection, kiosk: str) -> bool:
    """Whether this kiosk, or whatever has this id, delivered anything."""
    found = connection.execute(select(ledgers.c.ledger).where(ledgers.c.kiosk == kiosk).limit(1))
    return found.first() is not None


def hear_version(connection: Connection, kiosk: str, version: int) -> None:
    """Note the directory that the kiosk keeps, as a heartbeat would, so that the next one is newer."""
    if version:
        connection.execute(update(kiosks).where(kiosks.c.kiosk == kiosk).values(directory_version=version))


def fits_signature(request: EnrolmentRequest, public: bytes) -> None:
    """Refuse a request that was not signed by the key it wants to enrol."""
    if bytes.fromhex(request.public_key) != public:
        raise Refused(Code.SIGNATURE, "the request is not signed by the key it names")
