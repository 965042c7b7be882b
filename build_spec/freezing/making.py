"""A frozen program with all that lies beside it: `python -m build_spec.freezing.making kiosk|central FOLDER`.

FOLDER holds `stage`; the same command under Windows' Python makes the program for Windows.
"""

import sys
from pathlib import Path

from build_spec.freezing.freeze import CannotFreeze, freeze
from build_spec.freezing.notices import write_bom, write_notices
from build_spec.freezing.staging import commit_time
from build_spec.freezing.works import Unaccounted, works_in


def made(program: str, folder: Path) -> Path:
    """Freeze what is staged in `folder`, with notices and SBOM; the program's own folder.

    Raises:
        CannotFreeze: with what PyInstaller said.
        Unaccounted: a file or a licence that is nobody's.
    """
    frozen = freeze(program, folder)
    works = works_in(folder / "parts.json", frozen)
    write_notices(works, frozen.name, frozen)
    write_bom(works, frozen.name, frozen, commit_time())
    return frozen


def main() -> int:
    """As the module says."""
    program, folder = sys.argv[1:]
    try:
        sys.stdout.write(f"{made(program, Path(folder).absolute())}\n")
    except (CannotFreeze, Unaccounted) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
