"""What each close of a day changed, and the half-year reports that are made of it."""

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "m0022_add_reports"
down_revision = "m0021_add_cases"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NOT_COUNTED = sa.text("status <> 'counted'")


def upgrade() -> None:
    """Add them; what was shown until now is one row of each cell, of no day."""
    rows = op.create_table(
        "closed_rows",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", "cell", "value"),
        sqlite_strict=True,
    )
    op.create_table(
        "reports",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("issue", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("frozen_ms", Long, autoincrement=False, nullable=True),
        sa.Column("signed_ms", Long, autoincrement=False, nullable=True),
        sa.Column("published_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("report"),
        sqlite_strict=True,
    )
    op.create_table(
        "report_files",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.report"]),
        sa.PrimaryKeyConstraint("report", "kind"),
        sqlite_strict=True,
    )
    op.create_table(
        "sampled_forms",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=True),
        sa.Column("score", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report"], ["reports.report"]),
        sa.PrimaryKeyConstraint("report", "code"),
        sqlite_strict=True,
    )
    op.create_index(
        "ratings_not_counted",
        "ratings",
        ["day", "status"],
        sqlite_where=_NOT_COUNTED,
        postgresql_where=_NOT_COUNTED,
    )
    closings = sa.table("closings", sa.column("unit"), sa.column("document"))
    for unit, document in op.get_bind().execute(sa.select(closings.c.unit, closings.c.document)).all():
        shown = _shown(json.loads(document))
        found = [
            {"unit": unit, "day": "", "cell": cell, "value": value, "n": n}
            for (cell, value), n in sorted(shown.items())
            if n
        ]
        if found:
            op.bulk_insert(rows, found)


def _shown(state: dict) -> Counter:  # type: ignore[type-arg]
    shown = Counter({("whole", value): n for value, n in state.get("pool", {}).items()})
    for name, cell in state.get("cells", {}).items():
        leaf = name == "desk" or name.startswith("official:")
        for value, n in cell.get("shown", {}).items():
            shown["whole" if leaf else name, value] += n
    return shown
