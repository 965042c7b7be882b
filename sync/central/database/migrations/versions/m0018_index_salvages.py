"""Which salvages are kept of a kiosk is told in each of its receipts."""

from alembic import op

revision = "m0018_index_salvages"
down_revision = "m0015_add_relay"


def upgrade() -> None:
    """Find them by kiosk."""
    op.create_index("salvages_by_kiosk", "salvages", ["kiosk"])
