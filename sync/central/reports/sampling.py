"""Paper forms of a sampled survey, from a file that people wrote: judged row by row, taken as shown."""

import hashlib
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Final

import msgspec
from sqlalchemy import Connection, delete

from sync.central.database.rows import append
from sync.central.database.tables import sampled_forms
from sync.central.directory.importing.cells import day_of, plain
from sync.central.directory.importing.folding import folded, headline
from sync.central.directory.importing.grid import Cell, Grid, Row
from sync.central.directory.importing.known import Known
from sync.central.directory.importing.reading import read_grids
from sync.central.directory.importing.said import FileRefused, RowRefused, Said
from sync.central.reports.issue import State
from sync.central.reports.records import Record, ReportRefused
from sync.contract.encoding import write_json

_LOOKED_AT: Final = 40
_LONGEST: Final = 60
_NEEDED: Final = ("code", "score")


class SampledForm(msgspec.Struct, frozen=True):
    """One form; its day (YYYY-MM-DD) only where the file has one."""

    code: str
    unit: str
    day: str | None
    score: int


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of a row: its form, or why there is none."""

    number: int
    text: str
    form: SampledForm | None
    why: Said | None = None


class Preview(msgspec.Struct, frozen=True):
    """Every row's verdict; `digest` names exactly what would be taken."""

    digest: str
    verdicts: tuple[Verdict, ...]

    @property
    def taken(self) -> tuple[SampledForm, ...]:
        """The forms that would be taken."""
        return tuple(one.form for one in self.verdicts if one.form is not None)

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """The rows that would not."""
        return tuple(one for one in self.verdicts if one.form is None)

    @property
    def numbers(self) -> dict[str, int]:
        """How many forms each unit has."""
        return dict(Counter(form.unit for form in self.taken))


def look_at_sample(connection: Connection, record: Record, raw: bytes) -> Preview:
    """Judge every row; nothing is changed.

    Raises:
        FileRefused: no table of forms can be read in it.
    """
    table = _find(read_grids(raw))
    known, seen = Known(connection, None), dict[str, int]()
    verdicts = tuple(_judge(row, table, known, record, seen) for row in table.rows)
    digest = hashlib.sha256(hashlib.sha256(raw).digest() + write_json([record.report, verdicts])).hexdigest()
    return Preview(digest, verdicts)


def take_sample(
    connection: Connection, record: Record, raw: bytes, digest: str, *, without_refused: bool
) -> Preview:
    """Take the file's forms in the place of those that a draft has.

    Raises:
        ReportRefused: it is no draft, the file would do something else now, or rows are refused.
        FileRefused: no table of forms can be read in it.
    """
    if record.state is not State.DRAFT:
        raise ReportRefused(f"report_is_{record.state}", f"{record.report} is {record.state}, not a draft")
    shown = look_at_sample(connection, record, raw)
    if shown.digest != digest:
        raise ReportRefused("sample_changed", f"it would do something else now; its digest is {shown.digest}")
    if shown.refused and not without_refused:
        raise ReportRefused(
            "sample_refused", f"{len(shown.refused)} rows are refused; mend them, or leave them out"
        )
    connection.execute(delete(sampled_forms).where(sampled_forms.c.report == record.report))
    rows = [(record.report, one.code, one.unit, one.day, one.score) for one in shown.taken]
    append(connection, sampled_forms, ("report", "code", "unit", "day", "score"), rows)
    return shown


class _Table(msgspec.Struct, frozen=True):
    columns: dict[str, int]
    rows: tuple[Row, ...]


def _find(grids: Sequence[Grid]) -> _Table:
    for grid in grids:
        for place, row in enumerate(grid.rows[:_LOOKED_AT]):
            columns: dict[str, int] = {}
            for at, cell in enumerate(row.cells):
                field = _spelled("fields").get(headline(cell)) if isinstance(cell, str) else None
                if field is not None:
                    columns.setdefault(field, at)
            if all(name in columns for name in _NEEDED) and columns.keys() & {"unit", "unit_id"}:
                return _Table(columns, grid.rows[place + 1 :])
    raise FileRefused("no_sample_header")


def _judge(row: Row, table: _Table, known: Known, record: Record, seen: dict[str, int]) -> Verdict:
    text = " · ".join(str(cell) for cell in row.cells if cell != "")
    cells = {field: row.cells[at] if at < len(row.cells) else "" for field, at in table.columns.items()}
    try:
        form = _form(cells, known, record)
        if (first := seen.setdefault(form.code.casefold(), row.number)) != row.number:
            raise RowRefused("form_twice", row=str(first))
    except RowRefused as refused:
        return Verdict(row.number, text, None, refused.said)
    return Verdict(row.number, text, form)


def _form(cells: Mapping[str, Cell], known: Known, record: Record) -> SampledForm:
    code = plain(cells["code"])
    if not 0 < len(code) <= _LONGEST:
        raise RowRefused("no_form_code")
    unit_id, name = (plain(cells.get(field, "")) or None for field in ("unit_id", "unit"))
    now = record.period.now
    unit = known.unit(unit_id, name, None, now.first)
    score = _spelled("levels").get(folded(plain(cells["score"])))
    if score is None:
        raise RowRefused("no_level", text=plain(cells["score"])[:_LONGEST])
    day = day_of(cells["day"]) if cells.get("day", "") != "" else None
    if day is not None and not now.first <= day <= now.last:
        raise RowRefused("other_period", day=day)
    return SampledForm(code, unit, day, int(score))


@cache
def _spelled(table: str) -> Mapping[str, str]:
    text = (resources.files(__package__) / "sample.toml").read_text("utf-8")
    return {
        folded(spelling): meant
        for meant, spellings in tomllib.loads(text)[table].items()
        for spelling in spellings
    }
