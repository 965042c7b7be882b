"""What was rated before there were months, kiosks' days and counters' calls is counted in them at once."""

from sqlalchemy import text

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import migrate
from tests.central.database.test_every_migration import as_it_was

COUNTED = (
    ("SELECT sum(n) FROM unit_months WHERE rule = ''", "SELECT sum(n) FROM unit_days"),
    ("SELECT sum(n) FROM unit_months WHERE rule = 'burst'", "SELECT count(*) FROM marks"),
    ("SELECT sum(n) FROM kiosk_days WHERE rule = ''", "SELECT sum(n) FROM unit_days"),
    ("SELECT sum(n) FROM kiosk_days WHERE rule = 'burst'", "SELECT count(*) FROM marks"),
    *(
        (f"SELECT sum(n) FROM {table} WHERE counter = '{counter}' AND what = '{what}'", rows)
        for table in ("unit_offers", "offer_months")
        for counter, what, rows in (
            ("c", "called", "SELECT count(*) FROM offers"),
            ("c", "lapsed", "SELECT count(lapsed) FROM offers"),
            ("", "rated", "SELECT count(*) FROM ratings WHERE status = 'counted' AND via = 'call'"),
        )
    ),
    ("SELECT sum(n) FROM answer_months", "SELECT sum(n) FROM unit_answers"),
    ("SELECT sum(n) FROM official_months WHERE official = 'o'", "SELECT sum(n) FROM unit_days"),
)


def test_ratings_marks_and_calls_of_an_earlier_shape_are_counted(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        as_it_was(connection, "m0029_add_marks_and_tries")
        for statement in (
            "INSERT INTO marks SELECT ledger_no, seq, 'burst', unit, day FROM ratings "
            "WHERE status = 'counted'",
            "INSERT INTO unit_marks SELECT unit, day, 'burst', score, n FROM unit_days",
            "DELETE FROM offers",
            "INSERT INTO offers (ledger_no, seq, kind, unit, counter, status, lapsed, up, day, month, "
            "received_ms) SELECT ledger_no, 1000 + seq, 'call', unit, 'c', 'counted', "
            "CASE WHEN score < 5 THEN seq END, 0, day, month, 0 FROM ratings",
            "UPDATE ratings SET via = 'call'",
            "UPDATE official_months SET official = 'o'",
        ):
            connection.execute(text(statement))
    with writing(engine) as connection:
        migrate(connection)
    with reading(engine) as connection:
        for ours, same in COUNTED:
            found, told = (connection.execute(text(statement)).one() for statement in (ours, same))
            assert [int(n) for n in found] == [int(n) for n in told]
            assert found[0] >= 4
    engine.dispose()
