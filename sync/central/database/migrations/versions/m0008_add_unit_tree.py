"""Units as a tree with dates and predecessors; officials' moves, leave and rosters; cohorts."""

import sqlalchemy as sa
from alembic import op

revision = "m0008_add_unit_tree"
down_revision = "m0007_add_accounts"


def upgrade() -> None:
    """Add them: units stand at the top, and officials serve where they served, since no known day."""
    for name in ("parent", "since", "until"):
        op.add_column("units", sa.Column(name, sa.Text(), nullable=True))
    op.create_index("units_by_parent", "units", ["parent"], unique=False)
    op.create_table(
        "successions",
        sa.Column("predecessor", sa.Text(), nullable=False),
        sa.Column("successor", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["predecessor"], ["units.unit"]),
        sa.ForeignKeyConstraint(["successor"], ["units.unit"]),
        sa.PrimaryKeyConstraint("predecessor", "successor"),
        sqlite_strict=True,
    )
    op.add_column("officials", sa.Column("code", sa.Text(), nullable=True))
    op.create_index("officials_by_code", "officials", ["code"], unique=True)
    op.create_table(
        "moves",
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["official"], ["officials.official"]),
        sa.ForeignKeyConstraint(["unit"], ["units.unit"]),
        sa.PrimaryKeyConstraint("official", "since"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO moves (official, since, unit) SELECT official, '', unit FROM officials")
    op.create_table(
        "leaves",
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.Column("last", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["official"], ["officials.official"]),
        sa.PrimaryKeyConstraint("official", "first"),
        sqlite_strict=True,
    )
    op.create_table(
        "rosters",
        sa.Column("counter", sa.Text(), nullable=False),
        sa.Column("official", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["counter"], ["counters.counter"]),
        sa.ForeignKeyConstraint(["official"], ["officials.official"]),
        sa.PrimaryKeyConstraint("counter", "official", "day"),
        sqlite_strict=True,
    )
    op.create_table(
        "unit_settings",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.unit"]),
        sa.PrimaryKeyConstraint("unit", "name"),
        sqlite_strict=True,
    )
    op.create_table(
        "cohorts",
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cohort"),
        sqlite_strict=True,
    )
    op.create_table(
        "cohort_units",
        sa.Column("cohort", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["cohort"], ["cohorts.cohort"]),
        sa.ForeignKeyConstraint(["unit"], ["units.unit"]),
        sa.PrimaryKeyConstraint("cohort", "unit", "since"),
        sqlite_strict=True,
    )
