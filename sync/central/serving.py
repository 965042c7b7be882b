"""Running the server: a socket first, so that its address is known, then requests."""

import signal
import socket
import sys
from typing import NamedTuple

import uvicorn

from sync.central.api.site import remember_address, site_of
from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.database.engine import writing
from sync.central.directory.publish import publish_all
from sync.central.opening import Central
from sync.central.settings import Settings


class CannotListen(Exception):
    """The socket cannot be opened; the message says why."""


class Listening(NamedTuple):
    """An open socket and its address."""

    socket: socket.socket
    address: str


def listen(settings: Settings) -> Listening:
    """Open the socket.

    Raises:
        CannotListen: the port is taken, or the host is not this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    opened = socket.socket(family)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((settings.host, settings.port))
        opened.listen(2048)
    except OSError as error:
        opened.close()
        raise CannotListen(f"{settings.listening}: {error.strerror}") from error
    return Listening(opened, settings.listening_at(opened.getsockname()[1]))


def serve(central: Central, settings: Settings, listening: Listening) -> None:
    """Tell kiosks the address, then answer until the process is asked to end."""
    state = State(central.engine, central.identity, settings, central.clock)
    with writing(central.engine) as connection:
        remember_address(connection, listening.address)
        publish_all(connection, central.identity, central.clock, site_of(connection, settings))
    config = uvicorn.Config(
        build_app(state),
        lifespan="off",
        ws="none",
        access_log=False,  # a receipt's token must stand in no log
        log_level="warning",
        proxy_headers=False,  # what a caller says of itself is no proof that it is local
        server_header=False,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
        timeout_graceful_shutdown=10,
    )
    signal.signal(signal.SIGTERM, _end)
    try:
        uvicorn.Server(config).run(sockets=[listening.socket])
    except KeyboardInterrupt:
        return
    finally:
        state.threads.shutdown()


def _end(_signal: int, _frame: object) -> None:
    """Uvicorn raises the signal again once every answer is out; that is a good end, not a crash."""
    sys.exit(0)
