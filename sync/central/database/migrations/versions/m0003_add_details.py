"""Answers after the score, calls and invitations, their rollups, and which reading figures come from."""

import sqlalchemy as sa
from alembic import op

revision = "m0003_add_details"
down_revision = "m0002_add_staff"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them, empty: whoever opens the database next reads every ledger again."""
    op.add_column("ratings", sa.Column("detail", Long, nullable=True))
    op.add_column("server", sa.Column("figures", Long, nullable=True))
    op.create_table(
        "answers",
        sa.Column("ledger_no", Long, autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ledger_no"], ["ledgers.ledger_no"]),
        sa.PrimaryKeyConstraint("ledger_no", "seq", "question", "choice"),
        sqlite_strict=True,
    )
    op.create_table(
        "offers",
        sa.Column("ledger_no", Long, autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("counter", sa.Text(), nullable=True),
        sa.Column("official", sa.Text(), nullable=True),
        sa.Column("invitation", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("lapsed", Long, autoincrement=False, nullable=True),
        sa.Column("up", Long, autoincrement=False, nullable=False),
        sa.Column("earliest_ms", Long, autoincrement=False, nullable=True),
        sa.Column("latest_ms", Long, autoincrement=False, nullable=True),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("received_ms", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["ledger_no"], ["ledgers.ledger_no"]),
        sa.PrimaryKeyConstraint("ledger_no", "seq"),
        sqlite_strict=True,
    )
    op.create_index("offers_by_unit_day", "offers", ["unit", "day"], unique=False)
    op.create_index("offers_by_invitation", "offers", ["invitation"], unique=False)
    op.create_table(
        "unit_answers",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("questionnaire", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit", "day", "questionnaire", "question", "choice"),
        sqlite_strict=True,
    )
    op.create_table(
        "unit_offers",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("unit", "day", "what"),
        sqlite_strict=True,
    )
