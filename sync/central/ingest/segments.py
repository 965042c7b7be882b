"""One delivered segment, from its bytes to the receipt."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from sqlalchemy import Connection
from starlette.requests import Request

from sync.central.api.bodies import optional_nonce
from sync.central.api.intake import Intake
from sync.central.api.receipts import signed_receipt
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender, sender_with, signing_key
from sync.central.api.state import State
from sync.central.database.engine import reading, writing
from sync.central.database.retrying import write
from sync.central.fleet.forks import note_fork
from sync.central.ingest.accept import Verdict, accept
from sync.central.ingest.aside import keep_aside
from sync.central.ingest.province_ledger import accept_own
from sync.central.provinces.known import province_with, relayed_sender
from sync.contract.crash import crash_point
from sync.contract.problems import Code
from sync.contract.sealed_file import read_header
from sync.contract.segment import Framing, Segment, TooLarge, read_segment

Framed = TypeVar("Framed")


_TITLES: Final = {
    Verdict.GAP: "lines before this segment are missing here; the receipt says what is held",
    Verdict.FORKED: "this segment does not continue what is held; the receipt says where that ends",
}


def take_segment(state: State, request: Request, body: bytes, next_ms: int) -> bytes:
    """Accept the segment; return the signed receipt, which tells when the next may come.

    Raises:
        Refused: with a code, and the body kept aside unless its lines were merely early or forked.
    """
    sender, ledger = prove_sender(state, request, body), request.path_params["ledger"]
    return keep_segment(
        state, sender, ledger, body, lambda: optional_nonce(request), next_ms, state.meters.took
    )


def keep_segment(
    intake: Intake,
    sender: Sender,
    ledger: str,
    body: bytes,
    nonce: Callable[[], str | None],
    next_ms: int = 0,
    took: Callable[[Sequence[bytes]], None] = lambda _lines: None,
) -> bytes:
    """Accept a segment of `ledger` by whatever carrier it came; return the signed receipt.

    `next_ms`: how long its kiosk shall wait before it sends another; `took` hears of the lines that are new.

    Raises:
        Refused: with a code, and the body kept aside unless its lines were merely early or forked.
    """
    try:
        segment = _read(sender, ledger, body)
        echoed = nonce()

        def keep(connection: Connection) -> tuple[Verdict, int, bytes]:
            if sender.kiosk == sender.province:
                accepted = accept_own(connection, intake.clock, sender, segment)
            else:
                accepted = accept(connection, intake.identity, intake.clock, sender, segment)
            if accepted.verdict is Verdict.FORKED:
                note_fork(connection, segment.header.ledger, segment.header.last, intake.clock.wall_ms())
            crash_point("ingest.before_receipt")
            receipt = signed_receipt(
                connection,
                intake.identity,
                intake.clock,
                sender.kiosk,
                accepted.holding,
                echoed,
                next_ms=next_ms,
            )
            crash_point("ingest.before_commit")
            return accepted.verdict, accepted.new, receipt

        verdict, new, receipt = write(intake.engine, keep)
        crash_point("ingest.after_commit")
    except Refused as refused:
        put_aside(intake, sender.kiosk, refused, body)
        raise
    if verdict is not Verdict.ACCEPTED:
        raise Refused(Code(verdict), _TITLES[verdict], receipt=receipt)
    took(segment.lines[len(segment.lines) - new :])
    return receipt


def prove_sender(state: State, request: Request, body: bytes) -> Sender:
    """The kiosk that signed the request, or that the province relays which did; else the body is kept aside.

    Raises:
        Refused: not signed, signed too long ago, or by a key nobody enrolled.
    """
    try:
        public = signing_key(request, body, state.clock)
        with reading(state.engine) as connection:
            province = province_with(connection, public)
            if province is None:
                return sender_with(connection, public)
            return relayed_sender(connection, province, public, read_framed(read_header, body).kiosk)
    except Refused as refused:
        put_aside(state, "", refused, body)
        raise


def put_aside(intake: Intake, sender: str, refused: Refused, body: bytes) -> None:
    """Keep the bytes that were refused, and why."""
    with writing(intake.engine) as connection:
        keep_aside(connection, sender, refused.code, refused.title, body, intake.clock.wall_ms())


def read_framed(read: Callable[[bytes], Framed], body: bytes) -> Framed:
    """What `read` makes of the body.

    Raises:
        Refused: beyond a limit, or not framed as it must be.
    """
    try:
        return read(body)
    except TooLarge as error:
        raise Refused(Code.TOO_LARGE, error.detail) from error
    except Framing as error:
        raise Refused(Code.FRAMING, error.detail) from error


def _read(sender: Sender, ledger: str, body: bytes) -> Segment:
    segment = read_framed(read_segment, body)
    header = segment.header
    if header.kiosk != sender.kiosk:
        raise Refused(Code.NOT_YOURS, "the segment is another kiosk's")
    if header.ledger != ledger:
        raise Refused(Code.FRAMING, "the segment is of another ledger than the address says")
    if not segment.chained:
        raise Refused(Code.FRAMING, "the lines do not lead to the head that the header names")
    if not header.signed_by(sender.public):
        raise Refused(Code.FRAMING, "the head is not signed by this kiosk")
    return segment
