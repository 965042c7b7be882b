"""Two folders, byte by byte."""

import os
from pathlib import Path


def differing_bytes(one: Path, other: Path) -> int:
    """How many bytes differ: in files of both, those that do; of what is in one only, all."""
    names = {
        path.relative_to(root) for root in (one, other) for path in root.rglob("*") if not _is_folder(path)
    }
    return sum(_differing(one / name, other / name) for name in names)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _differing(one: Path, other: Path) -> int:
    left, right = _content(one), _content(other)
    common = sum(a != b for a, b in zip(left, right, strict=False)) if left != right else 0
    return common + abs(len(left) - len(right))


def _content(path: Path) -> bytes:
    if path.is_symlink():
        return os.fsencode(path.readlink())
    return path.read_bytes() if path.exists() else b""
