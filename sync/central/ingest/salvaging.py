"""Salvage: lines that fit no chain any more are kept as they came, and not counted."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select
from starlette.requests import Request

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.api.bodies import optional_nonce
from sync.central.api.intake import Intake
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender, signing_key
from sync.central.api.state import State
from sync.central.database.retrying import write
from sync.central.database.rows import insert_new
from sync.central.database.tables import salvages
from sync.central.erasure.bodies import without_erased
from sync.central.ingest.released import take_released
from sync.central.ingest.segments import prove_sender, put_aside, read_framed
from sync.contract.problems import Code
from sync.contract.receipt import SalvageDocument
from sync.contract.salvage import Salvage, read_salvage
from sync.contract.signed import sign_document


def take_salvage(state: State, request: Request, body: bytes, _next_ms: int) -> bytes:
    """Keep the salvage; return the signed document that says so.

    Raises:
        Refused: with a code, and the body kept aside.
    """
    sender, ledger = prove_sender(state, request, body), request.path_params["ledger"]
    if sender.province is not None:
        signer = sender._replace(public=signing_key(request, body, state.clock))
        return keep_released(state, signer, ledger, body, optional_nonce(request))
    return keep_salvage(state, sender, ledger, body, lambda: optional_nonce(request))


def keep_released(intake: Intake, sender: Sender, ledger: str, body: bytes, nonce: str | None) -> bytes:
    """Count what the province released that brings it, signed with its key; return the document that says so.

    Raises:
        Refused: it is nothing of the kind.
    """
    salvage, now_ms = _read(sender, ledger, body), intake.clock.wall_ms()
    write(intake.engine, lambda connection: take_released(connection, sender, salvage, body, now_ms))
    return _document(intake, salvage, now_ms, nonce)


def keep_salvage(
    intake: Intake, sender: Sender, ledger: str, body: bytes, nonce: Callable[[], str | None]
) -> bytes:
    """Keep a salvage of `ledger` by whatever carrier it came; return the signed document that says so.

    Raises:
        Refused: with a code, and the body kept aside.
    """
    try:
        salvage = _read(sender, ledger, body)
        echoed = nonce()
    except Refused as refused:
        put_aside(intake, sender.kiosk, refused, body)
        raise
    header, now_ms = salvage.header, intake.clock.wall_ms()
    kept: dict[str, Any] = {
        "digest": header.digest,
        "kiosk": sender.kiosk,
        "ledger": header.ledger,
        "salvage": header.salvage,
        "received_ms": now_ms,
    }
    told: dict[str, Any] = {"about": header.digest, "reason": header.salvage, "lines": header.count}

    def keep(connection: Connection) -> None:
        known = select(salvages.c.digest).where(salvages.c.digest == header.digest)
        new = connection.execute(known).scalar() is None
        kept["body"] = without_erased(connection, salvage, body)
        insert_new(connection, salvages, [kept])
        if new:
            raise_alarm(connection, Kind.SALVAGE, sender.kiosk, now_ms, ledger=header.ledger, **told)

    write(intake.engine, keep)
    return _document(intake, salvage, now_ms, echoed)


def _document(intake: Intake, salvage: Salvage, now_ms: int, nonce: str | None) -> bytes:
    document = SalvageDocument(
        server=intake.identity.server_id,
        ledger=salvage.header.ledger,
        digest=salvage.header.digest,
        server_time=now_ms,
        nonce=nonce,
    )
    return sign_document("salvage", document, intake.identity.private)


def _read(sender: Sender, ledger: str, body: bytes) -> Salvage:
    salvage = read_framed(read_salvage, body)
    if salvage.header.kiosk != sender.kiosk:
        raise Refused(Code.NOT_YOURS, "the salvage is another kiosk's")
    if salvage.header.ledger != ledger:
        raise Refused(Code.FRAMING, "the salvage is of another ledger than the address says")
    if not salvage.header.signed_by(sender.public):
        raise Refused(Code.FRAMING, "the salvage is not signed by this kiosk")
    return salvage
