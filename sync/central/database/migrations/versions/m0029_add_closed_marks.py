"""How much of what each close showed was marked then; of closes before nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "m0029_add_closed_marks"
down_revision = "m0026_add_marks"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "closed_marks",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", "what"),
        sqlite_strict=True,
    )
