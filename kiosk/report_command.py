"""The command `report`: what the server's `diagnose` collects, and a proof of the whole ledger, in a file."""

import argparse
from pathlib import Path

from kiosk.app.diagnosing import diagnostics_of
from kiosk.app.opening import open_kiosk
from kiosk.app.reporting import findings_of
from kiosk.config import Config
from kiosk.desk import machine_clock
from kiosk.release_command import place_of
from kiosk.telling import DONE, NOT_DELIVERED, fail, say
from sync.wire.stick import StickFailed, write_whole


def report_command(config: Config, given: argparse.Namespace) -> int:
    """Write the report; a running kiosk goes on meanwhile."""
    place = place_of(config)
    with open_kiosk(config.data_folder, machine_clock()) as kiosk:
        report = diagnostics_of(kiosk, kiosk.directory, (), place, findings_of(kiosk, place))
    if given.file is None:
        say(report.decode())
        return DONE
    written = write_whole(Path(given.file), report + b"\n")
    return fail(NOT_DELIVERED, written.detail) if isinstance(written, StickFailed) else DONE
