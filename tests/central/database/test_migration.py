import json
import re

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, ForeignKeyConstraint, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.schema import SchemaItem

from sync.central.database.engine import BadDatabaseUrl, open_engine, reading, writing
from sync.central.database.migration import (
    HalfMigrated,
    NewerDatabase,
    Standing,
    _config,
    judge_shape,
    migrate,
    standing,
)
from sync.central.database.partitions import make_months
from sync.central.database.tables import metadata

MIGRATIONS = [
    "m0001_first_shape",
    "m0002_add_staff",
    "m0003_add_details",
    "m0004_add_supervisors_keys",
    "m0005_add_alarms",
    "m0006_add_pull_addresses",
    "m0007_add_accounts",
    "m0008_add_unit_tree",
    "m0009_add_publications",
    "m0010_add_fleet",
    "m0011_partition_ratings",
    "m0014_add_closings",
    "m0013_add_operations",
    "m0015_add_relay",
    "m0018_index_salvages",
    "m0019_add_rollouts",
    "m0020_add_openers",
    "m0021_add_cases",
    "m0022_add_reports",
    "m0023_add_phones",
    "m0024_add_feed",
    "m0025_add_releases",
    "m0026_add_marks",
    "m0027_add_counters",
    "m0028_add_corrections",
    "m0029_add_marks_and_tries",
    "m0030_add_months_and_kiosks",
    "m0031_add_answers_and_offers",
    "m0032_add_open_lines",
    "m0033_find_ratings_by_code",
]


