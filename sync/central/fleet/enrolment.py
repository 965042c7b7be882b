"""Enrolling: a code binds a key to a kiosk, once; asked again with the same key, the answer is the same."""

from sqlalchemy import Connection, select, update

from sync.central.api.refusal import Refused
from sync.central.api.site import Site
from sync.central.database.tables import enrolment_codes, kiosks
from sync.central.database.text import storable
from sync.central.directory.publish import latest_directory, publish
from sync.central.fleet.codes import code_digest
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.central.keys.own_ledger import append, hold_own_ledger
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.problems import Code


class CodeSpent(Refused):
    """The code is unknown, expired, or another device's."""

    def __init__(self) -> None:
        super().__init__(
            Code.CODE_SPENT,
            "this code is not valid: unknown, expired, or used by another device; mint a new one",
        )


def enrol(
    connection: Connection, identity: Identity, clock: Clock, site: Site, request: EnrolmentRequest
) -> bytes:
    """Bind the request's key to the code's kiosk; return the kiosk's directory, two lines.

    Raises:
        CodeSpent: the code binds nothing, or has bound another key.
        Refused: the key is another kiosk's.
    """
    code = connection.execute(
        select(enrolment_codes).where(enrolment_codes.c.digest == code_digest(request.code)).with_for_update()
    ).one_or_none()
    if code is None:
        raise CodeSpent
    if code.used_by is None:
        if clock.wall_ms() >= code.expires_ms:
            raise CodeSpent
        _bind(connection, identity, clock, code.kiosk, code.digest, request)
    elif code.used_by != request.public_key:
        raise CodeSpent
    publish(connection, identity, clock, site, code.kiosk, moving=True)
    directory = latest_directory(connection, code.kiosk)
    if directory is None:
        raise Refused(Code.ABSENT, "no directory was published for this kiosk")
    return directory


def _bind(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    kiosk: str,
    digest: str,
    request: EnrolmentRequest,
) -> None:
    public = request.public_key
    hold_own_ledger(connection)
    if connection.execute(select(kiosks.c.kiosk).where(kiosks.c.public_key == public)).first() is not None:
        raise Refused(Code.NOT_YOURS, "this key is another kiosk's already; make a new one")
    connection.execute(
        update(enrolment_codes).where(enrolment_codes.c.digest == digest).values(used_by=public)
    )
    connection.execute(
        update(kiosks)
        .where(kiosks.c.kiosk == kiosk)
        .values(
            state="enrolled",
            public_key=public,
            seal_key=request.seal_key,
            device=storable(request.name),
            enrolled_ms=clock.wall_ms(),
        )
    )
    append(connection, identity, clock, "kiosk.enrolled", {"kiosk": kiosk, "public_key": public})


def fits_signature(request: EnrolmentRequest, public: bytes) -> None:
    """Refuse a request that was not signed by the key it wants to enrol."""
    if bytes.fromhex(request.public_key) != public:
        raise Refused(Code.SIGNATURE, "the request is not signed by the key it names")
