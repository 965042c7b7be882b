"""What the counter's software is told: codes, problem documents (RFC 9457), and answers as they travel."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Final

PROBLEM: Final = "application/problem+json"


class Code(StrEnum):
    """Why a call was refused."""

    FRAMING = "framing"
    TOKEN = "token"  # noqa: S105 (the name of a refusal)
    OTHER_COUNTER = "other_counter"
    ABSENT = "absent"
    METHOD = "method"
    TOO_SLOW = "too_slow"
    LENGTH = "length"
    TOO_LARGE = "too_large"
    MEDIA_TYPE = "media_type"
    REQUEST = "request"
    UNKNOWN = "unknown"
    SLOW_DOWN = "slow_down"
    HEAD_TOO_LARGE = "head_too_large"
    FAULT = "fault"
    BUSY = "busy"


STATUS: Final = {
    Code.FRAMING: 400,
    Code.TOKEN: 401,
    Code.OTHER_COUNTER: 403,
    Code.ABSENT: 404,
    Code.METHOD: 405,
    Code.TOO_SLOW: 408,
    Code.LENGTH: 411,
    Code.TOO_LARGE: 413,
    Code.MEDIA_TYPE: 415,
    Code.REQUEST: 422,
    Code.UNKNOWN: 422,
    Code.SLOW_DOWN: 429,
    Code.HEAD_TOO_LARGE: 431,
    Code.FAULT: 500,
    Code.BUSY: 503,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal; `title` is for the people who connect the software."""

    code: Code
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a JSON document, and headers beside the usual ones."""

    status: int
    document: Mapping[str, Any]
    media_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()


def refusal(refused: Refused, *headers: tuple[str, str]) -> Answer:
    """The answer that says `refused`."""
    status = STATUS[refused.code]
    document = {"type": "about:blank", "title": refused.title, "status": status, "code": refused.code}
    return Answer(status, document, PROBLEM, headers)


def written(answer: Answer, *, with_body: bool = True) -> bytes:
    """An answer as it travels; the connection ends after it."""
    body = json.dumps(answer.document, ensure_ascii=False).encode()
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        f"Content-Type: {answer.media_type}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        "Cache-Control: no-store",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + (body if with_body else b"")
