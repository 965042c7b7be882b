"""What relaying to a server above needs, and what being such a server does."""

import sqlalchemy as sa
from alembic import op

revision = "m0015_add_relay"
down_revision = "m0013_add_operations"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add it; of each ledger the newest head is signed, and earlier ones are not known any more."""
    op.create_table(
        "signed_heads",
        sa.Column("ledger_no", Long, autoincrement=False, nullable=False),
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ledger_no"], ["ledgers.ledger_no"]),
        sa.PrimaryKeyConstraint("ledger_no", "seq"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO signed_heads SELECT ledger_no, held, signature FROM ledgers "
        "WHERE salvaged_from IS NULL AND held > 0 AND kiosk NOT IN (SELECT server FROM server)"
    )
    op.create_table(
        "upstream",
        sa.Column("id", Long, autoincrement=False, nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("ways", sa.Text(), nullable=False),
        sa.Column("enrolled_ms", Long, autoincrement=False, nullable=False),
        sa.Column("heard_ms", Long, autoincrement=False, nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sqlite_strict=True,
    )
    op.create_table(
        "relayed",
        sa.Column("ledger_no", Long, autoincrement=False, nullable=False),
        sa.Column("held", Long, autoincrement=False, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ledger_no"], ["ledgers.ledger_no"]),
        sa.PrimaryKeyConstraint("ledger_no"),
        sqlite_strict=True,
    )
    op.create_table(
        "recorded",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("what"),
        sqlite_strict=True,
    )
    op.create_table(
        "provinces",
        sa.Column("province_no", Long, autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("server", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.Column("expires_ms", Long, autoincrement=False, nullable=False),
        sa.Column("added_ms", Long, autoincrement=False, nullable=False),
        sa.Column("heard_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("province_no"),
        sa.UniqueConstraint("server"),
        sa.UniqueConstraint("code"),
        sqlite_strict=True,
    )
    op.create_table(
        "province_keys",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("since_ms", Long, autoincrement=False, nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True,
    )
    op.create_table(
        "province_entries",
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("province", "kind", "entry", "unit"),
        sqlite_strict=True,
    )
    op.create_table(
        "province_quarantines",
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("province", "what"),
        sqlite_strict=True,
    )
    op.add_column("units", sa.Column("province", sa.Text(), nullable=True))
    op.add_column("kiosks", sa.Column("province", sa.Text(), nullable=True))
    op.create_index("kiosks_by_province", "kiosks", ["province"], unique=False)
