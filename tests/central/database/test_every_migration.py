"""From every earlier shape, with what a province had left there, to this one: nothing is lost or differs.

`lived_in.json` holds the rows of a small province as m0006 left them; earlier shapes get what they had of it.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, inspect, select, text

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import Standing, _config, migrate, standing
from sync.central.database.partitions import make_months
from sync.central.database.tables import lines
from sync.central.figures.rederive import bring_up
from sync.central.figures.verify import verify

LIVED_IN = json.loads(Path(__file__).with_name("lived_in.json").read_text("utf-8"))
KEYS = (bytes.fromhex(LIVED_IN["key"]),)
EVERY = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def as_it_was(connection: Connection, revision: str) -> None:
    """Bring an empty database to an earlier shape, and fill it with what was there."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
    if connection.dialect.name == "postgresql" and revision >= "m0011":
        make_months(connection, (row["received_ms"] for row in LIVED_IN["tables"]["ratings"]))
    there = inspect(connection).get_table_names()
    for name, rows in LIVED_IN["tables"].items():
        if name in there:
            table = Table(name, MetaData(), autoload_with=connection)
            kept = [{key: value(row[key]) for key in row.keys() & table.columns.keys()} for row in rows]
            connection.execute(table.insert(), kept)


def value(plain: Any) -> Any:
    match plain:
        case {"hex": digits}:
            return bytes.fromhex(digits)
        case {"utf8": letters}:
            return letters.encode()
    return plain


@pytest.mark.parametrize("revision", EVERY[:-1])
def test_a_province_that_lived_in_an_earlier_shape_goes_on_in_this_one(empty_url: str, revision: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        as_it_was(connection, revision)
        assert standing(connection) is Standing.OLDER
    with writing(engine) as connection:
        assert migrate(connection) == EVERY[EVERY.index(revision) + 1 :]
        bring_up(connection, LIVED_IN["server"], KEYS)
    with reading(engine) as connection:
        assert standing(connection) is Standing.CURRENT
        proof = verify(connection, KEYS)
        assert proof.differences == []
        assert (proof.lines, proof.ratings) == (26, len(LIVED_IN["tables"]["ratings"]))
        kept = connection.execute(select(lines.c.raw)).scalars()
        assert sorted(kept) == sorted(value(row["raw"]) for row in LIVED_IN["tables"]["lines"])
        assert connection.execute(text("SELECT sum(n) FROM unit_days")).scalar() == 4
    engine.dispose()
