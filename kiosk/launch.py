"""The command `hailong-kiosk` begins here: the release that shall run does, or else what was installed.

Standard library only until it is chosen: whatever an update broke, this starts. Every start of `run` is
counted before it begins: a release that never comes to itself, or takes the machine with it, is given up.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kiosk.config import find_data_folder
from kiosk.loading import loading
from kiosk.releases.choosing import DAMAGED, choose, failed, usual
from kiosk.releases.standing import Standing, read_standing, releases_folder, write_standing
from kiosk.releases.system import LAUNCHED
from sync.contract.crash import crash_point
from sync.contract.version import RELEASE

PROGRAM: Final = "hailong-kiosk.exe" if sys.platform == "win32" else "hailong-kiosk"
_STAYS: Final = ("keep", "leave")
"""What no release does: it keeps whichever release runs, and each start that it makes is counted."""

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command as the release that shall run it; its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if LAUNCHED not in os.environ and not set(given[:1]) & set(_STAYS):
        data = find_data_folder(_config_of(given), os.environ)
        if data is not None:
            _hand_over(data, given)
    with loading():
        from kiosk.cli import main as work

    return work(given)


def _hand_over(data: Path, given: Sequence[str]) -> None:
    """Become the chosen release; return where that is this program, or the release does not start."""
    standing = read_standing(data)
    name = _counted(data, standing) if "run" in given[:1] else usual(standing, RELEASE)
    while name is not None:
        crash_point("launch.after_count")
        try:
            _become(releases_folder(data) / name, name, given)
        except OSError as error:
            logging.basicConfig(level=logging.INFO)
            log.error("release %s does not start: %s", name, error)
        standing = _without(read_standing(data), name)
        if "run" in given[:1]:
            _kept(data, standing)
        name = usual(standing, RELEASE)


def _counted(data: Path, before: Standing) -> str | None:
    """The folder to run, once this start is on disk; a trial that cannot be counted does not begin."""
    after, name = choose(before, RELEASE)
    if after == before or _kept(data, after):
        return name
    return name if name == before.confirmed else usual(before, RELEASE)


def _kept(data: Path, standing: Standing) -> bool:
    try:
        write_standing(data, standing)
    except OSError as error:
        log.error("no start can be counted: %s", error)
        return False
    return True


def _without(standing: Standing, name: str) -> Standing:
    """One whose program is not there, or is none, will never start."""
    if name == standing.trial:
        return failed(standing, DAMAGED)
    return replace(standing, confirmed=None, starts=0)


def _become(folder: Path, name: str, given: Sequence[str]) -> None:
    """Go on as the program in `folder`.

    Raises:
        OSError: it cannot be started.
    """
    program, environment = str(folder / PROGRAM), _environment(os.environ) | {LAUNCHED: name}
    if sys.platform == "win32":
        from kiosk.releases.job import ending_together

        command = [program, *given]
        with ending_together():
            done = subprocess.run(command, env=environment, check=False, **_streams())  # noqa: S603 - ours
        sys.exit(done.returncode)
    sys.stdout.flush()
    os.execve(program, [PROGRAM, *given], environment)  # noqa: S606


def _streams() -> dict[str, Any]:
    """Windows hands on what stands in these only where it is told to: a keeper speaks by the first."""
    return {name: getattr(sys, name) or subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}


def _environment(of: "os._Environ[str]") -> dict[str, str]:
    """Without what the frozen launcher's own loader set for itself."""
    kept = dict(of)
    if getattr(sys, "frozen", False):
        kept["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
        before = kept.pop("LD_LIBRARY_PATH_ORIG", None)
        kept.pop("LD_LIBRARY_PATH", None)
        kept |= {} if before is None else {"LD_LIBRARY_PATH": before}
    return kept


def _config_of(given: Sequence[str]) -> Path | None:
    """The file that --config names."""
    for place, word in enumerate(given):
        if word == "--config" and place + 1 < len(given):
            return Path(given[place + 1])
        if word.startswith("--config="):
            return Path(word.partition("=")[2])
    return None


if __name__ == "__main__":
    sys.exit(main())
