"""How fast the ledger has grown lately."""

from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database

from sync.contract.encoding import Malformed
from sync.contract.ledger import read_line

LATELY_LINES: Final = 2_000
LONGEST_SILENCE_MS: Final = 14 * 86_400_000
"""A longer one between two lines is a clock that jumped, or a kiosk that was put away."""


@dataclass(frozen=True, slots=True)
class Growth:
    """So many `lines` in `span_ms` by the machine's clock, each with so many bytes on disk."""

    lines: int
    span_ms: int
    line_bytes: int


def growth(db: Database) -> Growth:
    """Over the latest lines (at most 2,000), back to where the clock was last seen to jump."""
    last = db.execute("SELECT coalesce(max(seq), 0) FROM lines").fetchone()[0]
    lines, span_ms, later_ms = 0, 0, None
    for (raw,) in db.execute("SELECT raw FROM lines ORDER BY seq DESC LIMIT ?", [LATELY_LINES]):
        try:
            line = read_line(raw)
        except Malformed:
            break
        if later_ms is not None:
            if not 0 <= later_ms - line.at <= LONGEST_SILENCE_MS:
                break
            span_ms += later_ms - line.at
        lines, later_ms = lines + 1, line.at
        if line.kind == "clock.stepped":
            break
    return Growth(lines, span_ms, _used_bytes(db) // max(1, last))


def _used_bytes(db: Database) -> int:
    """What lines and their blobs take; photos and the directory do not grow with them."""
    pages, page_bytes, free = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size", "freelist_count")
    )
    other = db.execute(
        "SELECT (SELECT coalesce(sum(length(bytes)), 0) FROM photos)"
        " + (SELECT coalesce(sum(length(raw)), 0) FROM directory)"
    ).fetchone()[0]
    return max(0, int((pages - free) * page_bytes - other))
