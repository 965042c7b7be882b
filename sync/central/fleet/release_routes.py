"""GET /api/v1/releases/{release} and its pieces: ranges of what a directory told its kiosk to take."""

from typing import Final

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.api.refusal import Refused
from sync.central.api.signatures import sender_with, signing_key
from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.database.tables import program_pieces, program_releases
from sync.central.database.text import storable
from sync.contract.problems import Code

LONGEST: Final = 256 * 1024
AT_ONCE: Final = 8
"""Ranges under way; whoever comes beyond comes again. Deliveries have threads of their own."""
LATER_SECONDS: Final = 30


def routes(state: State) -> list[Route]:
    """The routes of releases."""
    under_way = 0

    def found(request: Request) -> bytes:
        public = signing_key(request, b"", state.clock)
        first, count = _number(request, "first"), _number(request, "count")
        name, piece = (storable(request.path_params.get(part, "")) for part in ("release", "piece"))
        with reading(state.engine) as connection:
            sender_with(connection, public)
            document = connection.execute(
                select(program_releases.c.document).where(
                    program_releases.c.release == name, program_releases.c.withdrawn_ms.is_(None)
                )
            ).scalar_one_or_none()
            content = document
            if document is not None and "piece" in request.path_params:
                content = connection.execute(
                    select(program_pieces.c.content).where(program_pieces.c.piece == piece)
                ).scalar_one_or_none()
        if content is None:
            raise Refused(Code.ABSENT, "no release, or no piece, of that name")
        return bytes(content)[first : first + min(count, LONGEST)]

    async def ranges(request: Request) -> Response:
        nonlocal under_way
        if under_way >= AT_ONCE:
            raise Refused(Code.BUSY, "others take releases just now", retry_after_s=LATER_SECONDS)
        under_way += 1
        try:
            content = await state.work_patiently(found, request)
        finally:
            under_way -= 1
        return Response(content, media_type="application/octet-stream")

    return [
        Route("/api/v1/releases/{release}", ranges, methods=["GET"]),
        Route("/api/v1/releases/{release}/pieces/{piece}", ranges, methods=["GET"]),
    ]


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Refused(Code.REQUEST, f"{name}: expected a whole number of bytes")
    return int(text)
