"""The commands `hailong-central backup`, `restore` and `check`."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from sync.central.acting import write_down
from sync.central.backup.fitting import judge_fit
from sync.central.backup.making import make_backup
from sync.central.backup.nightly import read_passphrase
from sync.central.backup.restoring import DoesNotFit, restore_backup
from sync.central.database.engine import reading
from sync.central.keys.clock import SystemClock
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import ask_secret, tell

_PROGRESS_STEPS: Final = 20


def back_up(settings: Settings, given: argparse.Namespace) -> int:
    """Make a backup, while the server goes on."""
    passphrase = _passphrase(settings, given)
    with open_central(settings, migrating=False) as central:
        made = make_backup(
            central.engine,
            settings.data / "keys",
            Path(given.file),
            passphrase,
            central.clock.wall_ms(),
            progress=_progress(given),
        )
    words = f"{made.file}: {made.lines} lines, {made.bytes} bytes, SHA-256 {made.sha256}"
    tell(given, made._asdict(), words)
    return 0


def restore(settings: Settings, given: argparse.Namespace) -> int:
    """Put a backup into an empty data folder; nothing is there unless every figure fits."""
    passphrase, clock = _passphrase(settings, given), SystemClock()

    def noted(connection: Connection) -> None:
        write_down(connection, clock, given)

    where = settings.data, settings.database
    try:
        done = restore_backup(Path(given.file), *where, passphrase, clock, noted=noted)
    except DoesNotFit as error:
        differences = error.proof.differences
        words = "\n".join([*(difference.text() for difference in differences), str(error)])
        tell(given, {"differences": differences}, words)
        return 1
    told = {"server": done.server, "taken_ms": done.taken_ms, "lines": done.lines, "migrated": done.migrated}
    words = (
        f"server {done.server}: {done.proof.lines} lines, {done.proof.ratings} ratings recomputed: "
        "0 differences\nserve again: kiosks send what is missing by themselves"
    )
    tell(given, {**told, "ratings": done.proof.ratings, "differences": []}, words)
    return 0


def check(settings: Settings, given: argparse.Namespace) -> int:
    """Tell whether keys and database belong together, and every figure fits: after any restore."""
    with open_central(settings, migrating=False) as central, reading(central.engine) as connection:
        fit = judge_fit(connection, central.identity)
    found = [*fit.wrong, *(difference.text() for difference in fit.proof.differences)]
    summed = (
        f"server {fit.server}: {fit.proof.lines} lines, {fit.proof.ratings} ratings: {len(found)} differences"
    )
    tell(given, fit, "\n".join([*found, summed]))
    return 1 if found else 0


def _passphrase(settings: Settings, given: argparse.Namespace) -> str:
    if settings.backup_passphrase is not None and not given.stdin:
        return read_passphrase(settings.backup_passphrase)
    return ask_secret("passphrase", from_stdin=given.stdin)


def _progress(given: argparse.Namespace) -> Callable[[int, int], None]:
    """Say on standard error how far it is, some twenty times."""
    told = -1

    def say(done: int, total: int) -> None:
        nonlocal told
        step = done * _PROGRESS_STEPS // max(total, 1)
        if step > told and not given.json:
            told = step
            sys.stderr.write(f"{100 * done // max(total, 1)} % of {total} pages\n")

    return say