def test_an_empty_database_gets_every_table_and_a_second_run_does_nothing(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with reading(engine) as connection:
        assert standing(connection) is Standing.EMPTY
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS
    with writing(engine) as connection:
        assert standing(connection) is Standing.CURRENT
        assert migrate(connection) == []
    engine.dispose()


def test_migrations_make_exactly_the_tables_the_program_knows(engine: Engine) -> None:
    """But for what is said of `ratings`: partitions, BRIN and no reference on PostgreSQL only."""
    postgresql = engine.dialect.name == "postgresql"

    def on_both(thing: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        if kind == "index" and name == "ratings_by_received":
            return postgresql
        if kind == "foreign_key_constraint" and isinstance(thing, ForeignKeyConstraint):
            return not (postgresql and thing.table.name == "ratings")
        return not (kind == "table" and re.fullmatch(r"ratings_\d{4}_\d\d", name or ""))

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": on_both})
        assert compare_metadata(context, metadata) == []


def test_a_newer_database_is_refused_and_not_touched(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'm9999_of_tomorrow'"))
    with writing(engine) as connection:
        assert standing(connection) is Standing.NEWER
        with pytest.raises(NewerDatabase, match="newer version"):
            migrate(connection)
        assert standing(connection) is Standing.NEWER


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    engine = open_engine(empty_url)

    def migrate_and_fail() -> None:
        with writing(engine) as connection:
            migrate(connection)
            raise RuntimeError("cut")

    with pytest.raises(RuntimeError):
        migrate_and_fail()
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_value_of_another_type_is_refused(engine: Engine) -> None:
    with pytest.raises(DBAPIError), writing(engine) as connection:
        connection.execute(text("INSERT INTO unit_days VALUES ('u', '', 5, 'many')"))


def test_references_are_kept(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text("INSERT INTO counters VALUES ('c', 'no such unit', 1, 'a', 'b', 1)"))


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://x/y", "nothing", ""])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=r"expected sqlite:///<file> or postgresql\+psycopg"):
        open_engine(url)


def at_revision(connection: Connection, revision: str) -> None:
    """Bring an empty database to an older shape, as that version left it."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_every_version_of_the_questions_that_was_ever_published_is_known_afterwards(empty_url: str) -> None:
    engine = open_engine(empty_url)
    first, second, third = ({"id": "q", "version": version, "questions": ["là"]} for version in (1, 2, 3))
    with writing(engine) as connection:
        at_revision(connection, "m0001_first_shape")
        connection.execute(text("INSERT INTO units VALUES ('u', 'Xã', 'Commune', 1)"))
        connection.execute(
            text(
                "INSERT INTO kiosks (kiosk, unit, attribution, name, state, added_ms) "
                "VALUES ('k', 'u', 'choose', 'Sảnh', 'awaited', 0)"
            )
        )
        connection.execute(
            text("INSERT INTO officials VALUES ('o', 'u', 'Hoa', 'Chuyên viên', 'Officer', NULL, 1)")
        )
        for version, listed in ((1, [first]), (2, [first, second])):
            raw = json.dumps({"questionnaires": listed}).encode() + b"\nsignature\n"
            told = {"version": version, "raw": raw}
            connection.execute(text("INSERT INTO directories VALUES ('k', :version, '', '', :raw, 0)"), told)
        connection.execute(
            text("INSERT INTO province VALUES ('questionnaires', :document)"),
            {"document": json.dumps([third])},
        )
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[1:]
        rows = connection.execute(text("SELECT document FROM questionnaires ORDER BY version"))
        assert [json.loads(row.document) for row in rows] == [first, second, third]
        assert connection.execute(text("SELECT pin, badge FROM officials")).all() == [(None, None)]
    engine.dispose()


def test_what_was_rated_before_details_stays_and_waits_to_be_read_again(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0002_add_staff")
        connection.execute(text("INSERT INTO server (id, server, ledger) VALUES (1, 's', 'l')"))
        connection.execute(
            text(
                "INSERT INTO ledgers (ledger, kiosk, state, held, head, signature, reading, opened_ms, "
                "received_ms) VALUES ('l', 'k', 'held', 1, :head, '', '{}', 0, 0)"
            ),
            {"head": b"h"},
        )
        connection.execute(
            text(
                "INSERT INTO ratings (ledger_no, seq, rating, kiosk, unit, score, status, via, "
                "questionnaire, up, day, month, received_ms) "
                "VALUES (1, 1, 'r', 'k', 'u', 5, 'counted', 'touch', 'q/1', 1, '', '', 0)"
            )
        )
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[2:]
        assert connection.execute(text("SELECT score, detail FROM ratings")).all() == [(5, None)]
        assert connection.execute(text("SELECT figures FROM server")).all() == [(None,)]
    engine.dispose()


def test_all_that_was_held_before_alarms_still_counts(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0004_add_supervisors_keys")
        connection.execute(
            text(
                "INSERT INTO ledgers (ledger, kiosk, state, held, head, signature, reading, opened_ms, "
                "received_ms) VALUES ('l', 'k', 'held', 1, :head, '', '{}', 0, 0)"
            ),
            {"head": b"h"},
        )
        connection.execute(
            text("INSERT INTO salvages VALUES ('d', 'k', 'l', 'forked', :body, 0)"), {"body": b"b"}
        )
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[4:]
        kept = "SELECT quarantined_from, salvaged_from, parent FROM ledgers"
        assert connection.execute(text(kept)).all() == [(None, None, None)]
        assert connection.execute(text("SELECT released_ms FROM salvages")).all() == [(None,)]
    engine.dispose()


def test_kiosks_and_proposals_of_before_have_no_settings_and_no_account(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, MIGRATIONS[MIGRATIONS.index("m0010_add_fleet") - 1])
        connection.execute(
            text("INSERT INTO units (unit, name_vi, name_en, active) VALUES ('u', 'Xã', 'Commune', 1)")
        )
        connection.execute(
            text(
                "INSERT INTO kiosks (kiosk, unit, attribution, name, state, added_ms, last_heard_ms) "
                "VALUES ('k', 'u', 'choose', 'Sảnh', 'enrolled', 0, 7)"
            )
        )
        connection.execute(text("INSERT INTO proposals VALUES ('l', 'Minh', 'đĩa hỏng', 0)"))
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[MIGRATIONS.index("m0010_add_fleet") :]
        assert connection.execute(text("SELECT settings, last_heard_ms FROM kiosks")).all() == [(None, 7)]
        assert connection.execute(text("SELECT proposed_by, account FROM proposals")).all() == [
            ("Minh", None)
        ]
        assert connection.execute(text("SELECT count(*) FROM commands")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM canaries")).scalar_one() == 0
    engine.dispose()


def test_what_was_held_before_accounts_stays_and_nobody_has_an_account(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0006_add_pull_addresses")
        connection.execute(text("INSERT INTO units VALUES ('u', 'Xã', 'Commune', 1)"))
        connection.execute(text("INSERT INTO unit_days VALUES ('u', '2026-11-24', 5, 40)"))
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[6:]
        assert connection.execute(text("SELECT unit, n FROM unit_days")).all() == [("u", 40)]
        for name in ("accounts", "grants", "sessions", "links", "audit"):
            assert connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() == 0
    engine.dispose()


def test_units_stand_at_the_top_and_officials_serve_where_they_served_before_there_was_a_tree(
    empty_url: str,
) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0007_add_accounts")
        connection.execute(text("INSERT INTO units VALUES ('u', 'Xã', 'Commune', 1)"))
        connection.execute(
            text(
                "INSERT INTO officials (official, unit, name, title_vi, title_en, active) "
                "VALUES ('o', 'u', 'Hoa', 'Chuyên viên', 'Officer', 1)"
            )
        )
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[7:]
        assert connection.execute(text("SELECT parent, since, until FROM units")).all() == [
            (None, None, None)
        ]
        assert connection.execute(text("SELECT official, since, unit FROM moves")).all() == [("o", "", "u")]
        assert connection.execute(text("SELECT code FROM officials")).all() == [(None,)]
    engine.dispose()


def test_what_was_published_before_there_was_a_history_stays_and_has_no_author(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0008_add_unit_tree")
        connection.execute(text("INSERT INTO questionnaires VALUES ('q', 1, '{}')"))
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[8:]
        assert connection.execute(text("SELECT id, version FROM questionnaires")).all() == [("q", 1)]
        for table in ("releases", "publications", "drafts", "imports"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0
    engine.dispose()


def test_all_that_was_kept_is_kept_for_ever_until_somebody_says_otherwise(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0006_add_pull_addresses")
        connection.execute(text("INSERT INTO units VALUES ('u', 'Xã', 'Commune', 1)"))
        connection.execute(
            text(
                "INSERT INTO refused (sender, code, detail, body, received_ms) "
                "VALUES ('', 'framing', '', :body, 0)"
            ),
            {"body": b"b"},
        )
    with writing(engine) as connection:
        assert "m0013_add_operations" in migrate(connection)
        assert connection.execute(text("SELECT unit FROM units")).all() == [("u",)]
        assert connection.execute(text("SELECT count(*) FROM refused")).all() == [(1,)]
        for table in ("retention", "jobs", "job_lease", "backups", "audit_start"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).all() == [(0,)]
    engine.dispose()


def test_each_migration_is_told_as_it_is_run(empty_url: str) -> None:
    engine, told = open_engine(empty_url), []
    with writing(engine) as connection:
        migrate(connection, lambda *step: told.append(step))
    assert told == [(name, place, len(MIGRATIONS)) for place, name in enumerate(MIGRATIONS, start=1)]
    engine.dispose()


def test_tables_without_a_version_are_of_no_version_and_left_alone(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with writing(engine) as connection:
        assert standing(connection) is Standing.HALF
        with pytest.raises(HalfMigrated, match="half-migrated"):
            migrate(connection)


def test_what_is_missing_of_a_shape_is_named(engine: Engine) -> None:
    with writing(engine) as connection:
        judge_shape(connection)
        connection.execute(text("ALTER TABLE jobs DROP COLUMN cut"))
        with pytest.raises(HalfMigrated, match="in jobs, cut is missing"):
            judge_shape(connection)
        connection.execute(text("DROP TABLE jobs"))
        with pytest.raises(HalfMigrated, match="the table jobs is missing"):
            judge_shape(connection)


def test_what_was_held_before_relays_can_be_relayed_up_to_the_head_that_was_signed_last(
    empty_url: str,
) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, MIGRATIONS[MIGRATIONS.index("m0015_add_relay") - 1])
        connection.execute(text("INSERT INTO server (id, server, ledger) VALUES (1, 's', 'own')"))
        for ledger, kiosk, held in (("own", "s", 7), ("l", "k", 3), ("new", "k", 0)):
            connection.execute(
                text(
                    "INSERT INTO ledgers (ledger, kiosk, state, held, head, signature, reading, opened_ms, "
                    "received_ms) VALUES (:ledger, :kiosk, 'held', :held, :head, 'signed', '{}', 0, 0)"
                ),
                {"ledger": ledger, "kiosk": kiosk, "held": held, "head": b"h"},
            )
        connection.execute(
            text("INSERT INTO units (unit, name_vi, name_en, active) VALUES ('u', 'U', 'U', 1)")
        )
    with writing(engine) as connection:
        assert migrate(connection) == MIGRATIONS[MIGRATIONS.index("m0015_add_relay") :]
        signed = "SELECT ledger, seq, s.signature FROM signed_heads s JOIN ledgers USING (ledger_no)"
        assert connection.execute(text(signed)).all() == [("l", 3, "signed")]
        assert connection.execute(text("SELECT province FROM units")).all() == [(None,)]
    engine.dispose()


def test_no_month_keeps_the_index_of_ratings_by_their_ids(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        at_revision(connection, "m0032_add_open_lines")
        make_months(connection, [0])
    with writing(engine) as connection:
        assert migrate(connection) == ["m0033_find_ratings_by_code"]
    told = inspect(engine)
    months = [name for name in told.get_table_names() if name.startswith("ratings")]
    assert len(months) == (3 if engine.dialect.name == "postgresql" else 1)
    for month in months:
        leading = [index["column_names"][0] for index in told.get_indexes(month)]
        assert "unit" in leading
        assert "rating" not in leading
    engine.dispose()
