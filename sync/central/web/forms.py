"""Forms: read with limits while they are read, and only if a page of this very server sent them."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from sync.central.web.frame import TOKEN_FIELD

_READ_SECONDS: Final = 60
_SECRET: Final = {
    TOKEN_FIELD, "password", "new_password", "again", "code",
    "pin", "pin_again", "staff_pin", "staff_pin_again", "passphrase", "new_passphrase", "file_passphrase",
}  # fmt: skip
_FIELDS: Final = "application/x-www-form-urlencoded"
_PARTS: Final = "multipart/form-data"


class Limits(NamedTuple):
    """At most so many bytes of body, fields, and files."""

    size: int = 64 * 1024
    fields: int = 200
    files: int = 0


class Upload(NamedTuple):
    """A file that came with a form; its name is whatever the browser said."""

    name: str
    content: bytes


class FormRefused(Exception):
    """A form is not even read; `word` says why, a shared word."""

    def __init__(self, word: str, status: int) -> None:
        super().__init__(word)
        self.word = word
        self.status = status


class Form:
    """What was sent, and what is wrong with it: {field: word}. A page shown again keeps what was typed."""

    def __init__(
        self, fields: dict[str, list[str]] | None = None, files: dict[str, Upload] | None = None
    ) -> None:
        self._fields = fields or {}
        self._files = files or {}
        self.refusals: dict[str, str] = {}

    def text(self, name: str, otherwise: str = "") -> str:
        """A field's last value, without blanks around it."""
        values = self._fields.get(name)
        return values[-1].strip() if values else otherwise

    def secret(self, name: str) -> str:
        """A field's last value as it was typed."""
        return self._fields.get(name, [""])[-1]

    def all(self, name: str) -> list[str]:
        """Every value of a field that may be there several times."""
        return list(self._fields.get(name, []))

    def typed(self) -> list[str]:
        """What a person wrote, to be copied when the form cannot be taken; no secret is in it."""
        shown = (name for name in self._fields if name not in _SECRET)
        return [value for name in shown for value in self._fields[name] if value.strip()]

    def names(self, prefix: str) -> list[str]:
        """The fields whose names begin so."""
        return [name for name in self._fields if name.startswith(prefix)]

    def file(self, name: str) -> Upload | None:
        """A file, if one was chosen."""
        return self._files.get(name)

    def refuse(self, name: str, word: str) -> None:
        """Say what is wrong with a field; `word` is a key of the page's words."""
        self.refusals.setdefault(name, word)

    def need(self, name: str) -> str:
        """A field's value, refused if it is empty."""
        value = self.text(name)
        if not value:
            self.refuse(name, "refused_missing")
        return value


def judge_origin(request: Request, scheme: str) -> None:
    """Go on only if a page of this server sent the request (`scheme`: http or https).

    Raises:
        FormRefused: another site did, or the browser does not say.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        own = site == "same-origin"
    else:
        own = request.headers.get("origin") == f"{scheme}://{request.headers.get('host', '')}"
    if not own:
        raise FormRefused("refused_origin", 403)


async def read_form(request: Request, limits: Limits) -> Form:
    """The form in a request's body.

    Raises:
        FormRefused: too large, too slow, cut short, or no form.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        async with asyncio.timeout(_READ_SECONDS):
            if kind == _FIELDS:
                return await _read_fields(request, limits)
            if kind == _PARTS:
                return await _read_parts(request, limits)
    except (TimeoutError, ClientDisconnect) as error:
        raise FormRefused("refused_slow", 408) from error
    except (ValueError, MultiPartException) as error:
        raise FormRefused("refused_form", 400) from error
    raise FormRefused("refused_form", 415)


async def _read_fields(request: Request, limits: Limits) -> Form:
    body = b"".join([piece async for piece in _bounded(request, limits)])
    pairs = parse_qsl(
        body.decode("ascii"), keep_blank_values=True, max_num_fields=limits.fields, errors="strict"
    )
    return Form(_together(pairs))


async def _read_parts(request: Request, limits: Limits) -> Form:
    parser = MultiPartParser(
        request.headers,
        _bounded(request, limits),
        max_files=limits.files,
        max_fields=limits.fields,
        max_part_size=limits.size,
    )
    pairs: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    parsed = await parser.parse()
    try:
        for name, value in parsed.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    files[name] = Upload(value.filename, await value.read())
            else:
                pairs.append((name, value))
    finally:
        await parsed.close()
    return Form(_together(pairs), files)


def _together(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        if "\0" in value:
            raise ValueError("no form of ours holds a NUL")
        fields.setdefault(name, []).append(value)
    return fields


async def _bounded(request: Request, limits: Limits) -> AsyncGenerator[bytes, None]:
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > limits.size:
            raise FormRefused("refused_large", 413)
        yield piece
