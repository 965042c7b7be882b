"""A line to one kiosk at its own address: TLS by its own key, requests signed by the server's."""

import http.client
import ssl
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.central.api.intake import Intake
from sync.contract.http_signature import headers_for
from sync.wire.timed_response import TimedResponse

CONNECT_SECONDS: Final = 10.0
ANSWER_SECONDS: Final = 60.0
_CHUNK: Final = 64 * 1024


@dataclass(frozen=True)
class Reply:
    """What the kiosk answered."""

    status: int
    body: bytes


@dataclass(frozen=True)
class Unreachable:
    """The kiosk did not answer, or somebody else did; `detail` says how it showed."""

    detail: str


class Stranger(ssl.SSLError):
    """Whoever answers does not hold the kiosk's key."""


class KioskLine:
    """Asks one kiosk, one connection a request; `public` is its key (32 bytes), `address` https://host:port."""

    def __init__(self, intake: Intake, kiosk: str, public: bytes, address: str) -> None:
        self._intake = intake
        self._kiosk = kiosk
        self._public = public
        self._address = address

    def ask(self, method: str, path: str, body: bytes = b"", *, limit: int = _CHUNK) -> Reply | Unreachable:
        """One question, and the whole of an answer of at most `limit` bytes, within a minute."""
        target = f"{path}?kiosk={self._kiosk}"
        private: Ed25519PrivateKey = self._intake.identity.private
        created = self._intake.clock.wall_ms() // 1000
        headers = headers_for(private, method, f"{self._address}{target}", body, created)
        parts = urlsplit(self._address)
        connection = _Connection(parts.hostname or "", parts.port or 443, self._public)
        try:
            connection.request(method, target, body or None, headers)
            with connection.getresponse() as response:
                answer = response.read(limit + 1)
                if len(answer) > limit:
                    return Unreachable(f"an answer of more than {limit} bytes")
                return Reply(response.status, answer)
        except (OSError, http.client.HTTPException) as error:
            return Unreachable(str(error) or type(error).__name__)
        finally:
            connection.close()


class _Connection(http.client.HTTPSConnection):
    response_class = TimedResponse

    def __init__(self, host: str, port: int, public: bytes) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE  # `connect` asks for one key and no authority
        super().__init__(host, port, timeout=CONNECT_SECONDS, context=context)
        self._public = public

    def connect(self) -> None:
        """Connect, and hang up on anybody but the kiosk.

        Raises:
            Stranger: its certificate is of another key.
        """
        super().connect()
        connected = self.sock
        if not isinstance(connected, ssl.SSLSocket) or _key_of(connected) != self._public:
            self.close()
            raise Stranger("whoever answers there does not hold the key that this kiosk enrolled with")
        connected.settimeout(ANSWER_SECONDS)


def _key_of(connected: ssl.SSLSocket) -> bytes | None:
    raw = connected.getpeercert(binary_form=True)
    try:
        key = x509.load_der_x509_certificate(raw or b"").public_key()
    except ValueError:
        return None
    return key.public_bytes_raw() if isinstance(key, Ed25519PublicKey) else None
