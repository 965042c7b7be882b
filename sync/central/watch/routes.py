"""GET /healthz, /readyz and /metrics: for service managers, proxies and Prometheus."""

import msgspec
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from sync.central.accounts.routing import Public, public
from sync.central.api.callers import Callers
from sync.central.api.refusal import Refused
from sync.central.api.state import State
from sync.central.ingest.admission import Admission
from sync.central.watch.readiness import Readiness
from sync.central.watch.scrape import Scrape
from sync.central.watch.scrapers import Scrapers
from sync.contract.problems import Code

_STORED_NOWHERE = {"Cache-Control": "no-store"}


def routes(state: State, callers: Callers, gate: Admission) -> list[Public]:
    """The routes of this room."""
    readiness = Readiness(state)
    scrape, scrapers = Scrape(state, gate), Scrapers(callers, state.settings.metrics_token)

    async def alive(_request: Request) -> Response:
        return _json(200, {"alive": True})

    async def ready(_request: Request) -> Response:
        found = await readiness.judge()
        return _json(200 if found.ready else 503, found)

    async def metrics(request: Request) -> Response:
        if not scrapers.may(request):
            raise Refused(Code.ABSENT, "nothing here for callers from outside this machine")
        return Response(await scrape.text(), headers=_STORED_NOWHERE, media_type=CONTENT_TYPE_LATEST)

    return [
        public("/healthz", alive),
        public("/readyz", ready),
        public("/metrics", metrics),
    ]


def _json(status: int, told: object) -> Response:
    return Response(msgspec.json.encode(told), status, _STORED_NOWHERE, "application/json")
