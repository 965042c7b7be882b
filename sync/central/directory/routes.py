"""GET /api/v1/directory and /api/v1/photos/{sha256}."""

from sqlalchemy import select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.api.receipts import signed_response
from sync.central.api.refusal import Refused
from sync.central.api.signatures import sender_with, signing_key
from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.database.tables import photos
from sync.central.database.text import storable
from sync.central.directory.publish import latest_directory
from sync.contract.problems import Code


def routes(state: State) -> list[Route]:
    """The routes of this room."""

    def own_directory(request: Request) -> bytes:
        public = signing_key(request, b"", state.clock)
        with reading(state.engine) as connection:
            raw = latest_directory(connection, sender_with(connection, public).kiosk)
        if raw is None:
            raise Refused(Code.ABSENT, "no directory was published for this kiosk")
        return raw

    def photo_of(request: Request) -> bytes:
        public = signing_key(request, b"", state.clock)
        with reading(state.engine) as connection:
            sender_with(connection, public)
            digest = storable(request.path_params["digest"])
            jpeg: bytes | None = connection.execute(
                select(photos.c.jpeg).where(photos.c.digest == digest)
            ).scalar_one_or_none()
        if jpeg is None:
            raise Refused(Code.ABSENT, "no photo of that name")
        return jpeg

    async def directory(request: Request) -> Response:
        return signed_response(await state.work(own_directory, request))

    async def photo(request: Request) -> Response:
        return Response(await state.work(photo_of, request), media_type="image/jpeg")

    return [
        Route("/api/v1/directory", directory, methods=["GET"]),
        Route("/api/v1/photos/{digest}", photo, methods=["GET"]),
    ]
