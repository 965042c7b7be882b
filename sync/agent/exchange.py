"""One HTTP request and its whole answer, within a size and a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import requests
import urllib3.exceptions

from sync.agent.carrier import Ask, Reply
from sync.agent.outcome import Unreachable
from sync.agent.session import proxies_for

_CHUNK: Final = 64 * 1024


@dataclass(frozen=True)
class Waits:
    """The longest waits: for a connection, and for all of an answer once the request is sent."""

    connect_seconds: float = 10.0
    answer_seconds: float = 30.0


def exchange(
    session: requests.Session, address: str, ask: Ask, headers: Mapping[str, str], waits: Waits
) -> Reply | Unreachable:
    """Ask at `address` (https://host[:port]) once; redirects are answers, not followed."""
    url = url_of(address, ask)
    try:
        with session.request(
            ask.method,
            url,
            data=ask.body or None,
            headers=dict(headers),
            timeout=(waits.connect_seconds, waits.answer_seconds),
            proxies=proxies_for(url),
            allow_redirects=False,
            stream=True,
        ) as response:
            return _read(response, ask.limit)
    except requests.exceptions.SSLError as error:
        return Unreachable("tls", str(error))
    except requests.exceptions.ProxyError as error:
        return Unreachable("proxy", str(error))
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        return Unreachable("timeout", str(error))
    except requests.exceptions.RequestException as error:
        return Unreachable("dns" if _is_nameless(error) else "connection", str(error))
    except urllib3.exceptions.HTTPError as error:
        return Unreachable("cut_off", str(error))


def url_of(address: str, ask: Ask) -> str:
    """The absolute URL of `ask` at `address`."""
    return f"{address}{ask.path}" + (f"?{ask.query}" if ask.query else "")


def _is_nameless(error: requests.exceptions.RequestException) -> bool:
    """Whether nobody knew the server's name."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(cause, urllib3.exceptions.NameResolutionError)


def _read(response: requests.Response, limit: int) -> Reply:
    retry_ms = _retry_ms(response.headers.get("Retry-After", ""))
    body = bytearray()
    while piece := response.raw.read(_CHUNK, decode_content=False):
        body += piece
        if len(body) > limit:
            return Reply(response.status_code, "", b"", retry_ms)
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Reply(response.status_code, media_type, bytes(body), retry_ms)


def _retry_ms(header: str) -> int | None:
    seconds = header.strip()
    return int(seconds) * 1000 if seconds.isascii() and seconds.isdecimal() and len(seconds) < 10 else None
