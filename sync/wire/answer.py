"""An answer of a door, as it travels; the connection ends after it."""

from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body of a media type ('' where there is none), and headers beside the usual ones."""

    status: int
    body: bytes = b""
    media_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()


def written(answer: Answer, *, with_body: bool = True) -> bytes:
    """The bytes of an answer; to HEAD, without its body."""
    lines = [
        f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}",
        *([f"Content-Type: {answer.media_type}"] if answer.media_type else []),
        f"Content-Length: {len(answer.body)}",
        "Connection: close",
        "Cache-Control: no-store",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + (answer.body if with_body else b"")
