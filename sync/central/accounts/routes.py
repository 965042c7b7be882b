"""The routes of this room."""

from starlette.routing import Route

from sync.central.accounts import (
    account_routes,
    audit_routes,
    factor_routes,
    link_routes,
    one_account_routes,
    own_routes,
    provider_routes,
    setup_routes,
    sign_in_routes,
)
from sync.central.accounts.gate import Gate


def routes(gate: Gate) -> list[Route]:
    """Signing in and out, one's own account, everybody's accounts, the audit log."""
    return [
        *account_routes.routes(gate),
        *one_account_routes.routes(gate),
        *audit_routes.routes(gate),
        *own_routes.routes(gate),
        *factor_routes.routes(gate),
        *sign_in_routes.routes(gate),
        *setup_routes.routes(gate),
        *provider_routes.routes(gate),
        *link_routes.routes(gate),
    ]
