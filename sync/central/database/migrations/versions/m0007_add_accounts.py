"""People's accounts, their sessions, and what they did."""

import sqlalchemy as sa
from alembic import op

revision = "m0007_add_accounts"
down_revision = "m0006_add_pull_addresses"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; nobody has an account until the first is made."""
    op.create_table(
        "accounts",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_step", Long, autoincrement=False, nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("account"),
        sa.UniqueConstraint("login"),
        sqlite_strict=True,
    )
    op.create_table(
        "grants",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("account", "role", "about"),
        sqlite_strict=True,
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("created_ms", Long, autoincrement=False, nullable=False),
        sa.Column("seen_ms", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_index("sessions_by_account", "sessions", ["account"], unique=False)
    op.create_table(
        "links",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "recovery_codes",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("account", "digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("issuer", "subject"),
        sqlite_strict=True,
    )
    op.create_table(
        "departures",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("until_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        sqlite_strict=True,
    )
    op.create_table(
        "known_addresses",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("last_ms", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.account"]),
        sa.PrimaryKeyConstraint("account", "address"),
        sqlite_strict=True,
    )
    op.create_table(
        "failures",
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("times", Long, autoincrement=False, nullable=False),
        sa.Column("last_ms", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("who"),
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        sa.Column("seq", Long, autoincrement=False, nullable=False),
        sa.Column("at_ms", Long, autoincrement=False, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sqlite_strict=True,
    )
    op.create_index("audit_by_account", "audit", ["account", "seq"], unique=False)
    op.create_index("audit_by_act", "audit", ["act", "seq"], unique=False)
