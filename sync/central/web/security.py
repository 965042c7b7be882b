"""The headers that every answer to a browser carries: nothing from elsewhere, nothing inline, no traces."""

from typing import Final

from starlette.responses import Response

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

OWN_FORMS: Final = CONTENT_SECURITY_POLICY.replace("form-action 'none'", "form-action 'self'")
"""For a page with a form: it is sent to this server only."""

IMAGE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""For an SVG file: it may style itself, and nothing else."""

_HEADERS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def protect(
    response: Response, policy: str = CONTENT_SECURITY_POLICY, *, referrer: str = "no-referrer"
) -> Response:
    """Add the security headers; a response without a caching rule of its own is never stored.

    `referrer` must be "same-origin" for a page with a form: a browser names no origin under "no-referrer".
    """
    response.headers.update(_HEADERS)
    response.headers["Referrer-Policy"] = referrer
    response.headers["Content-Security-Policy"] = policy
    response.headers.setdefault("Cache-Control", "no-store")
    return response
