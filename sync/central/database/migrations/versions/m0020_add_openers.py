"""Supervisors open what is sealed to them, each with a passphrase of their own."""

import sqlalchemy as sa
from alembic import op

revision = "m0020_add_openers"
down_revision = "m0019_add_rollouts"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; nobody has a passphrase yet."""
    op.create_table(
        "openers",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("account"),
        sqlite_strict=True,
    )
    op.create_table(
        "key_shares",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["key"], ["supervisors_keys.key"]),
        sa.ForeignKeyConstraint(["account"], ["openers.account"]),
        sa.PrimaryKeyConstraint("key", "account"),
        sqlite_strict=True,
    )
