"""Tables as files: CSV for spreadsheets, JSON for programs, with what each column holds."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from sync.central.directory.importing.exporting import harmless

MEDIA: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


class Column(NamedTuple):
    """A column, and what it holds, by language."""

    name: str
    meaning: Mapping[str, str]


class Sheet(NamedTuple):
    """Rows under columns; None: nothing may be told there."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | float | None]]

    def as_csv(self) -> bytes:
        """UTF-8 with the mark that spreadsheets need; what would be a formula is text."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([column.name for column in self.columns])
        writer.writerows(
            [harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in self.rows
        )
        return out.getvalue().encode("utf-8-sig")

    def as_json(self, **about: Any) -> bytes:
        """An object: what is said `about` the rows, their columns, and the rows as objects."""
        names = [column.name for column in self.columns]
        rows = [dict(zip(names, row, strict=True)) for row in self.rows]
        columns = {column.name: column.meaning for column in self.columns}
        return msgspec.json.encode({**about, "columns": columns, "rows": rows})
