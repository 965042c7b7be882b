"""Commands, planned proofs, settings of one kiosk, and what a table of ten thousand kiosks is found by."""

import sqlalchemy as sa
from alembic import op

revision = "m0010_add_fleet"
down_revision = "m0009_add_publications"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INDICES = {
    "kiosks_by_unit": ("kiosks", ["unit", "name", "kiosk"]),
    "kiosks_by_heard": ("kiosks", ["last_heard_ms", "kiosk"]),
    "kiosks_by_pending": ("kiosks", ["pending", "kiosk"]),
    "kiosks_by_room": ("kiosks", ["room_bytes", "kiosk"]),
    "kiosks_by_name": ("kiosks", ["name", "kiosk"]),
    "kiosks_by_replacement": ("kiosks", ["replaced_by"]),
    "units_by_name": ("units", ["name_vi", "unit"]),
    "ledgers_by_kiosk": ("ledgers", ["kiosk"]),
    "alarms_by_kiosk": ("alarms", ["kiosk", "kind"]),
    "commands_by_kiosk": ("commands", ["kiosk", "issued_ms"]),
    "canaries_by_kiosk": ("canaries", ["kiosk", "day"]),
    "canaries_by_ledger": ("canaries", ["ledger"]),
}


def upgrade() -> None:
    """Add them; no kiosk has settings of its own, and nothing was planned or commanded."""
    op.create_table(
        "commands",
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("issued_ms", Long, autoincrement=False, nullable=False),
        sa.Column("expires_ms", Long, autoincrement=False, nullable=False),
        sa.Column("taken_ms", Long, autoincrement=False, nullable=True),
        sa.Column("done_ms", Long, autoincrement=False, nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("ledger", sa.Text(), nullable=True),
        sa.Column("attached", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosks.kiosk"]),
        sa.PrimaryKeyConstraint("command"),
        sqlite_strict=True,
    )
    op.create_table(
        "canaries",
        sa.Column("canary", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("planned_by", sa.Text(), nullable=False),
        sa.Column("planned_ms", Long, autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("given_ms", Long, autoincrement=False, nullable=True),
        sa.Column("ledger", sa.Text(), nullable=True),
        sa.Column("seq", Long, autoincrement=False, nullable=True),
        sa.Column("proven_ms", Long, autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosks.kiosk"]),
        sa.PrimaryKeyConstraint("canary"),
        sqlite_strict=True,
    )
    op.add_column("kiosks", sa.Column("settings", sa.Text(), nullable=True))
    op.add_column("proposals", sa.Column("account", sa.Text(), nullable=True))
    for name, (table, columns) in INDICES.items():
        op.create_index(name, table, columns, unique=False)
