"""The commands for ledgers that do not come over HTTP: `import`."""

import argparse
import sys
from pathlib import Path
from typing import Final

from sync.central.carriers.importing import Imported, import_files
from sync.central.opening import open_central
from sync.central.settings import Settings
from sync.central.telling import tell
from sync.wire.stick import StickFailed

DONE: Final = 0
REFUSED: Final = 3


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
    told = {"taken": good, "refused": len(files) - good, "files": [_told(imported) for imported in files]}
    tell(given, told, f"{good} of {len(files)} files taken and answered")
    if not files:
        return _fail("no .hailong and no .enrolment was found there")
    return DONE if good == len(files) else REFUSED


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
