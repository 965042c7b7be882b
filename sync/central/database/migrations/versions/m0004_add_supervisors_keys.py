"""The supervisors' public keys, each with its dates."""

import sqlalchemy as sa
from alembic import op

revision = "m0004_add_supervisors_keys"
down_revision = "m0003_add_details"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; there is none until somebody makes one."""
    op.create_table(
        "supervisors_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_ms", Long, autoincrement=False, nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True,
    )
