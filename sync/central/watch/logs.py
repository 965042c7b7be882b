"""The log: JSON lines or plain ones, on standard error; errors by type and place, never by their words."""

import errno
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any, Final

import msgspec

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that is being answered; work in threads has it, too."""

_OURS: Final = "sync"


def start_log(form: str, level: str) -> None:
    """Write our rooms' log from this level on, in this form (plain or json), and others' warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(logging.WARNING)  # libraries tell values at lower levels
    logging.getLogger(_OURS).setLevel(level.upper())
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # it tells of strangers
    logging.captureWarnings(capture=True)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line."""
        told = _basics(record) | _fields(record)
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = describe(record.exc_info[1])
        return msgspec.json.encode(told).decode()


class PlainLines(logging.Formatter):
    """Words for people."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, and one for each place that an error came through."""
        basics = _basics(record)
        told = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        line = f"{basics['time']} {record.levelname:<7} {basics['message']} {told}".rstrip()
        if record.exc_info and record.exc_info[1] is not None:
            line = "\n  ".join([line, *describe(record.exc_info[1])])
        return line


def describe(error: BaseException) -> list[str]:
    """An error and what it came from, each by type, by the number a system gave it, and by its places."""
    found: list[str] = []
    one: BaseException | None = error
    while one is not None and len(found) < 100:
        found += [f"{type(one).__name__}{_number(one)}", *_places(one.__traceback__)]
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found


def _basics(record: logging.LogRecord) -> dict[str, Any]:
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return {
        "time": time.replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    fields: dict[str, Any] = getattr(record, "fields", {})
    number = request_id.get()
    return ({"request": number} if number else {}) | fields


def _number(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return f" {errno.errorcode.get(error.errno, error.errno)}"
    original = getattr(error, "orig", error)
    number = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", None)
    return f" {number}" if number else ""


def _places(trace: TracebackType | None) -> list[str]:
    return [
        f"at {frame.f_globals.get('__name__', '?')}:{line} in {frame.f_code.co_name}"
        for frame, line in walk_tb(trace)
    ]
