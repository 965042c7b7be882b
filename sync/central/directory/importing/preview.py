"""Looking at a file: a verdict for each row, and a digest that names exactly what would be done."""

import hashlib
from collections import Counter
from collections.abc import Collection

import msgspec
from sqlalchemy import Connection

from sync.central.directory.importing.header import find_table
from sync.central.directory.importing.judging import Kind, Target, Verdict, judge_wish
from sync.central.directory.importing.known import Known
from sync.central.directory.importing.reading import read_grids
from sync.central.directory.importing.said import RowRefused, Said
from sync.central.directory.importing.wishes import ReadRow, read_rows
from sync.contract.encoding import write_json


class Preview(msgspec.Struct, frozen=True):
    """What would become of a file; `numbers` counts its rows by kind."""

    digest: str
    sheet: str
    columns: tuple[str, ...]
    strange: tuple[str, ...]
    said: tuple[Said, ...]
    verdicts: tuple[Verdict, ...]
    numbers: dict[str, int]

    @property
    def to_do(self) -> int:
        """How many officials would be new or changed."""
        return self.numbers.get("new", 0) + self.numbers.get("changed", 0)


def preview(
    connection: Connection,
    raw: bytes,
    today: str,
    *,
    unit: str | None = None,
    within: Collection[str] | None = None,
) -> Preview:
    """Judge every row of the file; nothing is changed.

    `unit`: whose rows they are where the file does not say; `within`: the only units that rows may be about.

    Raises:
        FileRefused: no table of people can be read in it.
    """
    grids = read_grids(raw)
    known = Known(connection, within)
    grid, table = find_table(grids)
    verdicts = tuple(_verdicts(list(read_rows(table, known.is_unit)), known, unit, today))
    digest = hashlib.sha256(hashlib.sha256(raw).digest() + write_json([unit, today, verdicts])).hexdigest()
    numbers = dict(Counter(str(verdict.kind) for verdict in verdicts))
    return Preview(digest, grid.name, tuple(table.columns), table.strange, grid.said, verdicts, numbers)


def _verdicts(rows: list[ReadRow], known: Known, default: str | None, today: str) -> list[Verdict]:
    seen: dict[tuple[str, ...], int] = {}
    found: list[Verdict] = []
    for row in rows:
        if row.wish is None:
            kind: Kind = "skipped" if row.refused is None else "refused"
            found.append(Verdict(row.number, kind, row.told, why=row.refused or row.skipped))
            continue
        try:
            verdict = judge_wish(row.number, row.told, row.wish, known, default, today)
            _once(verdict, seen)
        except RowRefused as why:
            verdict = Verdict(row.number, "refused", row.told, why=why.said)
        found.append(verdict)
    return found


def _once(verdict: Verdict, seen: dict[tuple[str, ...], int]) -> None:
    """One row for one person: the second would undo what the first asks for."""
    target = verdict.target
    if target is None:
        return
    keys: list[tuple[str, ...]] = [("official", target.official) if target.official else _newcomer(target)]
    if target.code:
        keys.append(("code", target.code.casefold()))
    for key in keys:
        if key in seen:
            raise RowRefused("twice", row=str(seen[key]))
    seen.update(dict.fromkeys(keys, verdict.number))


def _newcomer(target: Target) -> tuple[str, ...]:
    return "name", target.unit, target.name.casefold(), target.code or ""
