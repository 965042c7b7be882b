"""Whose signature makes a release: the file that came with the machine, or what the running release says."""

from pathlib import Path

from kiosk.releases.standing import Standing, releases_folder
from sync.contract.encoding import Malformed
from sync.contract.release import SIGNED, Release, read_any_release
from sync.contract.signed import Unsigned


def trusted_keys(data: Path, standing: Standing, file: Path) -> tuple[bytes, ...]:
    """The release keys (32 bytes each) that count here; none: this kiosk takes no releases.

    The confirmed release may name the keys of those that follow it; it was verified when it was installed.
    """
    current = installed_release(data, standing.confirmed)
    if current is not None and current.keys:
        return tuple(bytes.fromhex(key) for key in current.keys)
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ()
    words = (line.partition("#")[0].strip() for line in lines)
    return tuple(key for word in words if (key := _key(word)) is not None)


def installed_release(data: Path, name: str | None) -> Release | None:
    """What the folder called `name` was installed from, if it is there."""
    if name is None:
        return None
    try:
        return read_any_release((releases_folder(data) / name / SIGNED).read_bytes())
    except (OSError, Malformed, Unsigned):
        return None


def _key(word: str) -> bytes | None:
    try:
        key = bytes.fromhex(word)
    except ValueError:
        return None
    return key if len(key) == 32 else None
