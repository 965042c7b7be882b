"""The command `hailong-kiosk`; `--help` tells its settings and exit codes."""

import argparse
import io
import logging
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.app.opening import NotEnrolled
from kiosk.arguments import build_parser
from kiosk.config import Config, ConfigError, load_config
from kiosk.identity import BrokenIdentity
from kiosk.kept import end_with_input
from kiosk.loading import loading
from kiosk.store import AlreadyFounded, AlreadyRunning, DamagedLedger, StoreFailed
from kiosk.telling import NOT_ENROLLED, OWN_ERROR, REFUSED, RUNNING, UNUSABLE, USAGE, WAY_OUT
from kiosk.telling import fail as _fail
from sync.contract.encoding import Malformed

Command = Callable[[Config, argparse.Namespace], int]

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if sys.platform == "win32" else None, errors="replace")
    given = build_parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        config = load_config(Path(given.config) if given.config else None, os.environ)
        return _command(given.command)(config, given)
    except tuple(_KNOWN) as error:
        code = next(code for kind, code in _KNOWN.items() if isinstance(error, kind))
        return _fail(code, f"{error}; {WAY_OUT}" if isinstance(error, DamagedLedger) else str(error))
    except Exception:
        log.exception("an error of the program's own")
        return OWN_ERROR


def _command(name: str) -> Command:
    """What does it: who waits for the screen waits for no other command's libraries."""
    if name == "run":
        return _run
    from kiosk.commands import COMMANDS

    return COMMANDS[name]


def _run(config: Config, given: argparse.Namespace) -> int:
    with loading():
        from kiosk.ui.plain_imports import import_plainly

        import_plainly()
        from kiosk.app.running import NoDisplay, run
        from kiosk.ui.translations import MissingTranslation
        from kiosk.ui.typefaces import MissingTypeface
        from kiosk.ui.window import BrokenScreen

    if given.kept:
        end_with_input()
    if given.windowed:
        config = replace(config, windowed=True)
    try:
        return run(config)
    except (NoDisplay, MissingTranslation, MissingTypeface, BrokenScreen) as error:
        return _fail(UNUSABLE, str(error))


_KNOWN: Final[dict[type[Exception], int]] = {
    ConfigError: USAGE,
    AlreadyFounded: REFUSED,
    NotEnrolled: NOT_ENROLLED,
    AlreadyRunning: RUNNING,
    StoreFailed: UNUSABLE,
    BrokenIdentity: UNUSABLE,
    Malformed: UNUSABLE,
    OSError: UNUSABLE,
}


if __name__ == "__main__":
    sys.exit(main())
