"""GET /sign-in/provider, which leaves for the provider of identities, and /sign-in/back, from there."""

import hmac
import logging
from typing import Final

from sqlalchemy import Connection, Row, delete, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync.central.accounts.cookies import read_leaving, take_leaving, tie_leaving
from sync.central.accounts.gate import Gate
from sync.central.accounts.going_on import go_on
from sync.central.accounts.provider import AGAIN_SECONDS, Identities, Leaving, ProviderRefused, ProviderSilent
from sync.central.accounts.routing import own_path
from sync.central.accounts.sessions import Stage, digest_of
from sync.central.accounts.signing_in import Passed, begin
from sync.central.database.engine import writing
from sync.central.database.tables import accounts, departures, identities
from sync.central.web.security import protect

BACK: Final = "/sign-in/back"
_AWAY_MS: Final = 10 * 60 * 1000
_log = logging.getLogger(__name__)


def routes(gate: Gate) -> list[Route]:
    """Signing in through the provider, if there is one."""
    state, pages = gate.state, gate.pages
    if gate.policy.provider is None:
        return []
    provider = Identities(gate.policy.provider, state.clock)

    async def leave(request: Request) -> Response:
        try:
            leaving = await provider.leave(gate.address(request, BACK))
        except ProviderSilent as refused:
            return silent(request, refused)
        return await state.work(depart, request, leaving)

    def depart(request: Request, leaving: Leaving) -> Response:
        now_ms = state.clock.wall_ms()
        with writing(state.engine) as connection:
            connection.execute(delete(departures).where(departures.c.until_ms <= now_ms))
            connection.execute(
                departures.insert().values(
                    digest=digest_of(leaving.state),
                    nonce=leaving.nonce,
                    verifier=leaving.verifier,
                    back=own_path(request.query_params.get("next", "")),
                    until_ms=now_ms + _AWAY_MS,
                )
            )
        response = protect(RedirectResponse(leaving.address, 303))
        tie_leaving(request, response, leaving.state)
        return response

    async def come_back(request: Request) -> Response:
        departed = await state.work(departure, request)
        if departed is None:
            return gate.refusal(request, "provider_unknown_return", 400)
        try:
            code = request.query_params.get("code", "")
            back = gate.address(request, BACK)
            subject = await provider.subject(code, departed.nonce, departed.verifier, back)
        except ProviderSilent as refused:
            return silent(request, refused)
        except ProviderRefused as refused:
            _log.warning("sign-in through the provider: %s", refused)
            return gate.refusal(request, "provider_refused", 403)
        return await state.work(arrive, request, subject, departed.back)

    def arrive(request: Request, subject: str, back: str) -> Response:
        with writing(state.engine) as connection:
            account = _account(connection, provider.provider.issuer, subject)
            if account is None:
                shown = {"issuer": provider.provider.issuer, "subject": subject}
                return pages.show(request, "unlinked.html", shown, status=403)
            secret = begin(connection, state.clock, account, gate.visitor(request), "provider")
        response = go_on(request, Passed(secret, Stage.FULL), back)
        take_leaving(request, response)
        return response

    def silent(request: Request, refused: ProviderSilent) -> Response:
        _log.warning("sign-in through the provider: %s", refused)
        response = gate.refusal(request, "provider_silent", 502)
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
        return response

    def departure(request: Request) -> Row[tuple[str, ...]] | None:
        """Who left from this very browser and has not come back; nobody comes back twice."""
        told, kept = request.query_params.get("state", ""), read_leaving(request) or ""
        if not told or not hmac.compare_digest(told.encode(), kept.encode()):
            return None
        one = (departures.c.digest == digest_of(told), departures.c.until_ms > state.clock.wall_ms())
        with writing(state.engine) as connection:
            return connection.execute(delete(departures).where(*one).returning(departures)).one_or_none()

    return [gate.awaited_page("/sign-in/provider", leave), gate.awaited_page(BACK, come_back)]


def _account(connection: Connection, issuer: str, subject: str) -> str | None:
    same = (identities.c.issuer == issuer, identities.c.subject == subject, accounts.c.state == "active")
    return connection.execute(
        select(accounts.c.account).join(identities, identities.c.account == accounts.c.account).where(*same)
    ).scalar_one_or_none()
