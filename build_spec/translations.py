"""Compile the kiosk's translations; with `--update`, first collect the words from QML and Python.

Each assets/i18n/<language>.qm that is missing or older than its .ts is made anew. A language begins as an
empty .ts: `pyside6-lupdate … -ts assets/i18n/<language>.ts`, then translate.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "assets" / "i18n"
SCREEN = ROOT / "kiosk" / "ui"


def run(tool: str, *arguments: str) -> None:
    """One of Qt Linguist's tools, in the project's folder; its complaint ends the program."""
    program = str(Path(sys.executable).with_name(tool))
    done = subprocess.run([program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{tool}: {done.stdout}{done.stderr}")


def update(folder: Path = FOLDER) -> None:
    """Bring every .ts of `folder` up to date with the words of the screen."""
    words = [str(path.relative_to(ROOT)) for path in sorted([*SCREEN.rglob("*.qml"), *SCREEN.glob("*.py")])]
    for source in folder.glob("*.ts"):
        run("pyside6-lupdate", "-no-obsolete", "-locations", "none", *words, "-ts", str(source))


def compile_stale(folder: Path = FOLDER) -> None:
    """Make what is missing or older than its source."""
    for source in folder.glob("*.ts"):
        compiled = source.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns:
            run("pyside6-lrelease", "-silent", str(source), "-qm", str(compiled))


def main() -> None:
    """As the module says."""
    if "--update" in sys.argv[1:]:
        update()
    compile_stale()


if __name__ == "__main__":
    main()
