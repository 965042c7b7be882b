"""PySide would read the source of each module that comes after it, in search of spellings nobody uses here.

It wraps `__import__` for `from __feature__ import snake_case`; without that a start is some 30 ms shorter,
and the sources do not stay in memory.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - wraps it


def import_plainly() -> None:
    """From now on modules are imported as Python does it."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
