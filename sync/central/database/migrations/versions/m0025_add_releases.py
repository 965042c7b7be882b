"""Programs that kiosks may become, in which order they get them, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "m0025_add_releases"
down_revision = "m0024_add_feed"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "program_releases",
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("number", Long, autoincrement=False, nullable=False),
        sa.Column("software", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("size", Long, autoincrement=False, nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.Column("expires_ms", Long, autoincrement=False, nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.Column("added_ms", Long, autoincrement=False, nullable=False),
        sa.Column("ring", Long, autoincrement=False, nullable=True),
        sa.Column("share", Long, autoincrement=False, nullable=False),
        sa.Column("withdrawn_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("release"),
        sqlite_strict=True,
    )
    op.create_table(
        "program_pieces",
        sa.Column("piece", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("piece"),
        sqlite_strict=True,
    )
    op.create_table(
        "program_updates",
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.Column("number", Long, autoincrement=False, nullable=False),
        sa.Column("begun_ms", Long, autoincrement=False, nullable=True),
        sa.Column("done_ms", Long, autoincrement=False, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosks.kiosk"]),
        sa.PrimaryKeyConstraint("kiosk", "release"),
        sqlite_strict=True,
    )
    op.create_index("program_updates_by_release", "program_updates", ["release", "outcome"])
    op.add_column("kiosks", sa.Column("ring", Long, autoincrement=False, nullable=True))
