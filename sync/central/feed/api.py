"""GET /api/v1/feed: the next batch after a cursor, for whoever has a key."""

from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.api.callers import Callers
from sync.central.api.pace import Pace, part_of
from sync.central.api.refusal import Refused
from sync.central.api.state import State
from sync.central.database.engine import reading, writing
from sync.central.feed.batches import BadCursor, Elsewhere, batch_after, read_cursor
from sync.central.feed.keys import Key, find_key, note_use, reached
from sync.contract.problems import Code

PATH: Final = "/api/v1/feed"
MEDIA_TYPE: Final = "application/x-ndjson"
_BURST, _REFILL_MS = 100, 100
_NOTED_EACH_MS: Final = 3_600_000


def routes(state: State, callers: Callers) -> list[Route]:
    """The route of the feed; `callers` tells who asks."""
    pace = Pace(part_of(_BURST, state.settings.processes), _REFILL_MS * state.settings.processes)

    def answered(secret: str, after: str) -> Response:
        with reading(state.engine) as connection:
            key = find_key(connection, secret)
            if key is None:
                raise Refused(Code.SIGNATURE, "no key in use has this secret")
            try:
                found = batch_after(connection, read_cursor(after))
            except BadCursor:
                raise Refused(Code.REQUEST, "after: expected a cursor of this feed") from None
            except Elsewhere:
                told = "this server was restored since, and has other batches: begin again without a cursor"
                raise Refused(Code.FORKED, told) from None
            units = reached(connection, key)
        _noted(key)
        if found is None:
            return Response(status_code=204)
        cursor, entries = found
        lines = [key.reads(entry) for entry in entries if units is None or entry["unit"] in units]
        body = b"".join(msgspec.json.encode(line) + b"\n" for line in [*lines, {"next": cursor.text}])
        return Response(body, media_type=MEDIA_TYPE)

    def _noted(key: Key) -> None:
        if state.clock.wall_ms() - (key.used_ms or 0) >= _NOTED_EACH_MS:
            with writing(state.engine) as connection:
                note_use(connection, state.clock, key)

    async def feed(request: Request) -> Response:
        wait_ms = pace.wait_ms(callers.of(request), state.clock.up_ms())
        if wait_ms:
            late = "the feed is asked too often from here"
            raise Refused(Code.SLOW_DOWN, late, retry_after_s=-(-wait_ms // 1_000))
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise Refused(Code.SIGNATURE, "authorization: expected Bearer and the secret of a key")
        after = request.query_params.get("after", "")
        response = await state.work(answered, secret.strip(), after)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return [Route(PATH, feed)]
