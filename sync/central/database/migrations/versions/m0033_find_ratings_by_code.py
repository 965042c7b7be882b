"""A rating is found by its receipt code; the index of ratings by their ids is needed no more."""

from alembic import op

revision = "m0033_find_ratings_by_code"
down_revision = "m0032_add_open_lines"


def upgrade() -> None:
    """Drop it; on PostgreSQL that of every month, too."""
    op.drop_index("ratings_by_rating", "ratings")
