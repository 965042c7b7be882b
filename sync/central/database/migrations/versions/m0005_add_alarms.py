"""What people must look at, what is not counted until they say so, and the keys that were published."""

import sqlalchemy as sa
from alembic import op

revision = "m0005_add_alarms"
down_revision = "m0004_add_supervisors_keys"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; of the ledgers that are here, all is counted."""
    op.create_table(
        "alarms",
        sa.Column("alarm_no", Long, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Text(), nullable=False),
        sa.Column("ledger", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("times", Long, autoincrement=False, nullable=False),
        sa.Column("since_ms", Long, autoincrement=False, nullable=False),
        sa.Column("last_ms", Long, autoincrement=False, nullable=False),
        sa.Column("ended_ms", Long, autoincrement=False, nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("acknowledged_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("alarm_no"),
        sqlite_strict=True,
    )
    op.create_index("alarms_by_ledger", "alarms", ["ledger", "kind"], unique=False)
    op.create_table(
        "proposals",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("what"),
        sqlite_strict=True,
    )
    op.create_table(
        "server_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("since_ms", Long, autoincrement=False, nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True,
    )
    op.add_column("ledgers", sa.Column("parent", sa.Text(), nullable=True))
    op.create_index("ledgers_by_parent", "ledgers", ["parent"], unique=False)
    op.add_column("ledgers", sa.Column("quarantined_from", Long, nullable=True))
    op.add_column("ledgers", sa.Column("salvaged_from", sa.Text(), nullable=True))
    op.add_column("ledgers", sa.Column("salvaged_after", Long, nullable=True))
    op.add_column("salvages", sa.Column("released_ms", Long, nullable=True))
    op.add_column("kiosks", sa.Column("replaced_by", sa.Text(), nullable=True))
    op.add_column("server", sa.Column("other_key", sa.Text(), nullable=True))
    op.add_column("server", sa.Column("other_ca", sa.Text(), nullable=True))
    op.add_column("server", sa.Column("other_addresses", sa.Text(), nullable=True))
