"""The kiosk, frozen for Windows: `python -m build_spec.windows.programs FOLDER`.

On Windows by the Python that runs this; elsewhere by Windows' Python under wine. FOLDER holds then `stage`,
`dist/hailong-kiosk` and `parts.json`, as after a freeze for Linux.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from build_spec.freezing.freeze import CannotFreeze
from build_spec.freezing.staging import ROOT, commit_time, stage
from build_spec.windows.tools import tools
from build_spec.windows.wine import NoWine, Wine, windows_path

PLACE: Final = ROOT / "build" / "windows"


def frozen_for_windows(folder: Path) -> Path:
    """Stage and freeze in `folder`, which is made anew; the program's own folder.

    Raises:
        CannotFreeze: with what was said last.
    """
    shutil.rmtree(folder, ignore_errors=True)
    stage(folder / "stage")
    made = ("-m", "build_spec.freezing.making", "kiosk")
    own = {"SOURCE_DATE_EPOCH": str(commit_time()), "PYTHONDONTWRITEBYTECODE": "1"}
    if sys.platform == "win32":
        own |= {"PYTHONPATH": str(folder / "stage")}
        command = [sys.executable, *made, str(folder)]
        done = subprocess.run(command, env=os.environ | own, capture_output=True, text=True, check=False)
    else:
        wine = Wine(PLACE / "wine")
        try:
            wine.make()
        except NoWine as error:
            raise CannotFreeze(f"wine: {error}") from error
        own |= {"PYTHONPATH": windows_path(folder / "stage")}
        python = windows_path(tools(PLACE / "tools") / "python.exe")
        done = wine.run(python, *made, windows_path(folder), **own)
        wine.end()
    if done.returncode:
        raise CannotFreeze(f"kiosk for Windows: {done.stderr[-4000:]}")
    return folder / "dist" / "hailong-kiosk"


def main() -> int:
    """As the module says."""
    sys.stdout.write(f"{frozen_for_windows(Path(sys.argv[1]).absolute())}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
