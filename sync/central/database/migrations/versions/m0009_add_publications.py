"""Questionnaires being written, files being looked at, and what was published when by whom."""

import sqlalchemy as sa
from alembic import op

revision = "m0009_add_publications"
down_revision = "m0008_add_unit_tree"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them, empty: nobody wrote down who published what until now."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", Long, autoincrement=False, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("released_ms", Long, autoincrement=False, nullable=False),
        sa.Column("restores", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("id", "version"),
        sqlite_strict=True,
    )
    op.create_table(
        "imports",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("made_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "publications",
        sa.Column("publication_no", Long, autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("published_ms", Long, autoincrement=False, nullable=False),
        sa.Column("kiosks", Long, autoincrement=False, nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("publication_no"),
        sqlite_strict=True,
    )
    op.create_table(
        "published",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.unit"]),
        sa.PrimaryKeyConstraint("unit"),
        sqlite_strict=True,
    )
