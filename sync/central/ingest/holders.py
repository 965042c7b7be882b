"""Whose key a request names, before its body is read; that the caller has that key shows only afterwards."""

from typing import Final

from starlette.requests import Request

from sync.central.api.state import State
from sync.central.database.engine import reading
from sync.central.provinces.known import place_of
from sync.contract.http_signature import claimed_key

_KEYS: Final = 20_000


class Holders:
    """Remembers which kiosk, or province, holds which key. Used from one thread only."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._kiosks: dict[bytes, str] = {}

    async def named_by(self, request: Request) -> str | None:
        """The kiosk whose key the request names; None if it is nobody's."""
        public = claimed_key(request.headers)
        if public is None or public in self._kiosks:
            return None if public is None else self._kiosks[public]
        kiosk = await self._state.work(self._find, public)
        if kiosk is not None and len(self._kiosks) < _KEYS:
            self._kiosks[public] = kiosk
        return kiosk

    def _find(self, public: bytes) -> str | None:
        with reading(self._state.engine) as connection:
            return place_of(connection, public)
