"""Shared libraries of the machine that freezes: which travel along, and which are the target's own.

What Python itself stands on travels, so that every machine keeps its ledger with the SQLite that was tested.
Everything else (the C library, the screen with its drivers and letters, D-Bus) must fit the target and is
mended by its system: the .deb depends on what `dpkg-shlibdeps` finds to be needed.
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Final

from build_spec.freezing.parts import Entry, of_the_system

TRAVEL: Final = ("libssl.so", "libcrypto.so", "libsqlite3.so", "libffi.so")


def carried(found: Iterable[Entry]) -> list[Entry]:
    """The rows without the libraries that stay."""
    return [row for row in found if not of_the_system(row[1]) or PurePath(row[0]).name.startswith(TRAVEL)]
