"""A report as it is read: head, headings, sentences, tables, charts and appendices; no file format."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from sync.central.reports.contents import Share
from sync.central.results.charts.drawing import Chart


class Kind(StrEnum):
    """What a column holds, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    PART = "part"
    """(number, share): a level's ratings."""
    ESTIMATE = "estimate"
    """A share with its interval."""
    CHANGE = "change"
    """A difference of shares with its interval, in percentage points."""
    MEAN = "mean"


Value: TypeAlias = str | int | float | tuple[int, float] | Share | None
"""None: not shown, or not known."""


@dataclass(frozen=True)
class Column:
    """`width` is its share of the table's, beside the others'."""

    title: str
    kind: Kind = Kind.TEXT
    width: float = 1.0


@dataclass(frozen=True)
class Table:
    """`sheet` names it in a workbook; notes stand below it."""

    sheet: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Heading:
    """`level` 1: I, II, …; 2: 1, 2, …."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A sentence or several."""

    text: str


@dataclass(frozen=True)
class Figure:
    """A chart; `told` says in words what it shows."""

    chart: Chart
    title: str
    told: str


Block: TypeAlias = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Appendix:
    """A table on pages of its own, across if it is `wide`."""

    title: str
    table: Table
    wide: bool


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The whole document; `mark` stands over one that is not signed."""

    above: str
    agency: str
    number: str
    place_and_day: str
    title: str
    subject: str
    addressees: tuple[str, ...]
    blocks: tuple[Block, ...]
    appendices: tuple[Appendix, ...]
    method: tuple[str, ...]
    recipients: tuple[str, ...]
    authority: str
    post: str
    signer: str
    mark: str = ""
    sheets_only: tuple[Table, ...] = field(default=())
    """Tables for the workbook alone."""

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of the document, in its order."""
        inside = (block for block in self.blocks if isinstance(block, Table))
        return (*inside, *(one.table for one in self.appendices))
