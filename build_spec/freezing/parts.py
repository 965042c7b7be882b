"""What PyInstaller found, sorted into what goes in and what is left out, by left_out.toml."""

import json
import re
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final

TABLE: Final = Path(__file__).with_name("left_out.toml")
PROGRAMS: Final = ("kiosk", "central")
_AS_ON_LINUX: Final = (
    (r"\\", "/"),
    (r"^PySide6/(plugins|qml|translations)/", r"PySide6/Qt/\1/"),
    (r"^PySide6/(Qt6\w+)\.dll$", r"PySide6/Qt/lib/lib\1.so"),
    (r"^(PySide6/Qt/.*/)(?!lib)(\w+)\.dll$", r"\1lib\2.so"),
    (r"\.pyd$", ".so"),
)

Entry = tuple[str, str, str]
"""A row of PyInstaller's: where it goes, where it comes from, of which kind it is."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files whose place in the folder (or modules whose name) fits one of `what`, for the reason `why`."""

    programs: tuple[str, ...]
    what: tuple[str, ...]
    why: str

    def fits(self, name: str) -> bool:
        """Whether `name` is meant."""
        return any(fnmatchcase(name, pattern) for pattern in self.what)


@cache
def rules(program: str, kind: str) -> tuple[LeftOut, ...]:
    """What `program` leaves out; `kind`: files or modules."""
    stated = tomllib.loads(TABLE.read_text("utf-8"))[kind]
    read = (LeftOut(tuple(row.get("programs", PROGRAMS)), tuple(row["what"]), row["why"]) for row in stated)
    return tuple(rule for rule in read if program in rule.programs)


def modules_left_out(program: str) -> list[str]:
    """Names of modules that must not be followed."""
    return sorted(name for rule in rules(program, "modules") for name in rule.what)


def named(place: str) -> str:
    """A place in a program's folder, or in a wheel, as the tables have it: by the name it bears on Linux."""
    for pattern, replacement in _AS_ON_LINUX:
        place = re.sub(pattern, replacement, place)
    return place


def of_the_system(source: str) -> bool:
    """Whether a file belongs to the machine that freezes, not to Python or what was installed for it."""
    path = Path(source).absolute()
    return not any(
        path.is_relative_to(prefix)
        for prefix in {sys.prefix, sys.base_prefix, "/usr/lib/python3", "/usr/lib/python3.11"}
    )


def kept(found: Iterable[Entry], program: str) -> list[Entry]:
    """The rows that go in, in the order of their places; a link goes where its file goes."""
    left_out = rules(program, "files")

    def stays_behind(row: Entry) -> bool:
        names = (row[0], row[1]) if row[2] == "SYMLINK" else (row[0],)
        return any(rule.fits(named(name)) for rule in left_out for name in names)

    return sorted(row for row in found if not stays_behind(row))


def written(found: Iterable[Entry], file: Path) -> None:
    """Keep a record of rows, as [place, source], for whoever asks later whose work they are."""
    rows = sorted([place, source or ""] for place, source, _ in found)
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=0) + "\n", "utf-8")
