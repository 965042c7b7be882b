"""Finding the header: under title rows, over one row or two, spelled as people spell it."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sync.central.directory.importing.folding import headline
from sync.central.directory.importing.grid import Cell, Grid, Row
from sync.central.directory.importing.said import FileRefused
from sync.central.directory.importing.spellings import spelled

_LOOKED_AT: Final = 40
"""Filled rows at the top in which a header is looked for."""


class Table(NamedTuple):
    """A header {field: place}, what no field is known for, and the rows beneath and above."""

    columns: dict[str, int]
    strange: tuple[str, ...]
    header: Row
    above: tuple[Row, ...]
    rows: tuple[Row, ...]


def find_table(grids: Sequence[Grid]) -> tuple[Grid, Table]:
    """The first sheet with a roster's header, and its table.

    Raises:
        FileRefused: no row of any sheet names people.
    """
    for grid in grids:
        if (table := _table(grid)) is not None:
            return grid, table
    raise FileRefused("no_header")


def _table(grid: Grid) -> Table | None:
    best, most = None, 1
    for place, row in enumerate(grid.rows[:_LOOKED_AT]):
        fields = _fields(row.cells)
        if _names_people(fields) and len(fields) > most:
            best, most = place, len(fields)
    if best is None:
        return None
    header = grid.rows[best]
    columns, below = _fields(header.cells), best + 1
    if below < len(grid.rows) and (second := _second_row(columns, grid.rows[below])):
        columns, below = {**columns, **second}, below + 1
    strange = tuple(
        str(cell)
        for place, cell in enumerate(header.cells)
        if cell != "" and place not in columns.values() and spelled("fields").get(headline(str(cell))) is None
    )
    return Table(
        {field: place for field, place in columns.items() if field != "ignored"},
        strange,
        header,
        grid.rows[:best],
        grid.rows[below:],
    )


def _fields(cells: Sequence[Cell]) -> dict[str, int]:
    """The first column of each field; a merged header names several columns alike."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = spelled("fields").get(headline(cell)) if isinstance(cell, str) else None
        if field is not None:
            found.setdefault(field, place)
    if "name" in found:
        found.pop("surname", None)
        found.pop("given", None)
    return found


def _names_people(fields: dict[str, int]) -> bool:
    return "name" in fields or {"surname", "given"} <= fields.keys()


def _second_row(columns: dict[str, int], row: Row) -> dict[str, int]:
    """What a second header row adds: "Nghỉ phép" over "Nghỉ từ" and "Nghỉ đến"."""
    second = _fields(row.cells)
    known = set(columns.values())
    strangers = [
        place
        for place, cell in enumerate(row.cells)
        if cell != "" and place in known and spelled("fields").get(headline(str(cell))) is None
    ]
    return {} if strangers else {field: at for field, at in second.items() if field not in columns}
