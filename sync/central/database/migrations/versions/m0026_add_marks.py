"""Marks of ratings, and how many are marked: filled as ledgers are read again."""

import sqlalchemy as sa
from alembic import op

revision = "m0026_add_marks"
down_revision = "m0025_add_releases"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "marks",
        sa.Column("ledger_no", Long, sa.ForeignKey("ledgers.ledger_no"), autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ledger_no", "seq", "rule"),
        sqlite_strict=True,
    )
    op.create_index("marks_by_day", "marks", ["day", "unit"])
    op.create_table(
        "unit_marks",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("score", Long, autoincrement=False, nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit", "day", "rule", "score"),
        sqlite_strict=True,
    )
    op.create_table(
        "marked_months",
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("score", Long, autoincrement=False, nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("official", "unit", "month", "score"),
        sqlite_strict=True,
    )
