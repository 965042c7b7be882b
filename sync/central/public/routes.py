"""The public pages: GET /T/{token} (QR codes are upper case), /t/{token}, and the look of every page."""

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.database.engine import reading
from sync.central.public.receipt import find_receipt
from sync.central.web.look import load_look
from sync.central.web.pages import open_pages
from sync.central.web.state import State

_PACKAGE: Final = "sync.central.public"


def routes(state: State) -> list[Route]:
    """Return the routes that anyone may ask."""
    pages = open_pages(_PACKAGE)

    def show_receipt(request: Request) -> Response:
        with reading(state.engine) as connection:
            receipt = find_receipt(connection, request.path_params["token"])
        if receipt is None:
            return pages.show(request, "absent.html", {}, status=404)
        return pages.show(request, "receipt.html", {"receipt": receipt})

    receipts = [Route(path, show_receipt, methods=["GET"]) for path in ("/T/{token}", "/t/{token}")]
    return [*receipts, *load_look().routes()]
