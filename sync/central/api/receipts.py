"""Receipts: what the server holds of a ledger, signed."""

from typing import Final, Literal, NamedTuple

from sqlalchemy import Connection, bindparam, func, select
from starlette.responses import Response

from sync.central.api.refusal import Refused
from sync.central.database.tables import directories, ledgers, salvages
from sync.central.keys.clock import Clock
from sync.central.keys.identity import Identity
from sync.contract.encoding import is_id
from sync.contract.ledger import Head, opening
from sync.contract.problems import Code
from sync.contract.receipt import SALVAGE_NAME, Receipt
from sync.contract.signed import MEDIA_TYPE, sign_document

_VERSION: Final = select(func.max(directories.c.version)).where(directories.c.kiosk == bindparam("kiosk"))
_OTHERS: Final = select(ledgers.c.ledger, ledgers.c.held).where(
    ledgers.c.kiosk == bindparam("kiosk"),
    ledgers.c.ledger != bindparam("ledger"),
    ledgers.c.salvaged_from.is_(None),
)
_SALVAGES: Final = (
    select(salvages.c.digest).where(salvages.c.kiosk == bindparam("kiosk")).order_by(salvages.c.digest)
)


class Holding(NamedTuple):
    """What the server holds of one ledger."""

    ledger: str
    head: Head
    state: Literal["held", "quarantined"] = "held"


def holding_of(connection: Connection, ledger: str, kiosk: str) -> Holding:
    """What is held of a kiosk's ledger; of an unknown one, nothing.

    Raises:
        Refused: no ledger's name, or another kiosk's ledger.
    """
    if not is_id(ledger):
        raise Refused(Code.REQUEST, "the ledger's name is no UUID in lower case")
    row = connection.execute(select(ledgers).where(ledgers.c.ledger == ledger)).one_or_none()
    if row is None:
        return Holding(ledger, Head(0, opening(ledger)))
    if row.kiosk != kiosk:
        raise Refused(Code.NOT_YOURS, "this ledger belongs to another kiosk")
    return Holding(ledger, Head(row.held, row.head), row.state)


def signed_receipt(
    connection: Connection,
    identity: Identity,
    clock: Clock,
    kiosk: str,
    holding: Holding,
    nonce: str | None,
    *,
    next_ms: int = 0,
) -> bytes:
    """The receipt's two lines; `next_ms`: when the kiosk may send more."""
    version = connection.execute(_VERSION, {"kiosk": kiosk}).scalar_one()
    receipt = Receipt(
        server=identity.server_id,
        ledger=holding.ledger,
        held=holding.head.seq,
        head=holding.head.hex,
        state=holding.state,
        server_time=clock.wall_ms(),
        nonce=nonce,
        directory=None if version is None else str(version),
        next_ms=next_ms,
        others=_others(connection, kiosk, holding.ledger),
        salvages=_salvages(connection, kiosk),
    )
    return sign_document("receipt", receipt, identity.private)


def _others(connection: Connection, kiosk: str, ledger: str) -> dict[str, int]:
    """How much is held of the kiosk's other ledgers."""
    written = connection.execute(_OTHERS, {"kiosk": kiosk, "ledger": ledger})
    return {row.ledger: row.held for row in written}


def _salvages(connection: Connection, kiosk: str) -> tuple[str, ...]:
    kept = connection.execute(_SALVAGES, {"kiosk": kiosk}).scalars()
    return tuple(digest[:SALVAGE_NAME] for digest in kept)


def signed_response(document: bytes, status: int = 200) -> Response:
    """An answer whose content is a signed document."""
    return Response(document, status, {"Cache-Control": "no-store"}, MEDIA_TYPE)
