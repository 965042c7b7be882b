"""A line to the server above: requests signed with this server's key, as a kiosk's are with its own."""

import http.client
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.relay.upstream import Way
from sync.contract.encoding import Malformed, decode
from sync.contract.http_signature import headers_for
from sync.contract.loopback import is_loopback
from sync.contract.problems import MEDIA_TYPE as PROBLEM
from sync.contract.problems import Problem
from sync.contract.signed import MEDIA_TYPE as SIGNED
from sync.contract.version import SOFTWARE
from sync.wire.timed_response import TimedResponse

CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 60.0
LIMIT: Final = 256 * 1024


@dataclass(frozen=True)
class Ask:
    """A request; `path` and `query` as they are signed."""

    method: str
    path: str
    query: str
    body: bytes = b""
    media_type: str | None = None


@dataclass(frozen=True)
class Document:
    """A signed document, by whomever, and the way it came."""

    raw: bytes
    way: Way


@dataclass(frozen=True)
class Refusal:
    """A problem of the server's; `retry_ms` if it said when to come again."""

    problem: Problem
    retry_ms: int | None


@dataclass(frozen=True)
class Unreachable:
    """Nobody, or somebody else, answered."""

    detail: str


class _Connection(http.client.HTTPConnection):
    response_class = TimedResponse


class _TlsConnection(http.client.HTTPSConnection):
    response_class = TimedResponse


class Line:
    """Asks the first of the ways that leads there; `now_s` tells the time in seconds for signatures."""

    def __init__(
        self, ways: Sequence[Way], private: Ed25519PrivateKey | None, *, verified: bool = True
    ) -> None:
        self._ways = tuple(ways)
        self._private = private
        self._verified = verified
        self._kept: tuple[Way, http.client.HTTPConnection] | None = None

    def ask(self, ask: Ask, now_s: int) -> Document | Refusal | Unreachable:
        """One question, and the whole of its answer, within a minute."""
        failure = Unreachable("no address to call")
        for way in self._ways:
            answer = self._ask_by(way, ask, now_s)
            if not isinstance(answer, Unreachable):
                self._ways = tuple(dict.fromkeys((way, *self._ways)))
                return answer
            failure = answer
        return failure

    def close(self) -> None:
        """Hang up."""
        if self._kept is not None:
            self._kept[1].close()
            self._kept = None

    def _ask_by(self, way: Way, ask: Ask, now_s: int) -> Document | Refusal | Unreachable:
        target = f"{ask.path}?{ask.query}"
        headers = {"User-Agent": f"hailong-central/{SOFTWARE}"}
        headers |= {} if ask.media_type is None else {"Content-Type": ask.media_type}
        if self._private is not None:
            headers |= headers_for(self._private, ask.method, f"{way.address}{target}", ask.body, now_s)
        try:
            connection = self._connect(way)
            connection.request(ask.method, target, ask.body or None, headers)
            with connection.getresponse() as response:
                answer = response.read(LIMIT + 1)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            return Unreachable(f"{way.address}: {str(error) or type(error).__name__}")
        if response.will_close or len(answer) > LIMIT:
            self.close()
        return _read(way, response, answer)

    def _connect(self, way: Way) -> http.client.HTTPConnection:
        if self._kept is not None and self._kept[0] == way:
            return self._kept[1]
        self.close()
        connection = self._open(way)
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        self._kept = (way, connection)
        return connection

    def _open(self, way: Way) -> http.client.HTTPConnection:
        parts = urlsplit(way.address)
        host = parts.hostname or ""
        if parts.scheme == "http" and is_loopback(host):
            return _Connection(host, parts.port or 80, timeout=CONNECT_SECONDS)
        if parts.scheme != "https":
            raise ValueError("expected https://<host>[:port]")
        context = ssl.create_default_context() if None in way.cas else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        for ca in way.cas:
            if ca is not None:
                context.load_verify_locations(cadata=ca)
        if not self._verified:
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return _TlsConnection(host, parts.port or 443, timeout=CONNECT_SECONDS, context=context)


def _read(way: Way, response: http.client.HTTPResponse, answer: bytes) -> Document | Refusal | Unreachable:
    media_type = response.headers.get_content_type()
    if media_type == SIGNED and response.status < HTTPStatus.BAD_REQUEST:
        return Document(answer, way)
    if media_type == PROBLEM:
        try:
            problem = decode(answer, Problem)
        except (Malformed, msgspec.ValidationError):
            return Unreachable(f"{way.address}: HTTP {response.status}, not from a server of ours")
        seconds = response.headers.get("Retry-After", "")
        return Refusal(problem, int(seconds) * 1000 if seconds.isdecimal() and len(seconds) < 6 else None)
    return Unreachable(f"{way.address}: HTTP {response.status} {media_type}, not from a server of ours")
