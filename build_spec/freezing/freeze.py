"""One program, frozen: `python -m build_spec.freezing.freeze kiosk|central FOLDER`.

FOLDER is made anew and holds: `stage`, `dist/hailong-<program>` (the program's folder), `parts.json`.
Two runs in two folders give the same bytes; times are those of the last commit.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from build_spec.freezing.staging import ROOT, commit_time, stage


class CannotFreeze(Exception):
    """PyInstaller ended with an error; the message is its last lines."""


def freeze(program: str, folder: Path) -> Path:
    """Freeze `program` ("kiosk", "central") in `folder`; the program's own folder.

    Raises:
        CannotFreeze: with what PyInstaller said.
    """
    shutil.rmtree(folder, ignore_errors=True)
    stage(folder / "stage")
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
    _strip(frozen / "parts")
    _settle(frozen)
    return frozen


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    return kept | {
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": str(folder / "stage"),
        "PYINSTALLER_CONFIG_DIR": str(folder / "cache"),
        "SOURCE_DATE_EPOCH": str(commit_time(ROOT)),
    }


def _strip(parts: Path) -> None:
    """Take out of Python's own libraries what is for debuggers, and the folder of the machine that freezes.

    What came in wheels stays as it came.
    """
    own = [*map(str, parts.glob("libpython*")), *map(str, parts.glob("python3*/lib-dynload/*.so"))]
    subprocess.run(["strip", "--strip-unneeded", *own], check=True)
    subprocess.run(["patchelf", "--remove-rpath", *own], check=True)


def _settle(frozen: Path) -> None:
    """Give every file the time of the commit, and rights that do not depend on who froze it."""
    moment = commit_time(ROOT)
    for path in sorted(frozen.rglob("*"), reverse=True):
        if not path.is_symlink():
            runs = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)


def main() -> int:
    """As the module says."""
    program, folder = sys.argv[1:]
    sys.stdout.write(f"{freeze(program, Path(folder).absolute())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
