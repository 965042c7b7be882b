"""Running the server: its socket first, so that its address is known, then requests."""

import gc
import socket
from typing import Final, NamedTuple

import uvicorn

from sync.central.accounts.policy import Policy
from sync.central.accounts.provider import Provider
from sync.central.api.site import remember_site, site_of
from sync.central.api.state import State
from sync.central.app import build_app
from sync.central.certificate import Certificate
from sync.central.database.engine import writing
from sync.central.directory.publish import publish_all
from sync.central.ingest.admission import Admission, Limits
from sync.central.jobs.minding import Minder
from sync.central.opening import Central
from sync.central.service import Service
from sync.central.settings import Settings
from sync.central.watch.logs import start_log
from sync.central.watch.requests import Watched

PROTOCOL: Final = socket.IPPROTO_TCP
"""Named, since asyncio spares only such sockets the 40 ms that Nagle's algorithm holds an answer back."""


class CannotListen(Exception):
    """The socket cannot be opened; the message says why."""


class Listening(NamedTuple):
    """An open socket, and the address it answers at."""

    socket: socket.socket
    address: str


def listen(settings: Settings) -> Listening:
    """Open the socket.

    Raises:
        CannotListen: the port is taken, or the host is not this machine's.
    """
    opened = _open(settings, settings.host, settings.port)
    return Listening(opened, settings.address_at(settings.host, opened.getsockname()[1]))


def announce(central: Central, settings: Settings, listening: Listening, *, moving: bool = False) -> None:
    """Tell kiosks, and the commands beside this one, where the server is; whoever is told can rely on it.

    Raises:
        WouldMoveKiosks: enrolled kiosks call another address, and `moving` is not asked for.
    """
    with writing(central.engine) as connection:
        remember_site(connection, settings, listening.address)
        site = site_of(connection, settings)
        publish_all(connection, central.identity, central.clock, site, moving=moving, edits=False)


def serve(central: Central, settings: Settings, listening: Listening) -> None:
    """Answer, and run jobs, until the process is asked to end."""
    start_log(settings.log_format, settings.log_level)
    state = State(central.engine, central.identity, settings, central.clock)
    gate = Admission(central.clock.up_ms, Limits().shared_by(settings.processes))
    config = uvicorn.Config(
        Watched(
            build_app(state, gate, policy_of(settings), settings.case_rules, settings.report_form),
            state,
            addresses=settings.log_addresses,
        ),
        interface="asgi3",
        lifespan="off",
        ws="none",
        access_log=False,  # a receipt's token must stand in no log
        log_config=None,
        proxy_headers=False,  # what a caller says of itself is no proof that it is local
        server_header=False,
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
    )
    config.load()
    service = Service(config, state.stopping, settings.stop_seconds, _certificate(settings, config))
    minder = Minder(central, settings)
    minder.begin()
    gc.freeze()  # what was made until now stays: no search for garbage need look at it
    try:
        service.run(sockets=[listening.socket])
    finally:
        minder.end()
        state.end()


def _certificate(settings: Settings, config: uvicorn.Config) -> Certificate | None:
    if config.ssl is None or settings.tls_certificate is None or settings.tls_key is None:
        return None
    return Certificate(settings.tls_certificate, settings.tls_key, config.ssl)


def policy_of(settings: Settings) -> Policy:
    """How people sign in, as the settings say."""
    return Policy(
        roles=settings.roles,
        provider=_provider(settings),
        idle_ms=settings.idle_minutes * 60 * 1000,
        whole_ms=settings.session_hours * 60 * 60 * 1000,
    )


def _provider(settings: Settings) -> Provider | None:
    issuer, client, secret = settings.oidc_issuer, settings.oidc_client, settings.oidc_secret
    if issuer is None or client is None or secret is None:
        return None
    return Provider(issuer, client, secret, settings.oidc_name)


def _open(settings: Settings, host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM, PROTOCOL)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(2048)
    except OSError as error:
        opened.close()
        raise CannotListen(f"{settings.address_at(host, port)}: {error.strerror}") from error
    return opened
