"""What runs by itself, the copies that were made, and how long things are kept."""

import sqlalchemy as sa
from alembic import op

revision = "m0013_add_operations"
down_revision = "m0014_add_closings"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; nothing has run, and everything is kept for ever until somebody says otherwise."""
    op.create_table(
        "job_lease",
        sa.Column("id", Long, autoincrement=False, nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "jobs",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("began_ms", Long, autoincrement=False, nullable=False),
        sa.Column("ended_ms", Long, autoincrement=False, nullable=True),
        sa.Column("done_ms", Long, autoincrement=False, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("done", Long, autoincrement=False, nullable=False),
        sa.Column("failed", Long, autoincrement=False, nullable=False),
        sa.Column("cut", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("job"),
        sqlite_strict=True,
    )
    op.create_table(
        "backups",
        sa.Column("taken_ms", Long, autoincrement=False, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("bytes", Long, autoincrement=False, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("taken_ms"),
        sqlite_strict=True,
    )
    op.create_table(
        "retention",
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("days", Long, autoincrement=False, nullable=True),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_ms", Long, autoincrement=False, nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("policy"),
        sqlite_strict=True,
    )
    op.create_table(
        "audit_start",
        sa.Column("id", Long, autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
