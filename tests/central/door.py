"""A real socket before an application: every request of these tests crosses one."""

import socket
import threading
from types import TracebackType

import httpx
import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from sync.central.serving import PROTOCOL


class Door:
    """Listens on a free loopback port; `app` is whatever stands behind it now."""

    def __init__(self, app: ASGIApp | None = None) -> None:
        self.app = app
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, PROTOCOL)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(100)
        self.host, self.port = self._socket.getsockname()
        self.address = f"http://{self.host}:{self.port}"
        self._server = uvicorn.Server(
            uvicorn.Config(
                self._enter,
                interface="asgi3",
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                lifespan="off",
                ws="none",
            )
        )
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})

    def __enter__(self) -> "Door":
        self._thread.start()
        self._http = httpx.Client(base_url=self.address, timeout=60, trust_env=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        self._server.should_exit = True
        self._thread.join()

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """One request; from any thread."""
        return self._http.request(method, path, content=body, headers=headers)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)
