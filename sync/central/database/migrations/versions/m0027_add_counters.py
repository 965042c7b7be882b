"""Ratings counted by counter, from the rows that are there."""

import sqlalchemy as sa
from alembic import op

revision = "m0027_add_counters"
down_revision = "m0026_add_marks"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "unit_counters",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("score", Long, autoincrement=False, nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit", "day", "counter", "score"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO unit_counters SELECT unit, day, counter, score, count(*) FROM ratings "
        "WHERE status = 'counted' AND counter IS NOT NULL GROUP BY unit, day, counter, score"
    )
