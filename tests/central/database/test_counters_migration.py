"""Ratings that were there before counters were counted are counted by counter at once."""

from sqlalchemy import text

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from tests.central.database.test_every_migration import as_it_was


def test_ratings_of_an_earlier_shape_are_counted_by_counter(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        as_it_was(connection, "m0026_add_marks")
        connection.execute(text("UPDATE ratings SET counter = 'c'"))
        counted = text("SELECT count(*) FROM ratings WHERE status = 'counted'")
        number = connection.execute(counted).scalar_one()
    with writing(engine) as connection:
        migrate(connection)
    with reading(engine) as connection:
        kept = connection.execute(text("SELECT counter, sum(n) FROM unit_counters GROUP BY counter")).all()
    assert [(counter, int(n)) for counter, n in kept] == [("c", number)]
    assert number == 4
    engine.dispose()
