"""Ratings counted by month, summed from what is counted by day."""

import sqlalchemy as sa
from alembic import op

revision = "m0030_add_unit_months"
down_revision = "m0029_add_marks_and_tries"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "unit_months",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("score", Long, autoincrement=False, nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit", "month", "rule", "score"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO unit_months SELECT unit, substr(day, 1, 7), '', score, sum(n) FROM unit_days "
        "GROUP BY unit, substr(day, 1, 7), score"
    )
    op.execute(
        "INSERT INTO unit_months SELECT unit, substr(day, 1, 7), rule, score, sum(n) FROM unit_marks "
        "GROUP BY unit, substr(day, 1, 7), rule, score"
    )
