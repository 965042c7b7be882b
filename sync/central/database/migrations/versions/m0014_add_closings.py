"""What readers below the supervisor see of each unit, as it was last published."""

import sqlalchemy as sa
from alembic import op

revision = "m0014_add_closings"
down_revision = "m0006_add_pull_addresses"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it; nothing is published until a day has closed."""
    op.create_table(
        "closings",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("number", Long, autoincrement=False, nullable=False),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit"),
        sqlite_strict=True,
    )
