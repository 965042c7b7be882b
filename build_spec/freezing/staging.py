"""A copy of what is tracked, to freeze: the same bytes wherever it lies."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ROOMS: Final = ("kiosk", "sync", "assets", "build_spec", "LICENSE")


def commit_time(root: Path = ROOT) -> int:
    """When the last commit was made, in seconds since 1970 UTC: the time of all that is built from it.

    SOURCE_DATE_EPOCH goes first.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return int(told if told is not None else _git(root, "log", "-1", "--format=%ct"))


def stage(folder: Path, root: Path = ROOT) -> None:
    """Copy the programs' tracked files, and the translations compiled from them, to `folder`, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = _git(root, "ls-files", "-z", "--", *ROOMS).split("\0")
    compiled = [path.relative_to(root).as_posix() for path in (root / "assets" / "i18n").glob("*.qm")]
    for name in sorted({*filter(None, listed), *compiled}):
        source, target = root / name, folder / name
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True)
    return done.stdout
