"""What citizens say on the phone, and which rating a receipt code means."""

import sqlalchemy as sa
from alembic import op

revision = "m0023_add_phones"
down_revision = "m0022_add_reports"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it; receipt codes are filled in when ledgers are read again, since this version reads them anew."""
    op.create_table(
        "phone_ratings",
        sa.Column("teller", sa.Text(), nullable=False),
        sa.Column("invitation", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("teller", "invitation"),
        sqlite_strict=True,
    )
    op.create_index("phone_ratings_by_ledger", "phone_ratings", ["ledger"])
    op.create_index("phone_ratings_by_rating", "phone_ratings", ["rating"])
    op.create_table(
        "phone_comments",
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("comment"),
        sqlite_strict=True,
    )
    op.create_index("phone_comments_by_rating", "phone_comments", ["rating"])
    op.create_table(
        "withdrawals",
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("at_ms", Long, autoincrement=False, nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("rating"),
        sqlite_strict=True,
    )
    op.create_table(
        "receipts",
        sa.Column("ledger_no", Long, autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("code", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["ledger_no"], ["ledgers.ledger_no"]),
        sa.PrimaryKeyConstraint("ledger_no", "seq"),
        sqlite_strict=True,
    )
    op.create_index("receipts_by_code", "receipts", ["code"])
