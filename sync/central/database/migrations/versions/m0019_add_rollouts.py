"""One code may make many machines kiosks of a unit."""

import sqlalchemy as sa
from alembic import op

revision = "m0019_add_rollouts"
down_revision = "m0018_index_salvages"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "rollouts",
        sa.Column("rollout", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=True),
        sa.Column("most", Long, autoincrement=False, nullable=False),
        sa.Column("taken", Long, autoincrement=False, nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.Column("expires_ms", Long, autoincrement=False, nullable=False),
        sa.Column("ended_ms", Long, autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["units.unit"]),
        sa.PrimaryKeyConstraint("rollout"),
        sa.UniqueConstraint("code"),
        sqlite_strict=True,
    )
