"""The process as a service manager sees it: ready, alive, asked to end, asked to read anew."""

import asyncio
import logging
import signal
import socket
from types import FrameType
from typing import Final

import uvicorn

from sync.central.api.stopping import Stopping
from sync.central.certificate import Certificate
from sync.wire.watchdog import Watchdog

_TICKS_A_SECOND: Final = 10
_LOOK_SECONDS: Final = 5
_ROOM_FOR_ANSWERS_SECONDS: Final = 1

_log = logging.getLogger(__name__)


class Service(uvicorn.Server):
    """Ends in two steps: what is under way is finished while new requests hear 503, then the sockets close.

    SIGTERM and SIGINT ask it to end, a second one at once; SIGHUP reads the certificate anew.
    """

    def __init__(
        self, config: uvicorn.Config, stopping: Stopping, stop_seconds: int, certificate: Certificate | None
    ) -> None:
        config.timeout_graceful_shutdown = _ROOM_FOR_ANSWERS_SECONDS
        super().__init__(config)
        self._stopping = stopping
        self._stop_seconds = stop_seconds
        self._ends_at = 0.0
        self._certificate = certificate
        self._watchdog = Watchdog()
        self._hung_up = False

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer until asked to end."""
        if hasattr(signal, "SIGHUP"):
            signal.signal(signal.SIGHUP, self._hang_up)
        try:
            super().run(sockets)
        finally:
            self._watchdog.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and say so."""
        await super().startup(sockets)
        self._watchdog.ready()

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second, from the loop that answers requests."""
        beat = self._watchdog.beat_seconds
        if beat is not None and counter % max(1, int(beat * _TICKS_A_SECOND)) == 0:
            self._watchdog.alive()
        if self._certificate is not None:
            self._mind(self._certificate, counter)
        if self._stopping.asked:
            self._draw_near()
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end; the second time, end."""
        if self._stopping.asked:
            self.should_exit = self.force_exit = True
        self._stopping.asked = True

    def _hang_up(self, _signal: int, _frame: FrameType | None) -> None:
        self._hung_up = True

    def _mind(self, certificate: Certificate, counter: int) -> None:
        if self._hung_up:
            self._hung_up = False
            certificate.read()
        elif counter % (_LOOK_SECONDS * _TICKS_A_SECOND) == 0:
            certificate.read_if_changed()

    def _draw_near(self) -> None:
        now = asyncio.get_running_loop().time()
        if not self._ends_at:
            self._ends_at = now + self._stop_seconds
            self._watchdog.stopping()
            _log.info("asked to end; %d requests under way", self._stopping.under_way)
        if not self._stopping.under_way or now >= self._ends_at:
            self.should_exit = True
