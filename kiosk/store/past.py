"""What the ledger says happened before."""

from sqlite_utils import Database

from sync.contract.encoding import Malformed
from sync.contract.ledger import Line, read_line


def lines_about(db: Database, subject: str) -> tuple[Line, ...]:
    """The lines whose kind begins with `subject` and a dot, in order; what cannot be read is left out."""
    begins = f"{subject}."
    rows = db.execute(
        "SELECT raw FROM lines WHERE instr(raw, ?) ORDER BY seq", [f'"kind":"{begins}'.encode()]
    )
    lines = []
    for (raw,) in rows:
        try:
            line = read_line(raw)
        except Malformed:
            continue
        if line.kind.startswith(begins):
            lines.append(line)
    return tuple(lines)
