"""The public pages: GET /T/{token} (QR codes are upper case), /t/{token}, and the look of every page."""

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sync.central.accounts.routing import public
from sync.central.api.callers import Callers
from sync.central.api.pace import Pace, part_of
from sync.central.database.engine import reading
from sync.central.public.receipt import find_receipt
from sync.central.web.look import PLACE, load_look
from sync.central.web.pages import open_pages
from sync.central.web.state import State

BURST: Final = 60
REFILL_MS: Final = 1_000
"""Many phones share one address of their network, so a whole hall of people may scan within a minute."""

_PACKAGE: Final = "sync.central.public"


def routes(state: State, callers: Callers, up_ms: Callable[[], int], processes: int = 1) -> list[Route]:
    """Return the routes that anyone may ask; `callers` tells who does, `up_ms` when.

    Each of so many `processes` lets a caller ask for its part only.
    """
    pages = open_pages(_PACKAGE)
    pace = Pace(part_of(BURST, processes), REFILL_MS * processes)

    def show_receipt(request: Request) -> Response:
        with reading(state.engine) as connection:
            receipt = find_receipt(connection, request.path_params["token"])
        if receipt is None:
            return pages.show(request, "absent.html", {}, status=404)
        return pages.show(request, "receipt.html", {"receipt": receipt})

    async def receipt(request: Request) -> Response:
        wait_ms = pace.wait_ms(callers.of(request), up_ms())
        if not wait_ms:
            return await run_in_threadpool(show_receipt, request)
        response = pages.show(request, "slow_down.html", {}, status=429)
        response.headers["Retry-After"] = str(-(-wait_ms // 1_000))
        return response

    return [
        *(public(path, receipt) for path in ("/T/{token}", "/t/{token}")),
        public(PLACE, load_look().serve),
    ]
