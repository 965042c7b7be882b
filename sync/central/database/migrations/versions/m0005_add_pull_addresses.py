"""Where a kiosk is asked, if it does not call."""

import sqlalchemy as sa
from alembic import op

revision = "m0005_add_pull_addresses"
down_revision = "m0004_add_supervisors_keys"


def upgrade() -> None:
    """Add it; every kiosk calls until somebody says otherwise."""
    op.add_column("kiosks", sa.Column("pull_address", sa.Text(), nullable=True))
