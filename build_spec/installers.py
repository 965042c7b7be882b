"""Everything that is installed elsewhere, in dist/: `make installers`.

Each program is frozen twice, in folders of different names; what differs is counted, and must be nothing.
Sizes are MB of 1,000,000 bytes; sounds stand apart, since a province replaces them.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Final

from build_spec.freezing.comparing import differing_bytes
from build_spec.freezing.freeze import CannotFreeze
from build_spec.freezing.making import made
from build_spec.freezing.parts import PROGRAMS
from build_spec.freezing.staging import ROOT, stage
from build_spec.freezing.works import Unaccounted
from build_spec.linux.debs import build_deb
from build_spec.windows.programs import frozen_for_windows
from build_spec.windows.setups import build_setup
from build_spec.windows.wine import why_impossible

BUILD: Final = ROOT / "build"
AGAIN: Final = BUILD / "frozen-again" / "in another folder"
MB: Final = 1_000_000
MOST: Final = {"kiosk": (200, 60), "central": (200, 70), "kiosk for Windows": (200, 60)}
"""MB unpacked, without sounds, and compressed.

A kiosk's come over bad links. The central server is fetched once, by one machine with a good one, and much
of it is vl-convert: 88 MB unpacked, 24 compressed, a whole V8 that draws the report's charts.
"""


def staged(folder: Path) -> Path:
    """The folder, made anew, with a stage in it."""
    shutil.rmtree(folder, ignore_errors=True)
    stage(folder / "stage")
    return folder


def size_of(folder: Path) -> int:
    """Bytes in all files of a folder."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def build(program: str, target: Path) -> tuple[dict[str, float], list[str]]:
    """Build one program into `target`; its figures, and what is wrong with it."""
    one = made(program, staged(BUILD / "frozen" / program))
    twin = made(program, staged(AGAIN / program))
    differing = differing_bytes(one, twin)
    shutil.rmtree(twin)
    frozen = target / one.name
    shutil.copytree(one, frozen, symlinks=True)
    return judged(program, frozen, build_deb(program, frozen, target), differing)


def build_for_windows(target: Path) -> tuple[dict[str, float], list[str]]:
    """The same for the kiosk's installer for Windows; the installer, too, is made twice."""
    one = frozen_for_windows(BUILD / "frozen" / "windows")
    twin = frozen_for_windows(AGAIN / "windows")
    differing = differing_bytes(one, twin) + differing_bytes(quick_setup(one), quick_setup(twin))
    shutil.rmtree(twin)
    frozen = target / "windows" / one.name
    shutil.copytree(one, frozen)
    return judged("kiosk for Windows", frozen, build_setup(frozen, target), differing)


def quick_setup(frozen: Path) -> Path:
    """A new folder beside the program's, with an installer of it alone."""
    folder = frozen.with_name("setup")
    folder.mkdir()
    build_setup(frozen, folder, quick=True)
    return folder


def judged(program: str, frozen: Path, packed: Path, differing: int) -> tuple[dict[str, float], list[str]]:
    """The figures of a program's folder and of what it is packed into, and what is wrong with them."""
    sounds = size_of(frozen / "parts" / "assets" / "sounds")
    figures = {
        "unpacked_mb": round((size_of(frozen) - sounds) / MB, 1),
        "sounds_mb": round(sounds / MB, 1),
        "compressed_mb": round(packed.stat().st_size / MB, 1),
        "build_twice_differing_bytes": differing,
    }
    most_unpacked, most_compressed = MOST[program]
    wrong = [f"{program}: {differing} bytes differ between two builds"] if differing else []
    if figures["unpacked_mb"] > most_unpacked or figures["compressed_mb"] > most_compressed:
        wrong.append(f"{program}: larger than {most_unpacked} MB unpacked or {most_compressed} MB compressed")
    return figures, wrong


def main() -> int:
    """As the module says; exit code 1 if anything is wrong with what was built."""
    target = ROOT / "dist"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    told, wrong = {}, []
    try:
        for program in PROGRAMS:
            told[f"hailong-{program}"], found = build(program, target)
            wrong += found
            print(json.dumps({f"hailong-{program}": told[f"hailong-{program}"]}), flush=True)
        if (problem := why_impossible()) is not None:
            wrong.append(f"hailong-kiosk for Windows: {problem}")
        else:
            told["hailong-kiosk for Windows"], found = build_for_windows(target)
            wrong += found
            print(json.dumps({"hailong-kiosk for Windows": told["hailong-kiosk for Windows"]}), flush=True)
    except (CannotFreeze, Unaccounted) as error:
        wrong.append(str(error))
    sums = [
        f"{hashlib.sha256(packed.read_bytes()).hexdigest()}  {packed.name}\n"
        for packed in sorted([*target.glob("*.deb"), *target.glob("*.exe")])
    ]
    (target / "SHA256SUMS").write_text("".join(sums), "utf-8")
    (target / "figures.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    for line in wrong:
        sys.stderr.write(f"{line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
