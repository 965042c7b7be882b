"""The fleet as a file: every column of the table, for a spreadsheet or a program."""

import csv
import io
from collections.abc import Sequence

import msgspec

from sync.central.directory.importing.exporting import harmless
from sync.central.fleet.line import FleetLine


def as_json(lines: Sequence[FleetLine]) -> bytes:
    """A JSON array, as `hailong-central kiosk list --json` prints."""
    return msgspec.json.encode(lines)


def as_csv(lines: Sequence[FleetLine]) -> bytes:
    """UTF-8 with the mark that spreadsheets need; what would be a formula is text."""
    out = io.StringIO()
    names = [name for name in FleetLine.__struct_fields__ if name != "unit_name"]
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*names, "unit_name_vi", "unit_name_en"])
    for line in lines:
        cells = [getattr(line, name) for name in names]
        writer.writerow([_cell(cell) for cell in (*cells, line.unit_name["vi"], line.unit_name["en"])])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _cell(value: object) -> object:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value
