"""Windows' own Python, with all that freezes there: what the locks pin, laid into one folder.

CPython comes from a package that is nothing but its zip file; only the interpreter and its library are taken.
"""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Final

LOCKS: Final = Path(__file__).parents[1] / "locks"
CPYTHON: Final = LOCKS / "windows_python.txt"
LIBRARIES: Final = LOCKS / "windows.txt"
INSIDE: Final = "cp311/"
LEFT: Final = tuple(
    INSIDE + name for name in ("Lib/site-packages/", "Lib/test/", "Scripts/", "Tools/", "tcl/")
)


def tools(folder: Path) -> Path:
    """The folder that holds python.exe, made in `folder` if the locks are not those it was made from."""
    python, stamp = folder / "python", folder / "stamp"
    wanted = CPYTHON.read_text("utf-8") + LIBRARIES.read_text("utf-8")
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _lay_cpython(folder, python)
        _lay_libraries(python / "Lib" / "site-packages")
        stamp.write_text(wanted, "utf-8")
    return python


def _lay_cpython(folder: Path, python: Path) -> None:
    _pip("download", "--no-build-isolation", "--no-binary=:all:", "-d", str(folder), "-r", str(CPYTHON))
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        (member,) = (one for one in packed if one.name.endswith("/data.zip"))
        packed.extract(member, folder, filter="data")
    with zipfile.ZipFile(folder / member.name) as data:
        names = [name for name in data.namelist() if name.startswith(INSIDE) and not name.startswith(LEFT)]
        for name in names:
            data.extract(name, folder)
    (folder / INSIDE).rename(python)
    shutil.rmtree(folder / member.name.partition("/")[0])
    archive.unlink()


def _lay_libraries(folder: Path) -> None:
    windows = ("--platform", "win_amd64", "--python-version", "3.11", "--only-binary=:all:")
    _pip("install", "--no-compile", *windows, "--target", str(folder), "-r", str(LIBRARIES))


def _pip(command: str, *arguments: str) -> None:
    told = ("--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes")
    subprocess.run([sys.executable, "-m", "pip", command, *told, *arguments], check=True)
