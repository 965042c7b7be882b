"""Answers and offers counted by month, offers by counter; officials' last months are found at once.

Offers are counted from the rows that are there, and so are counters' calls, which they replace.
"""

import sqlalchemy as sa
from alembic import op

revision = "m0031_add_answers_and_offers"
down_revision = "m0030_add_months_and_kiosks"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_AS_BEFORE = "INSERT INTO {name} SELECT month, unit, official, score, n FROM {name}_before"
_OFFERED = (
    "INSERT INTO unit_offers SELECT day, unit, coalesce(counter, ''), '{what}', count(*) FROM {rows} "
    "WHERE status = 'counted' AND {which} GROUP BY 1, 2, 3"
)
_OFFERS = (
    ("called", "offers", "kind = 'call'"),
    ("lapsed", "offers", "lapsed IS NOT NULL"),
    ("invited", "offers", "kind = 'invitation'"),
    ("rated", "ratings", "via = 'call'"),
)


def upgrade() -> None:
    """Add them."""
    for name in ("official_months", "marked_months"):
        op.rename_table(name, f"{name}_before")
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER INDEX {name}_pkey RENAME TO {name}_before_pkey")
        _create(name, "month", "unit", "official", score=Long)
        op.execute(_AS_BEFORE.format(name=name))
        op.drop_table(f"{name}_before")
    _create("answer_months", "unit", "month", "questionnaire", "question", "choice")
    op.execute(
        "INSERT INTO answer_months SELECT unit, substr(day, 1, 7), questionnaire, question, choice, sum(n) "
        "FROM unit_answers GROUP BY 1, 2, 3, 4, 5"
    )
    op.drop_table("counter_calls")
    op.drop_table("unit_offers")
    _create("unit_offers", "day", "unit", "counter", "what")
    for what, rows, which in _OFFERS:
        op.execute(_OFFERED.format(what=what, rows=rows, which=which))
    _create("offer_months", "unit", "month", "counter", "what")
    op.execute(
        "INSERT INTO offer_months SELECT unit, substr(day, 1, 7), counter, what, sum(n) FROM unit_offers "
        "GROUP BY 1, 2, 3, 4"
    )


def _create(name: str, *keys: str, **more: type | sa.types.TypeEngine[int]) -> None:
    """A table of counts by these."""
    by = {key: sa.Text() for key in keys} | more
    op.create_table(
        name,
        *(sa.Column(key, kind, autoincrement=False, nullable=False) for key, kind in by.items()),
        sa.Column("n", Long, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(*by),
        sqlite_strict=True,
    )
