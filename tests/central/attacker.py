"""Somebody who kept every view, and solves for the smallest group of ratings that any of it gives away.

Knows nothing of the rule: views are vectors over ratings (with what they said), with exact fractions.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

Atom = Any
View = Mapping[Any, int | Fraction]
Row = dict[int, Fraction]


def smallest_group(views: Iterable[View], fewest: int) -> int | None:
    """The size of a group below `fewest` about which some combination of `views` tells; None: there is none.

    A combination tells of the ratings in which it is not zero, whether they are added or taken away.
    """
    vectors = [{atom: Fraction(n) for atom, n in view.items() if n} for view in views]
    rows, sizes = _by_column(vectors)
    return _search(rows, sizes, fewest, 0)


def only_without(views: Iterable[View], atoms: Iterable[Atom]) -> list[View]:
    """A basis of the combinations of `views` that tell of none of these."""
    rows, columns = _numbered(views)
    some = [columns[atom] for atom in atoms if atom in columns]
    names = list(columns)
    return [{names[column]: value for column, value in row.items()} for row in _vanishing(rows, some)]


def spans(views: Iterable[View], others: Iterable[View]) -> bool:
    """Whether the others are all combinations of `views`."""
    first, second = list(views), list(others)
    return len(_reduced(_numbered(first)[0])) == len(_reduced(_numbered([*first, *second])[0]))


def _numbered(views: Iterable[View]) -> tuple[list[Row], dict[Atom, int]]:
    columns: dict[Atom, int] = {}
    rows = [
        {columns.setdefault(atom, len(columns)): Fraction(n) for atom, n in view.items() if n}
        for view in views
    ]
    return rows, columns


def _by_column(vectors: list[dict[Atom, Fraction]]) -> tuple[list[Row], dict[int, int]]:
    """The views over groups of ratings that no view tells apart, and the groups' sizes."""
    patterns: dict[Atom, dict[int, Fraction]] = {}
    for number, vector in enumerate(vectors):
        for atom, value in vector.items():
            patterns.setdefault(atom, {})[number] = value
    groups: dict[tuple[tuple[int, Fraction], ...], int] = {}
    for pattern in patterns.values():
        key = tuple(sorted(pattern.items()))
        groups[key] = groups.get(key, 0) + 1
    rows: list[Row] = [{} for _ in vectors]
    for column, pattern_key in enumerate(groups):
        for number, value in pattern_key:
            rows[number][column] = value
    return _reduced(rows), dict(enumerate(groups.values()))


def _reduced(rows: Iterable[Row], order: Iterable[int] | None = None) -> list[Row]:
    """Reduced row echelon form, with pivots taken in `order` first."""
    left = [row for row in rows if row]
    done: list[Row] = []
    columns = list(order or ()) + sorted({column for row in left for column in row})
    for column in dict.fromkeys(columns):
        pivot = next((row for row in left if column in row), None)
        if pivot is None:
            continue
        left.remove(pivot)
        scale = pivot[column]
        pivot = {key: value / scale for key, value in pivot.items()}
        left = [row for row in (_without(row, pivot, column) for row in left) if row]
        done = [_without(row, pivot, column) for row in done] + [pivot]
    return done


def _without(row: Row, pivot: Row, column: int) -> Row:
    factor = row.get(column)
    if factor is None:
        return row
    keys = row.keys() | pivot.keys()
    mixed = {key: row.get(key, Fraction(0)) - factor * pivot.get(key, Fraction(0)) for key in keys}
    return {key: value for key, value in mixed.items() if value}


def _vanishing(rows: list[Row], columns: Iterable[int]) -> list[Row]:
    """A basis of the combinations that are zero in all these columns."""
    some = set(columns)
    return [row for row in _reduced(rows, sorted(some)) if not some & row.keys()]


def _search(rows: list[Row], sizes: dict[int, int], fewest: int, spent: int) -> int | None:
    """The smallest group that a combination of `rows` tells of, beside `spent` ratings; below `fewest`."""
    while rows:
        rows, sizes = _merged(rows, sizes)
        large = [column for column, size in sizes.items() if spent + size >= fewest]
        if not large:
            break
        rows = _vanishing(rows, large)
    if not rows:
        return None
    if len(rows) == 1:
        return spent + sum(sizes[column] for column in rows[0])
    column = max(sizes, key=lambda key: sizes[key])
    found = [_search(_vanishing(rows, [column]), sizes, fewest, spent)]
    told = spent + sizes[column]
    rest = _reduced({key: value for key, value in row.items() if key != column} for row in rows)
    alone = len(rest) < len(rows)  # some combination tells of this column only
    found.append(told if alone else _search(rest, sizes, fewest, told))
    return min((size for size in found if size is not None), default=None)


def _merged(rows: list[Row], sizes: dict[int, int]) -> tuple[list[Row], dict[int, int]]:
    """Columns that are zero in the same combinations become one; columns of zeros go."""
    alike: dict[tuple[tuple[int, Fraction], ...], list[int]] = {}
    for column in sorted({column for row in rows for column in row}):
        entries = [(number, row[column]) for number, row in enumerate(rows) if column in row]
        scale = entries[0][1]
        alike.setdefault(tuple((number, value / scale) for number, value in entries), []).append(column)
    kept = {columns[0]: sum(sizes[column] for column in columns) for columns in alike.values()}
    return [{key: value for key, value in row.items() if key in kept} for row in rows], kept
