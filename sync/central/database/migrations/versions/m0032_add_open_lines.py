"""Which lines the next close of a day reads: while none are noted, all of them."""

import sqlalchemy as sa
from alembic import op

revision = "m0032_add_open_lines"
down_revision = "m0031_add_answers_and_offers"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; the first close afterwards reads everything, once."""
    op.create_table(
        "open_lines",
        sa.Column("open_no", Long, autoincrement=True, nullable=False),
        sa.Column("ledger_no", Long, autoincrement=False, nullable=False),
        sa.Column("first", Long, autoincrement=False, nullable=False),
        sa.Column("last", Long, autoincrement=False, nullable=True),
        sa.PrimaryKeyConstraint("open_no"),
        sqlite_strict=True,
    )
