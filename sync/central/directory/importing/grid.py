"""A sheet's rows, and the bounds that hold while one is read."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from sync.central.directory.importing.said import FileRefused, Said

MAX_BYTES: Final = 8 * 1024 * 1024
MAX_UNPACKED: Final = 64 * 1024 * 1024
MAX_ROWS: Final = 20_000
"""Rows with something in them."""
MAX_COLUMNS: Final = 64
MAX_LETTERS: Final = 2_000
"""In one cell."""

Cell = str | date


class Row(NamedTuple):
    """A row with something in it; `number` is what stands beside it on the screen."""

    number: int
    cells: tuple[Cell, ...]


class Grid(NamedTuple):
    """One sheet; `said` is what people should know of how it was read."""

    name: str
    rows: tuple[Row, ...]
    said: tuple[Said, ...] = ()


def filled(rows: Iterable[tuple[int, Iterable[Cell]]]) -> tuple[Row, ...]:
    """The rows that hold something, without blank cells at their ends.

    Raises:
        FileRefused: more of them, or longer cells, than a roster has.
    """
    kept: list[Row] = []
    for number, cells in rows:
        found = list(cells)
        while found and found[-1] == "":
            found.pop()
        if not found:
            continue
        if len(kept) == MAX_ROWS:
            raise FileRefused("too_many_rows", number=str(MAX_ROWS))
        if len(found) > MAX_COLUMNS:
            raise FileRefused("too_many_columns", number=str(MAX_COLUMNS), row=str(number))
        if any(isinstance(cell, str) and len(cell) > MAX_LETTERS for cell in found):
            raise FileRefused("cell_too_long", number=str(MAX_LETTERS), row=str(number))
        kept.append(Row(number, tuple(found)))
    return tuple(kept)
