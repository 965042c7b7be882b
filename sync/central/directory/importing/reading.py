"""Any file as grids, by what its bytes are; its name is not believed."""

from typing import Final

from sync.central.directory.importing.csv_file import read_csv
from sync.central.directory.importing.grid import MAX_BYTES, Grid
from sync.central.directory.importing.said import FileRefused
from sync.central.directory.importing.xlsx_file import read_xlsx

_ZIP: Final = b"PK\x03\x04"
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_grids(raw: bytes) -> list[Grid]:
    """The sheets in the file.

    Raises:
        FileRefused: nothing of it can be read as a table.
    """
    if len(raw) > MAX_BYTES:
        raise FileRefused("file_too_large", number=str(MAX_BYTES // 1024 // 1024))
    if raw.startswith(_COMPOUND):
        raise FileRefused("old_or_locked_excel")
    if raw.startswith(_ZIP):
        return read_xlsx(raw)
    return [read_csv(raw)]
