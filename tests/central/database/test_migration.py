import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from sync.central.database.engine import BadDatabaseUrl, open_engine, reading, writing
from sync.central.database.migration import NewerDatabase, Standing, migrate, standing
from sync.central.database.tables import metadata


def test_an_empty_database_gets_every_table_and_a_second_run_does_nothing(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with reading(engine) as connection:
        assert standing(connection) is Standing.EMPTY
    with writing(engine) as connection:
        assert migrate(connection) == ["m0001_first_shape"]
    with writing(engine) as connection:
        assert standing(connection) is Standing.CURRENT
        assert migrate(connection) == []
    engine.dispose()


def test_migrations_make_exactly_the_tables_the_program_knows(engine: Engine) -> None:
    with reading(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


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
