"""The installer of the kiosk, made by NSIS: the same bytes for the same program."""

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from build_spec.freezing.staging import commit_time
from sync.contract.version import SOFTWARE

HERE: Final = Path(__file__).parent


def build_setup(frozen: Path, folder: Path, version: str = SOFTWARE, *, quick: bool = False) -> Path:
    """Pack the program's folder `frozen` into an installer in `folder`; its place. `quick`: not so small."""
    target = folder / f"hailong-kiosk_{version}_setup.exe"
    with tempfile.TemporaryDirectory(prefix="hailong-setup-") as scratch:
        listed = Path(scratch) / "files.nsh"
        listed.write_text("".join(f"{line}\n" for line in _lines(frozen)), "utf-8")
        task = Path(scratch) / "task.xml"
        task.write_text((HERE / "task.xml").read_text("utf-8"), "utf-16")
        told = {
            "VERSION": version,
            "NUMBERS": _numbers(version),
            "FILES": listed,
            "TASK_XML": task,
            "OUT": target,
        }
        defined = [f"-D{name}={value}" for name, value in told.items()] + ["-DQUICK"] * quick
        subprocess.run(
            ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, "setup.nsi"],
            cwd=HERE,
            env=os.environ | {"SOURCE_DATE_EPOCH": str(commit_time())},
            check=True,
        )
    return target


def _lines(frozen: Path) -> list[str]:
    """What lays every file beside the program that is replaced, in an order that is always the same."""
    lines, there = [], None
    for file in sorted(path for path in frozen.rglob("*") if path.is_file()):
        place = file.relative_to(frozen).parent
        if place != there:
            below = "" if place == Path() else "\\" + str(place).replace("/", "\\")
            lines.append(f'SetOutPath "$INSTDIR\\program.new{below}"')
            there = place
        lines.append(f'File "{file}"')
    return lines


def _numbers(version: str) -> str:
    """Four numbers, as Windows wants them: what follows the first three is left out."""
    return ".".join([*re.findall(r"\d+", version)[:3], "0"])
