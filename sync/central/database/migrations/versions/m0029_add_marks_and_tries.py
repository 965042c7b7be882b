"""What closes judged of marks (of earlier ones nobody knows); dossiers rated again; alerts that failed."""

import sqlalchemy as sa
from alembic import op

revision = "m0029_add_marks_and_tries"
down_revision = "m0028_add_corrections"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "closed_marks",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", "what"),
        sqlite_strict=True,
    )
    op.add_column("ratings", sa.Column("repeated", Long, nullable=False, server_default="0"))
    op.create_table(
        "alert_tries",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("failed", Long, autoincrement=False, nullable=False),
        sa.Column("next_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("target"),
        sqlite_strict=True,
    )
