"""Request bodies and nonces, with limits kept while reading."""

import asyncio
from typing import Final

import msgspec
from starlette.requests import ClientDisconnect, Request

from sync.central.api.refusal import Refused
from sync.contract.encoding import Nonce
from sync.contract.problems import Code

SMALL: Final = 64 * 1024
_READ_SECONDS: Final = 60


class BodyTooLarge(Refused):
    """A body beyond its limit; `start` is what was read of it."""

    def __init__(self, limit: int, start: bytes) -> None:
        super().__init__(Code.TOO_LARGE, f"the body is larger than {limit} bytes")
        self.start = start


async def read_body(request: Request, limit: int = SMALL) -> bytes:
    """The whole body, at most `limit` bytes.

    Raises:
        Refused: larger (BodyTooLarge), slower than a minute, or cut short.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(_READ_SECONDS):
            async for piece in request.stream():
                body += piece
                if len(body) > limit:
                    raise BodyTooLarge(limit, bytes(body[:limit]))
    except TimeoutError as error:
        raise Refused(Code.REQUEST, "the body did not arrive within a minute") from error
    except ClientDisconnect as error:
        raise Refused(Code.REQUEST, "the body was cut short") from error
    return bytes(body)


def told_size(request: Request) -> int | None:
    """The body's size as the request tells it, in bytes; no more than that is read of it."""
    text = request.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def optional_nonce(request: Request) -> str | None:
    """The request's `?nonce=`.

    Raises:
        Refused: there, and not 32 hex digits.
    """
    text = request.query_params.get("nonce")
    if text is None:
        return None
    try:
        return msgspec.convert(text, Nonce)
    except msgspec.ValidationError as error:
        raise Refused(Code.REQUEST, "nonce: expected 32 lower-case hex digits") from error


def needed_nonce(request: Request) -> str:
    """The request's `?nonce=`.

    Raises:
        Refused: missing, or not 32 hex digits.
    """
    nonce = optional_nonce(request)
    if nonce is None:
        raise Refused(Code.REQUEST, "nonce: missing; expected 32 lower-case hex digits")
    return nonce
