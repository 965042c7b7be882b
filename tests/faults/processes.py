"""Both programs as processes that start fast: what others wrote is loaded once, what is ours in each anew."""

import importlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

KILLED = -signal.SIGKILL
PATIENCE_SECONDS = 60.0
OTHERS = (
    "alembic.command",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.asymmetric.x25519",
    "cryptography.hazmat.primitives.hpke",
    "cryptography.x509",
    "http_message_signatures",
    "jinja2",
    "msgspec",
    "prometheus_client",
    "requests",
    "sqlalchemy",
    "sqlalchemy.dialects.sqlite",
    "sqlite_utils",
    "sqlite_utils.migrations",
    "starlette.applications",
    "starlette.routing",
    "uvicorn",
    "uvicorn.protocols.http.h11_impl",
)

COMPILED = tempfile.TemporaryDirectory(prefix="hl-compiled-")
"""What is ours is compiled once for all processes of a run; the working tree stays clean."""


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(OTHERS))
    return context


@dataclass(frozen=True)
class Ended:
    """How a program ended, and all it said."""

    code: int
    said: str


def run(module: str, *arguments: str, **environment: str) -> Ended:
    """`main` of a module of ours in a process of its own, to its end."""
    receiver, sender = os.pipe()
    process = _start(module, arguments, environment, sender)
    os.close(sender)
    with os.fdopen(receiver, encoding="utf-8", errors="replace") as said:
        text = said.read()
    return Ended(_end_of(process), text)


@contextmanager
def running(module: str, *arguments: str, **environment: str) -> Iterator[tuple[ForkServerProcess, str]]:
    """The process, and the first line it said; ended afterwards unless it has ended."""
    receiver, sender = os.pipe()
    process = _start(module, arguments, environment, sender)
    os.close(sender)
    with os.fdopen(receiver, encoding="utf-8", errors="replace") as said:
        line = said.readline()
        try:
            yield process, line
        finally:
            process.terminate()
            _end_of(process)


def _start(
    module: str, arguments: tuple[str, ...], environment: dict[str, str], said: int
) -> ForkServerProcess:
    from multiprocessing.reduction import DupFd

    process = _context().Process(
        target=_become, args=(module, arguments, environment, Inherited(said), COMPILED.name)
    )
    assert DupFd is not None
    process.start()
    return process


class Inherited:
    """A file descriptor that travels to the child as it starts."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[object, ...]:
        from multiprocessing.reduction import DupFd

        return _detach, (DupFd(self._number),)


def _detach(duplicate: object) -> int:
    number: int = duplicate.detach()  # type: ignore[attr-defined]
    return number


def _end_of(process: ForkServerProcess) -> int:
    process.join(PATIENCE_SECONDS)
    code = process.exitcode
    assert code is not None, "the process does not end"
    process.close()
    return code


def _become(
    module: str, arguments: tuple[str, ...], environment: dict[str, str], said: int, compiled: str
) -> None:
    sys.dont_write_bytecode, sys.pycache_prefix = False, compiled
    os.chdir(Path(__file__).parents[2])
    os.environ.update({"HAILONG_CENTRAL_LOG_LEVEL": "warning"} | environment)
    for stream in (1, 2):
        os.dup2(said, stream)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.exit(importlib.import_module(module).main(list(arguments)))
