"""Staff with PINs, officials' PINs and badges, and every version of the questionnaires."""

import json

import sqlalchemy as sa
from alembic import op

revision = "m0002_add_staff"
down_revision = "m0001_first_shape"

Long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add them; the versions are those that directories ever published, and those loaded now."""
    op.add_column("officials", sa.Column("pin", sa.Text(), nullable=True))
    op.add_column("officials", sa.Column("badge", sa.Text(), nullable=True))
    op.create_table(
        "staff",
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pin", sa.Text(), nullable=False),
        sa.Column("active", Long, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.unit"]),
        sa.PrimaryKeyConstraint("staff"),
        sqlite_strict=True,
    )
    questionnaires = op.create_table(
        "questionnaires",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", Long, autoincrement=False, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "version"),
        sqlite_strict=True,
    )
    op.bulk_insert(questionnaires, _known(op.get_bind()))


def _known(connection: sa.Connection) -> list[dict[str, object]]:
    found: dict[tuple[str, int], str] = {}
    published = sa.text("SELECT raw FROM directories ORDER BY published_ms, kiosk, version")
    for row in connection.execute(published, execution_options={"yield_per": 100}):
        _collect(found, json.loads(bytes(row.raw).partition(b"\n")[0])["questionnaires"])
    for row in connection.execute(sa.text("SELECT document FROM province WHERE name = 'questionnaires'")):
        _collect(found, json.loads(row.document))
    return [
        {"id": name, "version": version, "document": document} for (name, version), document in found.items()
    ]


def _collect(found: dict[tuple[str, int], str], listed: list[dict[str, object]]) -> None:
    for questionnaire in listed:
        key = str(questionnaire["id"]), int(str(questionnaire["version"]))
        found[key] = json.dumps(questionnaire, ensure_ascii=False)
