"""On which machine the keys were made: an image that was taken too late carries them to others.

Only digests are kept. It is another machine where the system was given another id, or where no network card
is the same; what cannot be told is not suspected.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.private_files import make_private_folder, replace_file

FILE_NAME: Final = "machine.json"
SYSTEM: Final = Path("/")


def note_machine(folder: Path, system: Path = SYSTEM) -> None:
    """The keys in `folder` belong to this machine from now on."""
    make_private_folder(folder)
    replace_file(folder / FILE_NAME, [json.dumps(sorted(_marks(system))).encode()])


def is_of_another_machine(folder: Path, system: Path = SYSTEM) -> bool:
    """Whether what is in `folder` was made on another machine, as far as that can be told."""
    try:
        noted = {str(mark) for mark in json.loads((folder / FILE_NAME).read_bytes())}
    except (OSError, ValueError, TypeError):
        return False
    here = _marks(system)
    return any(
        (mine := _of_kind(here, kind)) and (theirs := _of_kind(noted, kind)) and not mine & theirs
        for kind in ("system", "card")
    )


def _marks(system: Path) -> set[str]:
    told = _of_windows() if sys.platform == "win32" else _of_linux(system)
    return {
        f"{kind}:{hashlib.sha256(f'hailong-machine-1 {mark}'.encode()).hexdigest()}" for kind, mark in told
    }


def _of_linux(system: Path) -> Iterator[tuple[str, str]]:
    if name := _text(system / "etc" / "machine-id"):
        yield "system", name
    cards = system / "sys" / "class" / "net"
    for card in sorted(cards.iterdir()) if cards.is_dir() else ():
        if (card / "device").exists() and (address := _text(card / "address")):
            yield "card", address


def _of_windows() -> Iterator[tuple[str, str]]:
    import winreg

    where = getattr(winreg, "HKEY_LOCAL_MACHINE")  # noqa: B009 (mypy knows it on Windows only)
    with getattr(winreg, "OpenKey")(where, r"SOFTWARE\Microsoft\Cryptography") as key:  # noqa: B009
        yield "system", str(getattr(winreg, "QueryValueEx")(key, "MachineGuid")[0])  # noqa: B009


def _of_kind(marks: set[str], kind: str) -> set[str]:
    return {mark for mark in marks if mark.startswith(f"{kind}:")}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""
