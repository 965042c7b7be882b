"""The application: every room's routes, people's behind the gate, and one form of refusal."""

import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from sync.central.accounts.gate import Gate
from sync.central.accounts.open_door import OpenDoor
from sync.central.accounts.policy import Policy
from sync.central.accounts.routes import routes as accounts_routes
from sync.central.accounts.routing import only_guarded, only_kiosks
from sync.central.api.callers import Callers
from sync.central.api.refusal import Refused, problem
from sync.central.api.state import State
from sync.central.attribution.own_routes import routes as own_attribution_routes
from sync.central.attribution.routes import routes as attribution_routes
from sync.central.cases.routes import routes as cases_routes
from sync.central.cases.rules import Rules, load_rules
from sync.central.comments.routes import routes as comments_routes
from sync.central.comments.unlocked import Unlocked
from sync.central.database.failover import Unreplicated, is_elsewhere
from sync.central.directory.pages.routes import page_routes
from sync.central.directory.routes import routes as directory_routes
from sync.central.feed.api import routes as feed_routes
from sync.central.feed.pages import routes as feed_pages
from sync.central.figures.publishing import OUTSIDE, close_due
from sync.central.figures.rederive import rederive
from sync.central.fleet.page_routes import routes as fleet_pages
from sync.central.fleet.release_routes import routes as release_routes
from sync.central.fleet.routes import routes as fleet_routes
from sync.central.ingest.admission import Admission
from sync.central.ingest.routes import routes as ingest_routes
from sync.central.keys.published import known_keys
from sync.central.phone.routes import routes as phone_routes
from sync.central.provinces.routes import routes as province_routes
from sync.central.public.routes import routes as public_routes
from sync.central.quarantine.routes import routes as quarantine_routes
from sync.central.reports.pages import routes as report_routes
from sync.central.reports.periods import Form, load_form
from sync.central.reports.public_files import reports_of
from sync.central.reports.public_files import routes as public_reports
from sync.central.results.own_routes import routes as own_results_routes
from sync.central.results.pattern_routes import routes as pattern_routes
from sync.central.results.public_routes import routes as public_results
from sync.central.results.routes import routes as results_routes
from sync.central.results.side_routes import routes as side_routes
from sync.central.watch.routes import routes as watch_routes
from sync.central.web.transport import StayOnTls
from sync.contract.problems import Code

_KIOSKS: Final = "/api/"
_log = logging.getLogger(__name__)

_ELSEWHERE_SECONDS: Final = 10
"""While another machine takes the database over, kiosks come again so often."""


def build_app(
    state: State,
    admission: Admission | None = None,
    policy: Policy | None = None,
    rules: Rules | None = None,
    report_form: Form | None = None,
) -> Starlette:
    """The ASGI application over a migrated database.

    `policy` rules accounts, `admission` deliveries, `rules` cases; `report_form` is what half-year reports
    look like.
    """

    def close() -> int:
        return close_due(state.engine, state.identity, state.clock, state.settings.data / OUTSIDE)

    async def refused(_request: Request, error: Exception) -> Response:
        if not isinstance(error, Refused):
            raise error
        return problem(error, state.server_id)

    async def not_served(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        if not request.url.path.startswith(_KIOSKS):
            return await gate.nowhere(request, error.status_code, error.headers)
        code = Code.ABSENT if error.status_code == HTTPStatus.NOT_FOUND else Code.REQUEST
        return problem(Refused(code, error.detail), state.server_id, status=error.status_code)

    async def failed(request: Request, error: Exception) -> Response:
        route = request.scope.get("route")  # its path is a pattern; the request's may hold a token
        _log.error("%s %s failed", request.method, getattr(route, "path", ""), exc_info=error)
        if not request.url.path.startswith(_KIOSKS):
            return gate.failed(request)
        sorry = Refused(Code.BUSY, "the server met an error of its own; it is in its log", retry_after_s=60)
        return problem(sorry, state.server_id)

    async def elsewhere(request: Request, error: Exception) -> Response:
        if isinstance(error, DBAPIError) and not is_elsewhere(error):
            return await failed(request, error)
        _log.warning("the database could not be had: %s", type(getattr(error, "orig", error)).__name__)
        if not request.url.path.startswith(_KIOSKS):
            return gate.later(request, _ELSEWHERE_SECONDS)
        later = "the database is not to be had just now; nothing is lost, come again"
        return problem(Refused(Code.BUSY, later, retry_after_s=_ELSEWHERE_SECONDS), state.server_id)

    callers = Callers(state.settings.proxy)
    lanes = admission or Admission(state.clock.up_ms)
    gate = Gate(state, callers, policy or Policy())
    door = OpenDoor(state, callers)
    unlocked = Unlocked(state.clock.up_ms)

    def reread(connection: Connection, units: Iterable[str]) -> None:
        keys = known_keys(connection, state.identity)
        for unit in units:
            rederive(connection, unit, state.server_id, keys)

    app = Starlette(
        routes=[
            *only_kiosks(
                [
                    *directory_routes(state),
                    *fleet_routes(state, callers),
                    *release_routes(state),
                    *ingest_routes(state, lanes),
                    *province_routes(state, callers),
                    *feed_routes(state, callers),
                ]
            ),
            *only_guarded(
                [
                    *results_routes(gate, close),
                    *own_results_routes(gate, close),
                    *side_routes(gate, close),
                    *pattern_routes(gate),
                    *attribution_routes(gate),
                    *own_attribution_routes(gate),
                    *cases_routes(gate, unlocked, rules or load_rules()),
                    *comments_routes(gate, unlocked),
                    *report_routes(
                        gate, report_form or load_form(), rules or load_rules(), state.settings.data / OUTSIDE
                    ),
                    *accounts_routes(gate),
                    *page_routes(gate, reread),
                    *fleet_pages(gate),
                    *quarantine_routes(gate),
                    *phone_routes(gate),
                    *feed_pages(gate),
                    *public_routes(state, door),
                    *public_results(door, state, close, reports_of),
                    *public_reports(door, state),
                    *watch_routes(state, callers, lanes),
                ]
            ),
        ],
        middleware=[Middleware(StayOnTls)],
        exception_handlers={
            Refused: refused,
            HTTPException: not_served,
            DBAPIError: elsewhere,
            Unreplicated: elsewhere,
            Exception: failed,
        },
    )
    app.router.redirect_slashes = False  # behind a proxy that ends TLS it would lead to http://
    return app
