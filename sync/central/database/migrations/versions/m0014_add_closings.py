"""What readers below the supervisor see of each unit as last published; what was erased; an index."""

import sqlalchemy as sa
from alembic import op

revision = "m0014_add_closings"
down_revision = "m0011_partition_ratings"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; nothing is published until a day has closed, and nothing was erased."""
    op.create_table(
        "closings",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("number", Long, autoincrement=False, nullable=False),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("unit"),
        sqlite_strict=True,
    )
    op.create_table(
        "erased",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("erased_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_index("ledgers_by_kiosk", "ledgers", ["kiosk"], unique=False)
