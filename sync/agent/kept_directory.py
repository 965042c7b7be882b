"""The directory that a kiosk keeps, and what it names."""

from sync.contract.directory import Directory
from sync.contract.encoding import decode


def stored_directory(raw: bytes) -> Directory:
    """The directory in `raw`, verified when it was saved.

    Raises:
        Malformed: the store holds something else.
    """
    return decode(raw.partition(b"\n")[0], Directory)


def photos_of(directory: Directory) -> list[str]:
    """The SHA-256 (hex) of every photo the directory names, each once, in its order."""
    return list(dict.fromkeys(official.photo for official in directory.officials if official.photo))
