"""Ratings by the month received, on PostgreSQL; indexes that answer more of what is asked."""

from alembic import op
from sqlalchemy import text

from sync.central.database.partitions import make_months, month_of

revision = "m0011_partition_ratings"
down_revision = "m0010_add_fleet"

INDEXES = {
    "ratings_by_rating": ["rating", "ledger_no"],
    "ratings_by_unit_day": ["unit", "day"],
    "ratings_by_official_month": ["official", "month", "unit", "status", "score"],
}


def upgrade() -> None:
    """Move every rating into its month.

    The key of a partitioned table holds what it is partitioned by. No reference to `ledgers`: to attach a
    partition would stop whoever writes there, and ratings are only written under their ledger's lock.
    """
    partitioned = op.get_bind().dialect.name == "postgresql"
    for name in INDEXES:
        op.drop_index(name, "ratings")
    if partitioned:
        op.execute("ALTER TABLE ratings RENAME TO ratings_before")
        op.execute("ALTER TABLE ratings_before DROP CONSTRAINT ratings_pkey")
        op.execute("CREATE TABLE ratings (LIKE ratings_before) PARTITION BY RANGE (received_ms)")
        op.execute("ALTER TABLE ratings ADD PRIMARY KEY (ledger_no, seq, received_ms)")
    for name, columns in INDEXES.items():
        op.create_index(name, "ratings", columns)
    if partitioned:
        op.create_index("ratings_by_received", "ratings", ["received_ms"], postgresql_using="brin")
        _make_months_of_what_is_there()
        op.execute("INSERT INTO ratings SELECT * FROM ratings_before")
        op.execute("DROP TABLE ratings_before")


def _make_months_of_what_is_there() -> None:
    next_ms = -(2**62)
    earliest = text("SELECT min(received_ms) FROM ratings_before WHERE received_ms >= :next_ms")
    while (found := op.get_bind().execute(earliest, {"next_ms": next_ms}).scalar()) is not None:
        make_months(op.get_bind(), [found])
        next_ms = month_of(found).after.begins_ms
