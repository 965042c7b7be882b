"""A requests session that trusts one ssl_context, follows nothing and remembers nothing."""

import ssl
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from sync.agent.tls import judge_dates
from sync.contract.loopback import is_loopback
from sync.contract.version import SOFTWARE
from sync.wire.timed_response import TimedResponse

CorrectedMs = Callable[[], int | None]
SIGNATURE = "Signature"


class _Connection(HTTPConnection):
    response_class = TimedResponse


class _TlsConnection(HTTPSConnection):
    """Sends nothing that is signed before the certificate's dates are judged; the time request is not."""

    response_class = TimedResponse
    corrected_ms: CorrectedMs | None = None

    def request(self, method: str, url: str, *args: Any, **options: Any) -> None:
        if self.corrected_ms is not None and SIGNATURE in (options.get("headers") or {}):
            if self.sock is None:
                self.connect()
            judge_dates(cast(ssl.SSLSocket, self.sock).getpeercert() or {}, self.corrected_ms())
        super().request(method, url, *args, **options)


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


def _pools(corrected_ms: CorrectedMs | None) -> dict[str, type[HTTPConnectionPool]]:
    """The pools by scheme, judging the dates of certificates by this clock; None: by none."""
    if corrected_ms is None:
        return {"http": _Pool, "https": _TlsPool}
    connection = type("_Judged", (_TlsConnection,), {"corrected_ms": staticmethod(corrected_ms)})
    return {"http": _Pool, "https": type("_JudgedPool", (_TlsPool,), {"ConnectionCls": connection})}


class _Adapter(HTTPAdapter):
    """Carries its own ssl_context: `Session.verify` is silently replaced where REQUESTS_CA_BUNDLE is set."""

    poolmanager: PoolManager

    def __init__(self, context: ssl.SSLContext, corrected_ms: CorrectedMs | None) -> None:
        self._context = context
        self._pools = _pools(corrected_ms)
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(proxy, ssl_context=self._context, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: object, cert: object = None
    ) -> Any:
        parts = urlsplit(str(request.url))
        return {"scheme": parts.scheme, "host": parts.hostname, "port": parts.port}, {}

    def cert_verify(self, conn: object, url: object, verify: object, cert: object) -> None:
        """Leave everything to the ssl_context."""


def open_session(context: ssl.SSLContext, corrected_ms: CorrectedMs | None = None) -> requests.Session:
    """A session for `context`; from the environment come proxies only (`proxies_for`), never passwords.

    `corrected_ms` tells the time by which certificates are judged, None while it is not known.
    """
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update({"User-Agent": f"hailong-kiosk/{SOFTWARE}", "Accept-Encoding": "identity"})
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(context, corrected_ms))
    return session


def proxies_for(url: str) -> dict[str, str]:
    """The environment's proxies for `url`; none to this machine."""
    if is_loopback(urlsplit(url).hostname or ""):
        return {}
    return dict(get_environ_proxies(url, no_proxy=None))
