"""What was published before its days were told apart is one row of each cell, of no day."""

import json

from alembic import command
from sqlalchemy import text

from sync.central.database.engine import open_engine, reading, writing
from sync.central.database.migration import _config, migrate
from sync.central.figures.closed_rows import check_rows, first_kept

STATE = {
    "unit": "u",
    "number": 2,
    "cells": {
        "desk": {"shown": {"5": 20, "1": 2}, "pooled": {}, "seen": {"l": 30}},
        "official:o": {"shown": {"4": 30}, "pooled": {"5": 1}, "seen": {"l": 60}},
        "calls": {"shown": {"called": 40, "rated": 12}, "pooled": {}, "seen": {"l": 90}},
    },
    "pool": {"5": 3},
}


def test_published_states_become_rows_that_add_up(empty_url: str) -> None:
    engine = open_engine(empty_url)
    with writing(engine) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "m0019_add_rollouts")
        row = {"document": json.dumps(STATE)}
        connection.execute(text("INSERT INTO closings VALUES ('u', 2, '2026-11-23', :document)"), row)
    with writing(engine) as connection:
        migrate(connection)
    with reading(engine) as connection:
        kept = connection.execute(
            text("SELECT day, cell, value, n FROM closed_rows ORDER BY cell, value")
        ).all()
        assert [tuple(one) for one in kept] == [
            ("", "calls", "called", 40),
            ("", "calls", "rated", 12),
            ("", "whole", "1", 2),
            ("", "whole", "4", 30),
            ("", "whole", "5", 23),
        ]
        assert list(check_rows(connection)) == []
        assert first_kept(connection) is None
    engine.dispose()
