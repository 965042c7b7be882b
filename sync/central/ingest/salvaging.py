"""Salvage: lines that fit no chain any more are kept as they came, and not counted."""

from sqlalchemy import select
from starlette.requests import Request

from sync.central.alarms.kinds import Kind
from sync.central.alarms.raising import raise_alarm
from sync.central.api.bodies import optional_nonce
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender
from sync.central.api.state import State
from sync.central.database.engine import writing
from sync.central.database.rows import insert_new
from sync.central.database.tables import salvages
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
    sender = prove_sender(state, request, body)
    try:
        salvage = _read(sender, request.path_params["ledger"], body)
        nonce = optional_nonce(request)
    except Refused as refused:
        put_aside(state, sender.kiosk, refused, body)
        raise
    header, now_ms = salvage.header, state.clock.wall_ms()
    with writing(state.engine) as connection:
        kept = {
            "digest": header.digest,
            "kiosk": sender.kiosk,
            "ledger": header.ledger,
            "salvage": header.salvage,
            "body": body,
            "received_ms": now_ms,
        }
        known = connection.execute(
            select(salvages.c.digest).where(salvages.c.digest == header.digest)
        ).scalar()
        insert_new(connection, salvages, [kept])
        if known is None:
            raise_alarm(
                connection,
                Kind.SALVAGE,
                sender.kiosk,
                now_ms,
                ledger=header.ledger,
                about=header.digest,
                reason=header.salvage,
                lines=header.count,
            )
    document = SalvageDocument(
        server=state.server_id, ledger=header.ledger, digest=header.digest, server_time=now_ms, nonce=nonce
    )
    return sign_document("salvage", document, state.identity.private)


def _read(sender: Sender, ledger: str, body: bytes) -> Salvage:
    salvage = read_framed(read_salvage, body)
    if salvage.header.kiosk != sender.kiosk:
        raise Refused(Code.NOT_YOURS, "the salvage is another kiosk's")
    if salvage.header.ledger != ledger:
        raise Refused(Code.FRAMING, "the salvage is of another ledger than the address says")
    if not salvage.header.signed_by(sender.public):
        raise Refused(Code.FRAMING, "the salvage is not signed by this kiosk")
    return salvage
