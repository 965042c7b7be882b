"""Where a kiosk is asked, if it does not call."""

import sqlalchemy as sa
from alembic import op

revision = "m0006_add_pull_addresses"
down_revision = "m0005_add_alarms"


def upgrade() -> None:
    """Add it; every kiosk calls until somebody says otherwise."""
    op.add_column("kiosks", sa.Column("pull_address", sa.Text(), nullable=True))
