"""Who may scrape: this machine, where nothing speaks for a proxy, and whoever has the token."""

import hmac
from pathlib import Path
from typing import Final

from starlette.requests import Request

from sync.central.api.callers import Callers
from sync.contract.loopback import is_loopback

_FORWARDED: Final = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Scrapers:
    """Judges who asks; `token_file` is read each time, so that it can be changed under a running server."""

    def __init__(self, callers: Callers, token_file: Path | None) -> None:
        self._callers = callers
        self._token_file = token_file

    def may(self, request: Request) -> bool:
        """Whether the request is answered."""
        return self._has_token(request) or self._is_here(request)

    def _has_token(self, request: Request) -> bool:
        kind, _, told = request.headers.get("authorization", "").partition(" ")
        if self._token_file is None or kind.lower() != "bearer":
            return False
        try:
            token = self._token_file.read_bytes().strip()
        except OSError:
            return False
        return bool(token) and hmac.compare_digest(told.strip().encode(), token)

    def _is_here(self, request: Request) -> bool:
        name = request.headers.get("host", "")
        host = name.rsplit(":", 1)[0] if not name.endswith("]") else name
        return (
            request.client is not None
            and is_loopback(request.client.host)
            and not self._callers.is_proxy(request)
            and not any(header in request.headers for header in _FORWARDED)
            and is_loopback(host.strip("[]"))
        )
