"""A feed for other systems."""

import sqlalchemy as sa
from alembic import op

revision = "m0024_add_feed"
down_revision = "m0023_add_phones"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it; what is there already is told first, once ledgers are read again."""
    op.create_table(
        "feed_touched",
        sa.Column("touched_no", Long, autoincrement=True, nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("touched_no"),
        sqlite_strict=True,
    )
    op.create_table(
        "feed_told",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "feed_batches",
        sa.Column("batch", Long, autoincrement=False, nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("batch"),
        sqlite_strict=True,
    )
    op.create_table(
        "feed_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.Column("ended_ms", Long, autoincrement=False, nullable=True),
        sa.Column("used_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("digest"),
        sqlite_strict=True,
    )
