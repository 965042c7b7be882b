"""One program, frozen from its stage.

The folder that holds `stage` holds then `dist/hailong-<program>` (the program's folder) and `parts.json`.
Two runs in two folders give the same bytes; times are those of the last commit.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from build_spec.freezing.staging import commit_time

_NEEDED: Final = ("PATH", "HOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "USERPROFILE")

_WITH_DEBUGGING: Final = ("PIL", "sqlalchemy")


class CannotFreeze(Exception):
    """PyInstaller ended with an error; the message is its last lines."""


def freeze(program: str, folder: Path) -> Path:
    """Freeze the `program` ("kiosk", "central") that is staged in `folder`; the program's own folder.

    Raises:
        CannotFreeze: with what PyInstaller said.
    """
    command = [
        sys.executable,
        *("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", str(folder / "dist"), "--workpath", str(folder / "work")),
        *("stage/build_spec/hailong.spec", "--", program),
    ]
    done = subprocess.run(
        command, cwd=folder, env=_environment(folder), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotFreeze(f"{program}: {done.stderr[-4000:]}")
    frozen = folder / "dist" / f"hailong-{program}"
    if sys.platform != "win32":
        _strip(frozen / "parts")
    _settle(frozen)
    return frozen


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": str(folder / "stage"),
        "PYINSTALLER_CONFIG_DIR": str(folder / "cache"),
        "SOURCE_DATE_EPOCH": str(commit_time()),
    }


def _strip(parts: Path) -> None:
    """Take out of Python's own libraries what is for debuggers, and the folder of the machine that freezes.

    What came in wheels stays as it came, but for a dozen megabytes of debuggers' in two of them.
    """
    own = [*map(str, parts.glob("libpython*")), *map(str, parts.glob("python3*/lib-dynload/*.so"))]
    subprocess.run(["strip", "--strip-unneeded", *own], check=True)
    subprocess.run(["patchelf", "--remove-rpath", *own], check=True)
    large = [str(path) for wheel in _WITH_DEBUGGING for path in (parts / wheel).rglob("*.so")]
    if large:
        subprocess.run(["strip", "--strip-debug", *large], check=True)


def _settle(frozen: Path) -> None:
    """Give every file the time of the commit, and rights that do not depend on who froze it."""
    moment = commit_time()
    for path in sorted(frozen.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=not path.is_symlink())
