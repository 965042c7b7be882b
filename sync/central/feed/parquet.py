"""A month's ratings as a Parquet file, for analysts: the feed's entries as they stand, and nothing more."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import Connection, select

from sync.central.database.rows import AT_A_TIME
from sync.central.database.tables import ratings
from sync.central.feed.entries import entries_of
from sync.central.figures.records import Status
from sync.central.keys.identity import Identity

COLUMNS: Final = {
    "id": "VARCHAR",
    "unit": "VARCHAR",
    "day": "DATE",
    "score": "TINYINT",
    "via": "VARCHAR",
    "stage": "VARCHAR",
    "questionnaire": "VARCHAR",
    "answers": "MAP(VARCHAR, VARCHAR[])",
    "official": "VARCHAR",
    "counter": "VARCHAR",
}


class ExportRefused(Exception):
    """What cannot be written; the message says why."""


def write_month(
    connection: Connection, identity: Identity, month: str, file: Path, noted: Callable[[int], None]
) -> int:
    """Write the counted ratings of a month (YYYY-MM in UTC+7; '' of those whose month is not known).

    The file is new, complete when this returns, and ordered by id, so that its order tells nothing. It is in
    its place once `noted` was told how many ratings it holds, and not before.

    Raises:
        ExportRefused: the file is there already, or cannot be written.
    """
    if file.exists():
        raise ExportRefused(f"{file}: is there already")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".hailong-") as folder:
            rows, made = Path(folder) / "rows.json", Path(folder) / "made.parquet"
            number = _spool(connection, identity, month, rows)
            _convert(rows, made)
            made.chmod(0o600)
            noted(number)
            os.link(made, file)
    except OSError as error:
        raise ExportRefused(f"{file}: {error.strerror}") from error
    return number


def _spool(connection: Connection, identity: Identity, month: str, rows: Path) -> int:
    counted = (ratings.c.month == month, ratings.c.status == Status.COUNTED)
    theirs = select(ratings.c.rating).where(*counted).order_by(ratings.c.ledger_no, ratings.c.seq)
    ids = list(dict.fromkeys(connection.execute(theirs).scalars()))
    with rows.open("wb") as out:
        for place in range(0, len(ids), AT_A_TIME):
            for entry in entries_of(connection, identity, ids[place : place + AT_A_TIME]).values():
                out.write(msgspec.json.encode({name: entry.get(name) for name in COLUMNS}) + b"\n")
    return len(ids)


def _convert(rows: Path, made: Path) -> None:
    try:
        import duckdb
    except ImportError:
        raise ExportRefused("DuckDB, which writes the file, is not installed: hai-long[analysts]") from None
    shape = ", ".join(f"'{name}': '{kind}'" for name, kind in COLUMNS.items())
    read = f"read_json(?, format = 'newline_delimited', columns = {{{shape}}})"
    into = "'" + str(made).replace("'", "''") + "'"
    copying = f"COPY (SELECT * FROM {read} ORDER BY id) TO {into} (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608 - our names
    with duckdb.connect() as duck:
        duck.execute(copying, [str(rows)])
