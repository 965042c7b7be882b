"""The results' tables as sheets: what is hidden on their pages is empty here."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from sync.central.results.calls import Calls
from sync.central.results.distribution import Distribution
from sync.central.results.overview import Overview, UnitRow
from sync.central.results.spreadsheet import Column, Sheet
from sync.central.results.standing import Standing
from sync.central.results.unit import UnitPage
from sync.central.web.words import Words

Cell = str | int | float | None

_FIGURES: Final = (
    "ratings",
    "level_1",
    "level_2",
    "level_3",
    "level_4",
    "level_5",
    "satisfied_share",
    "satisfied_low",
    "satisfied_high",
)


def columns(words: Words, *names: str) -> list[Column]:
    """Columns with what the words say of them."""
    return [Column(name, words[f"column_{name}"]) for name in names]


def units_sheet(overview: Overview, words: Words) -> Sheet:
    """The overview's units; `standing` says why figures are missing."""
    named = columns(words, "unit", "name_vi", "name_en", "standing", *_FIGURES)
    return Sheet(named, [(*_named(row), *figures(row.distribution, row.standing)) for row in overview.units])


def officials_sheet(page: UnitPage, words: Words) -> Sheet:
    """A unit's officials and its desk, as far as the page's reader may see them."""
    named = columns(words, "official", "name", "title_vi", "title_en", "standing", *_FIGURES)
    rows = [
        (
            row.official or "",
            row.name,
            row.title.get("vi", ""),
            row.title.get("en", ""),
            row.standing.value,
            *figures(row.distribution, row.standing),
        )
        for row in page.officials
    ]
    return Sheet(named, rows)


def public_sheet(found: Iterable[tuple[UnitRow, Calls]], closed: date | None, words: Words) -> Sheet:
    """Units with enough published ratings, and their calls."""
    named = columns(
        words, "unit", "name_vi", "name_en", "published_to", *_FIGURES, "calls", "rated_after_call"
    )
    return Sheet(named, list(_public_rows(found, closed)))


def _public_rows(found: Iterable[tuple[UnitRow, Calls]], closed: date | None) -> Iterator[tuple[Cell, ...]]:
    for row, calls in found:
        told = (calls.called, calls.rated) if calls.called else (None, None)
        name = (row.unit, row.name.get("vi", ""), row.name.get("en", ""))
        yield *name, str(closed or ""), *figures(row.distribution, row.standing), *told


def figures(distribution: Distribution, standing: Standing) -> tuple[Cell, ...]:
    """How many ratings, each level's number, and the share of levels 4 and 5 with its interval (0 to 1)."""
    n = None if standing is Standing.WAITING else distribution.n
    if not standing.shown:
        return n, *(None,) * (len(_FIGURES) - 1)
    top = distribution.top_two
    shares = (top.share, top.interval.low, top.interval.high)
    return n, *distribution.counts, *(round(share, 4) for share in shares)


def _named(row: UnitRow) -> tuple[Cell, ...]:
    return row.unit, row.name.get("vi", ""), row.name.get("en", ""), row.standing.value
