"""The commands for ledgers that kiosks do not bring themselves: `import`, `pull`, `kiosk pull-address`."""

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from sync.central.acting import acting, write_down
from sync.central.carriers.importing import Imported, import_files
from sync.central.carriers.kiosk_line import KioskLine
from sync.central.carriers.pulling import Verdict, Visit, visit
from sync.central.database.engine import reading, writing
from sync.central.fleet.pull_addresses import Pulled, pulled_kiosks, set_pull_address
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell
from sync.wire.stick import StickFailed

DONE: Final = 0
REFUSED: Final = 3
NOT_PULLED: Final = 6
AT_ONCE: Final = 8


def import_command(settings: Settings, given: argparse.Namespace) -> int:
    """Take brought files; one that is bad holds up no other."""
    with open_central(settings) as central:
        found = import_files(central, settings, [Path(path) for path in given.paths])
        if isinstance(found, StickFailed):
            return _fail(f"the stick cannot be used: {found.fault}: {found.detail}")
        files = []
        for imported in found:
            files.append(imported)
            if not given.json:
                sys.stdout.write(_words(imported) + "\n")
                sys.stdout.flush()
        good = sum(imported.good for imported in files)
        with writing(central.engine) as connection:
            counts = {"taken": str(good), "refused": str(len(files) - good)}
            write_down(connection, central.clock, given, **counts)
    told = {"taken": good, "refused": len(files) - good, "files": [_told(imported) for imported in files]}
    tell(given, told, f"{good} of {len(files)} files taken and answered")
    if not files:
        return _fail("no .hailong and no .enrolment was found there")
    return DONE if good == len(files) else REFUSED


def pull_command(settings: Settings, given: argparse.Namespace) -> int:
    """Visit every kiosk that has an address, once or again and again."""

    def visited(kiosk: Pulled) -> Visit:
        line = KioskLine(central, kiosk.sender.kiosk, kiosk.sender.public, kiosk.address)
        return visit(central, settings, line, kiosk.sender)

    with open_central(settings) as central, ThreadPoolExecutor(AT_ONCE) as threads:
        while True:
            with reading(central.engine) as connection:
                pulled = pulled_kiosks(connection, given.kiosk)
            visits = []
            for one in threads.map(visited, pulled):
                visits.append(one)
                if not given.json:
                    sys.stdout.write(f"{one.verdict:<12} {one.kiosk}: {one.lines} new lines {one.detail}\n")
                    sys.stdout.flush()
            good = sum(one.verdict is Verdict.PULLED for one in visits)
            tell(given, {"pulled": good, "visits": visits}, f"{good} of {len(visits)} kiosks pulled")
            if given.once:
                return DONE if good == len(visits) else NOT_PULLED
            time.sleep(max(1, given.every))


def pull_address_command(settings: Settings, given: argparse.Namespace) -> int:
    """Say where a kiosk is asked."""
    with acting(settings, given) as hand:
        set_pull_address(hand.connection, given.kiosk, None if given.none else given.at)
    where = "is asked no more" if given.none else f"is asked at {given.at}"
    tell(given, {"kiosk": given.kiosk, "pull_address": given.at}, f"kiosk {given.kiosk} {where}")
    return DONE


def _words(imported: Imported) -> str:
    words = f"{imported.verdict:<9} {imported.file}: {imported.detail}"
    if imported.unanswered is not None:
        words += f"; not answered: {imported.unanswered.fault}: {imported.unanswered.detail}"
    return words


def _told(imported: Imported) -> dict[str, str | None]:
    unanswered = imported.unanswered
    return {
        "file": str(imported.file),
        "verdict": imported.verdict,
        "detail": imported.detail,
        "unanswered": None if unanswered is None else f"{unanswered.fault}: {unanswered.detail}",
    }


def _fail(message: str) -> int:
    sys.stderr.write(f"hailong-central: {message}\n")
    return REFUSED
