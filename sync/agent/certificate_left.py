"""How long the server's certificate is still good: looked at before it is over, not after."""

import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from sync.agent.session import proxies_for
from sync.agent.tls import verified_context
from sync.agent.trust import Trust

WAIT_SECONDS: Final = 10.0
DAY_MS: Final = 24 * 3_600_000


def certificate_days(trust: Trust, now_ms: int) -> int | str | None:
    """Days until the certificate at the first address is over; None: there is none.

    A word where nobody can tell: `proxy`, `unreachable` or `untrusted`.
    """
    address = next((one for one in trust.addresses if one.startswith("https://")), None)
    if address is None:
        return None
    if proxies_for(address):
        return "proxy"
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), WAIT_SECONDS) as plain,
            verified_context(trust.cas).wrap_socket(plain, server_hostname=host) as secured,
        ):
            ends = str((secured.getpeercert() or {})["notAfter"])
    except ssl.SSLError:
        return "untrusted"
    except OSError:
        return "unreachable"
    return (ssl.cert_time_to_seconds(ends) * 1000 - now_ms) // DAY_MS
