"""Ratings counted by month, and by kiosk and day; calls by counter and day: from the rows that are there."""

import sqlalchemy as sa
from alembic import op

revision = "m0030_add_months_and_kiosks"
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
    op.create_table(
        "kiosk_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", "kiosk", "rule"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO kiosk_days SELECT day, unit, kiosk, '', count(*) FROM ratings "
        "WHERE status = 'counted' GROUP BY day, unit, kiosk"
    )
    op.execute(
        "INSERT INTO kiosk_days SELECT ratings.day, ratings.unit, kiosk, rule, count(*) FROM ratings "
        "JOIN marks ON marks.ledger_no = ratings.ledger_no AND marks.seq = ratings.seq "
        "GROUP BY ratings.day, ratings.unit, kiosk, rule"
    )
    op.create_table(
        "counter_calls",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("lapsed", Long, autoincrement=False, nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", "counter", "lapsed"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO counter_calls SELECT day, unit, coalesce(counter, ''), "
        "CASE WHEN lapsed IS NULL THEN 0 ELSE 1 END, count(*) FROM offers "
        "WHERE status = 'counted' AND kind = 'call' GROUP BY 1, 2, 3, 4"
    )
