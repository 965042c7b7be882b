"""Corrections of whom ratings were given for: filled, with whom lines name, as ledgers are read again."""

import sqlalchemy as sa
from alembic import op

revision = "m0028_add_corrections"
down_revision = "m0027_add_counters"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    for table in ("ratings", "offers"):
        op.add_column(table, sa.Column("named", sa.Text(), nullable=True))
    op.create_table(
        "corrections",
        sa.Column("teller", sa.Text(), nullable=False),
        sa.Column("place", Long, autoincrement=False, nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("teller", "place"),
        sqlite_strict=True,
    )
    op.create_index("corrections_by_kiosk", "corrections", ["kiosk"])
    op.create_table(
        "attributions",
        sa.Column("attribution", sa.Text(), primary_key=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("contested_by", sa.Text(), nullable=True),
        sa.Column("asked_since_ms", Long, nullable=True),
        sa.Column("asked_until_ms", Long, nullable=True),
        sa.Column("kiosk", sa.Text(), nullable=True),
        sa.Column("since_ms", Long, nullable=False),
        sa.Column("until_ms", Long, nullable=False),
        sa.Column("named", sa.Text(), nullable=True),
        sa.Column("official", sa.Text(), nullable=True),
        sa.Column("opened_ms", Long, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("proposer", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_ms", Long, nullable=True),
        sqlite_strict=True,
    )
    op.create_index("attributions_by_state", "attributions", ["state", "opened_ms"])
    op.create_index("attributions_by_unit", "attributions", ["unit", "opened_ms"])
    op.create_table(
        "statements",
        sa.Column("statement", sa.Text(), primary_key=True),
        sa.Column("attribution", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("said_ms", Long, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("statements_by_official", "statements", ["official", "unit"])
    op.create_index("statements_by_attribution", "statements", ["attribution"])
    op.create_index("statements_by_age", "statements", ["said_ms"])
