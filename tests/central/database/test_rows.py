import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError

from sync.central.database.among import among
from sync.central.database.engine import reading, writing
from sync.central.database.rows import append
from sync.central.database.tables import answers, ledgers, lines, units

LEDGER = {
    "ledger": "l", "kiosk": "k", "state": "held", "held": 0, "head": b"", "signature": "", "reading": "{}",
    "opened_ms": 0, "received_ms": 0,
}  # fmt: skip
COLUMNS = ("ledger_no", "seq", "raw", "hash", "received_ms")


@pytest.fixture
def number(engine: Engine) -> int:
    """The number of an empty ledger."""
    with writing(engine) as connection:
        connection.execute(ledgers.insert().values(LEDGER))
        return int(connection.execute(text("SELECT ledger_no FROM ledgers")).scalar_one())


def test_rows_are_appended_as_they_are(engine: Engine, number: int) -> None:
    rows = [(number, seq, bytes(range(256)) + "Ế\t\\N\n".encode(), b"\0\xff", 2**53 - 1) for seq in (1, 2)]
    with writing(engine) as connection:
        append(connection, lines, COLUMNS, rows)
        append(connection, lines, COLUMNS, [])
        append(connection, answers, ("ledger_no", "seq", "question", "choice"), [(number, 1, "\\N", "a\tĐ")])
    with reading(engine) as connection:
        assert [tuple(row) for row in connection.execute(lines.select().order_by(lines.c.seq))] == rows
        assert connection.execute(answers.select()).all() == [(number, 1, "\\N", "a\tĐ")]


def test_a_key_that_is_there_already_is_an_error_and_nothing_is_appended(engine: Engine, number: int) -> None:
    with writing(engine) as connection:
        append(connection, lines, COLUMNS, [(number, 2, b"first", b"", 0)])
    with pytest.raises(IntegrityError) as told, writing(engine) as connection:
        append(connection, lines, COLUMNS, [(number, 1, b"x", b"", 0), (number, 2, b"secret", b"", 0)])
    assert "secret" not in str(told.value)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT raw FROM lines")).scalars().all() == [b"first"]


def test_any_number_of_values_is_one_parameter(engine: Engine, number: int) -> None:
    with writing(engine) as connection:
        append(connection, lines, COLUMNS, [(number, seq, b"", b"", 0) for seq in range(1, 6)])
        odd = ["'", '"', "\\", '\\"', ",", "{}", "NULL", "", "\n", "Ế\u0301"]
        rows = [{"unit": unit, "name_vi": "", "name_en": "", "active": 1} for unit in (*odd, "else")]
        connection.execute(units.insert(), rows)
    many = [2, 4, *range(100, 40_000)]
    with reading(engine) as connection:
        found = connection.execute(lines.select().where(among(lines.c.seq, many)).order_by(lines.c.seq))
        assert [row.seq for row in found] == [2, 4]
        assert connection.execute(lines.select().where(among(lines.c.seq, []))).all() == []
        there = connection.execute(units.select().where(among(units.c.unit, [*odd, "no unit"]))).all()
        assert sorted(row.unit for row in there) == sorted(odd)


def test_a_list_comes_to_postgresql_without_a_type_so_that_no_row_reads_it_again() -> None:
    postgresql = make_url("postgresql+psycopg://").get_dialect()()
    asked = lines.select().where(among(lines.c.seq, [2, 4])).compile(dialect=postgresql)
    assert "lines.seq = ANY(CAST(%(param_1)s AS BIGINT[]))" in str(asked)
