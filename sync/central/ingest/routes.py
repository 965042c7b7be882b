"""Ledgers: segments in, receipts and heads out, salvage."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.api.bodies import BodyTooLarge, needed_nonce, optional_nonce, read_body, told_size
from sync.central.api.receipts import holding_of, signed_receipt, signed_response
from sync.central.api.refusal import Refused
from sync.central.api.signatures import signing_key
from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.database.tables import ledgers
from sync.central.ingest.admission import Admission, Later, Place
from sync.central.ingest.heads import head_at
from sync.central.ingest.holders import Holders
from sync.central.ingest.salvaging import take_salvage
from sync.central.ingest.segments import put_aside, take_segment
from sync.central.provinces.known import reader_with
from sync.contract.ledger import Head
from sync.contract.problems import Code
from sync.contract.receipt import HeadDocument
from sync.contract.segment import MAX_BODY
from sync.contract.signed import sign_document

Take = Callable[[State, Request, bytes, int], bytes]
"""Of a request and its body, with the `next_ms` of the receipt."""


def routes(state: State, admission: Admission | None = None) -> list[Route]:
    """The routes of this room."""
    gate = admission or Admission(state.clock.up_ms)
    holders = Holders(state)

    @contextmanager
    def placed(kiosk: str | None, size: int | None) -> Iterator[Place]:
        place = gate.enter(kiosk, size)
        if isinstance(place, Later):
            wait_s = -(-place.wait_ms // 1000)
            raise Refused(Code.BUSY, "many deliver at once; come later", retry_after_s=wait_s)
        try:
            yield place
        finally:
            gate.leave(place)

    async def taken(take: Take, request: Request) -> Response:
        with placed(await holders.named_by(request), told_size(request)) as place:
            try:
                body = await read_body(request, MAX_BODY)
            except BodyTooLarge as refused:
                await state.work(put_aside, state, "", refused, refused.start)
                raise
            work = state.work_patiently if gate.is_backlog(place) else state.work
            return signed_response(await work(take, state, request, body, gate.next_ms(place)))

    async def segments(request: Request) -> Response:
        return await taken(take_segment, request)

    async def salvage(request: Request) -> Response:
        return await taken(take_salvage, request)

    def held(request: Request) -> bytes:
        public = signing_key(request, b"", state.clock)
        nonce = optional_nonce(request)
        with reading(state.engine) as connection:
            sender = reader_with(connection, public, request.path_params["ledger"])
            holding = holding_of(connection, request.path_params["ledger"], sender.kiosk)
            return signed_receipt(connection, state.identity, state.clock, sender.kiosk, holding, nonce)

    async def receipt(request: Request) -> Response:
        return signed_response(await state.work(held, request))

    def head_of(request: Request) -> bytes:
        public = signing_key(request, b"", state.clock)
        nonce, seq = needed_nonce(request), _line_number(request.path_params["seq"])
        with reading(state.engine) as connection:
            sender = reader_with(connection, public, request.path_params["ledger"])
            found = holding_of(connection, request.path_params["ledger"], sender.kiosk)
            if seq > found.head.seq:
                raise Refused(Code.ABSENT, f"line {seq} is not held; {found.head.seq} are")
            at = found.head
            if found.head.seq:
                row = connection.execute(select(ledgers).where(ledgers.c.ledger == found.ledger)).one()
                at = head_at(connection, row, seq)
        return sign_document("head", _document(found.ledger, at, nonce), state.identity.private)

    def _document(ledger: str, at: Head, nonce: str) -> HeadDocument:
        return HeadDocument(server=state.server_id, ledger=ledger, seq=at.seq, head=at.hex, nonce=nonce)

    async def head(request: Request) -> Response:
        return signed_response(await state.work(head_of, request))

    return [
        Route("/api/v1/ledgers/{ledger}/segments", segments, methods=["POST"]),
        Route("/api/v1/ledgers/{ledger}/salvage", salvage, methods=["POST"]),
        Route("/api/v1/ledgers/{ledger}/heads/{seq}", head, methods=["GET"]),
        Route("/api/v1/ledgers/{ledger}", receipt, methods=["GET"]),
    ]


def _line_number(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,16}", text):
        raise Refused(Code.REQUEST, "a line's number has 1 to 16 decimal digits")
    return int(text)
