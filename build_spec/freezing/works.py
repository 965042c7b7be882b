"""Whose work a frozen program is: each file's origin, licence, texts. What nobody can account for fails."""

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, Final

from packageurl import PackageURL

from build_spec.freezing.crates import named_in
from build_spec.freezing.parts import named, of_the_system
from build_spec.freezing.staging import ROOT
from sync.contract.version import SOFTWARE

TEXTS: Final = Path(__file__).parents[1] / "licences"
_NAMES: Final = ("licen", "copying", "notice", "authors")


class Unaccounted(Exception):
    """A file of unknown origin, or a work without a licence or its text."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that others (or we) made; `texts` are files.

    `kind`: application, file, library, wheel (a distribution of Python's), debian (a package of this system).
    `licence`: as SPDX, where it is told so.
    """

    name: str
    version: str
    kind: str
    licence: str
    texts: tuple[Path, ...]
    inside: tuple[Path, ...] = ()
    """CycloneDX files of the work's own, which tell what is compiled into it."""
    named: tuple[PackageURL, ...] = ()
    """Where there are none: what its libraries name themselves."""


def works_in(parts: Path, frozen: Path) -> list[Work]:
    """The works of which `parts` (a record of parts.written) holds a file, by name; `frozen` is the program.

    Raises:
        Unaccounted: a file or a licence that is nobody's.
    """
    sources = [source for _, source in json.loads(parts.read_text("utf-8"))]
    absolute = sorted({source for source in sources if Path(source).is_absolute()})
    found = {work for source in absolute for work in _of(source, frozen)} | {_cpython(), _bootloader()}
    for work in found:
        if not work.licence or not work.texts:
            raise Unaccounted(
                f"{work.name} {work.version}: no {'text of its' if work.licence else ''} licence"
            )
    return sorted(found, key=lambda work: (work.name.lower(), work.version, work.kind))


def _of(source: str, frozen: Path) -> Iterable[Work]:
    path = Path(source)
    if path.is_relative_to(frozen.parents[1]):  # the stage, and what PyInstaller wrote beside it
        return [
            next((work for place, work in _FONTS.items() if f"/assets/{place}/" in path.as_posix()), _OURS)
        ]
    if of_the_system(source):
        return [_debian(path)]
    if (owned := _owners().get(os.path.normcase(source))) is not None:
        return _distributed(*owned)
    if path.is_relative_to(sysconfig.get_path("stdlib")) or path.is_relative_to(sys.base_prefix):
        return _with_cpython(path)
    raise Unaccounted(f"{source}: whose is it?")


_OURS: Final = Work("hai-long", SOFTWARE, "application", "Apache-2.0", (ROOT / "LICENSE",))
_FONTS: Final = {
    "fonts": Work("Be Vietnam Pro", "", "file", "OFL-1.1", (ROOT / "assets/fonts/OFL.txt",)),
    "serif": Work("Tinos", "", "file", "OFL-1.1", (ROOT / "assets/serif/OFL.txt",)),
}


@cache
def _owners() -> dict[str, tuple[Distribution, str]]:
    """Whose each installed file is, and its place in the distribution."""
    return {
        os.path.normcase(str(distribution.locate_file(file))): (distribution, file.as_posix())
        for distribution in distributions()
        for file in distribution.files or ()
    }


@cache
def _bundled() -> list[dict[str, Any]]:
    stated: list[dict[str, Any]] = tomllib.loads((TEXTS / "bundled.toml").read_text("utf-8"))["work"]
    return stated


def _with_cpython(path: Path) -> list[Work]:
    """The works that a file of the interpreter is of: libraries of others come with Python for Windows."""
    own = _cpython()
    if not path.is_relative_to(sys.base_prefix):
        return [own]
    place = path.relative_to(sys.base_prefix).as_posix().lower()
    rows = [row for row in _bundled() if row["of"] == "cpython" and _fits(place, row["files"])]
    others = [_inside(row, own.name, own.version) for row in rows]
    return [replace(one, texts=one.texts or own.texts) for one in others] or [own]


def _distributed(distribution: Distribution, place: str) -> list[Work]:
    """The works that a file of a distribution is of: what `bundled.toml` says, else the distribution."""
    name = _plain(distribution.name)
    if name == "pyinstaller":
        return [_bootloader()]
    rows = [row for row in _bundled() if row["of"] == name and _fits(named(place), row["files"])]
    if place.split("/", maxsplit=1)[0].endswith(".libs") and not rows and name != "pillow":
        raise Unaccounted(f"{place} of {distribution.name}: add it to licences/bundled.toml")
    inside = [_inside(row, distribution.name, distribution.version) for row in rows]
    whole = _whole(distribution)
    return [*inside, *([whole] if whole.texts or not inside else [])]


def _fits(place: str, patterns: list[str]) -> bool:
    return any(fnmatchcase(place, pattern) for pattern in patterns)


def _inside(row: dict[str, Any], whole: str, version: str) -> Work:
    if not row.get("same_version", False):
        version = f"in {whole} {version}"
    texts = tuple((TEXTS / name).resolve() for name in row["texts"])
    return Work(row["name"], version, "library", row["licence"], texts)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


@cache
def _whole(distribution: Distribution) -> Work:
    files = [file for file in distribution.files or () if ".dist-info/" in str(file)]
    texts = [file for file in files if any(name in file.name.lower() for name in _NAMES)]
    lists = tuple(
        sorted(Path(str(distribution.locate_file(file))) for file in files if "/sboms/" in str(file))
    )
    return Work(
        distribution.name,
        distribution.version,
        "wheel",
        _licence(distribution),
        tuple(sorted(Path(str(distribution.locate_file(file))) for file in texts)),
        lists,
        () if lists else named_in(_libraries(distribution)),
    )


def _libraries(distribution: Distribution) -> list[Path]:
    """Its own libraries of Python's stable interface, which is how Rust's come."""
    files = (file for file in distribution.files or () if str(file).endswith((".abi3.so", ".pyd")))
    return [Path(str(distribution.locate_file(file))) for file in files]


def _licence(distribution: Distribution) -> str:
    told = distribution.metadata
    classified = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier", []) if c.startswith("License ::")
    ]
    stated = told["License-Expression"] or told["License"] or ""
    return stated if stated and "\n" not in stated else " AND ".join(classified)


@cache
def _cpython() -> Work:
    version = ".".join(map(str, sys.version_info[:3]))
    places = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    texts = tuple(place / "LICENSE.txt" for place in places if (place / "LICENSE.txt").exists())
    return Work("CPython", version, "library", "PSF-2.0", texts[:1])


@cache
def _bootloader() -> Work:
    own = _whole(next(found for found in distributions() if found.name == "pyinstaller"))
    return replace(
        own,
        name="PyInstaller's bootloader",
        kind="library",
        licence="GPL-2.0-or-later WITH Bootloader-exception",
    )


@cache
def _debian(path: Path) -> Work:
    for name in (str(path.resolve()), str(path), str(path).removeprefix("/usr")):
        asked = subprocess.run(["dpkg-query", "-S", name], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            package = asked.stdout.split(":")[0]
            break
    else:
        raise Unaccounted(f"{path}: no package of this system has it")
    version = subprocess.run(
        ["dpkg-query", "-W", "-f=${source:Version}\n", package], capture_output=True, text=True, check=True
    ).stdout.splitlines()[0]
    text = Path("/usr/share/doc") / package / "copyright"
    return Work(package, version, "debian", "LicenseRef-see-copyright-file", (text,) if text.exists() else ())
