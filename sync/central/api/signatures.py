"""Who sent a request: every one but time and provisioning is signed by a kiosk's key (RFC 9421)."""

from typing import Final, NamedTuple

from sqlalchemy import Connection, bindparam, select
from starlette.requests import Request

from sync.central.api.refusal import Refused
from sync.central.database.tables import kiosks
from sync.central.keys.clock import Clock
from sync.contract.http_signature import SKEW_SECONDS, BadSignature, verify_request
from sync.contract.problems import Code

_HOLDER: Final = select(kiosks.c.kiosk, kiosks.c.unit).where(
    kiosks.c.public_key == bindparam("key"), kiosks.c.province.is_(None)
)
"""Of our own kiosks: those that provinces relay are theirs."""


class Sender(NamedTuple):
    """Whose lines are brought: a kiosk, and the 32 bytes of its key, which must have signed them.

    It brings them itself and has proved to hold that key, or the server `province` relays them.
    """

    kiosk: str
    unit: str
    public: bytes
    province: str | None = None


def signing_key(request: Request, body: bytes, clock: Clock) -> bytes:
    """The public key (32 bytes) that signed the request just now.

    Raises:
        Refused: not signed as it must be (`signature`), or ten minutes away from now (`clock`).
    """
    try:
        signed = verify_request(request.method, str(request.url), request.headers, body)
    except BadSignature as error:
        raise Refused(Code.SIGNATURE, f"the request's signature does not fit: {error}") from error
    if abs(signed.created - clock.wall_ms() // 1000) > SKEW_SECONDS:
        raise Refused(Code.CLOCK, "the request was signed more than ten minutes from now; ask for the time")
    return signed.public


def sender_with(connection: Connection, public: bytes) -> Sender:
    """The kiosk that holds this key.

    Raises:
        Refused: none does.
    """
    row = connection.execute(_HOLDER, {"key": public.hex()}).one_or_none()
    if row is None:
        raise Refused(Code.UNKNOWN_KIOSK, "no kiosk is enrolled with this key")
    return Sender(row.kiosk, row.unit, public)


def sender_named(connection: Connection, kiosk: str) -> Sender:
    """The enrolled kiosk of this id; what it is said to have sent must still be found signed by its key.

    Raises:
        Refused: none is.
    """
    row = connection.execute(
        select(kiosks.c.unit, kiosks.c.public_key).where(kiosks.c.kiosk == kiosk, kiosks.c.province.is_(None))
    ).one_or_none()
    if row is None or row.public_key is None:
        raise Refused(Code.UNKNOWN_KIOSK, "no such kiosk is enrolled here")
    return Sender(kiosk, row.unit, bytes.fromhex(row.public_key))


def kiosk_with(connection: Connection, public: bytes) -> str | None:
    """The kiosk enrolled with this key, if there is one; that the caller holds it is not proved."""
    return connection.execute(_HOLDER, {"key": public.hex()}).scalar_one_or_none()
