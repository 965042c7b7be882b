"""From a comment, a harassment answer or a low rating to an answer."""

import sqlalchemy as sa
from alembic import op

revision = "m0021_add_cases"
down_revision = "m0020_add_openers"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _long(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, Long, autoincrement=False, nullable=null)


def upgrade() -> None:
    """Add them; every ledger is read from its first line on."""
    op.create_table(
        "cases",
        _text("code"),
        _long("ledger_no"),
        _long("seq"),
        *(_text(name) for name in ("rating", "unit", "rules", "state")),
        _long("opened_ms"),
        *(_text(name, null=True) for name in ("due", "assigned")),
        _long("assigned_ms", null=True),
        *(_text(name, null=True) for name in ("batch", "summary", "answer", "published")),
        sa.PrimaryKeyConstraint("code"),
        sqlite_strict=True,
    )
    op.create_index("cases_by_line", "cases", ["ledger_no", "seq"], unique=True)
    op.create_index("cases_by_rating", "cases", ["rating"])
    op.create_index("cases_by_state", "cases", ["state", "due", "code"])
    op.create_index("cases_by_assigned", "cases", ["assigned", "batch"])
    op.create_table(
        "case_events",
        _text("code"),
        _long("number"),
        _long("at_ms"),
        *(_text(name) for name in ("account", "name", "act", "told")),
        sa.ForeignKeyConstraint(["code"], ["cases.code"]),
        sa.PrimaryKeyConstraint("code", "number"),
        sqlite_strict=True,
    )
    op.create_table(
        "sealed_texts",
        _long("ledger_no"),
        _text("digest"),
        _long("rated_no"),
        _long("seq"),
        *(_text(name) for name in ("name", "ledger", "rating")),
        _text("code", null=True),
        _long("opened_ms", null=True),
        sa.PrimaryKeyConstraint("ledger_no", "digest"),
        sqlite_strict=True,
    )
    op.create_index("sealed_texts_by_code", "sealed_texts", ["code"])
    op.create_index("sealed_texts_by_line", "sealed_texts", ["seq"])
    op.create_index("sealed_texts_by_opening", "sealed_texts", ["opened_ms", "ledger_no", "seq"])
    op.create_index("sealed_texts_by_digest", "sealed_texts", ["digest"])
    op.create_table(
        "case_marks",
        _long("ledger_no"),
        _long("seq"),
        _long("held"),
        sa.ForeignKeyConstraint(["ledger_no"], ["ledgers.ledger_no"]),
        sa.PrimaryKeyConstraint("ledger_no"),
        sqlite_strict=True,
    )
    op.create_table(
        "case_batches",
        _text("unit"),
        _text("day"),
        *(_long(name) for name in ("through_ms", "ratings", "cases")),
        sa.PrimaryKeyConstraint("unit", "day"),
        sqlite_strict=True,
    )
    op.create_table(
        "notices",
        _text("target"),
        _text("about"),
        _long("sent_ms"),
        sa.PrimaryKeyConstraint("target", "about"),
        sqlite_strict=True,
    )
