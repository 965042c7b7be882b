"""One kiosk, three carriers, real programs: what comes out is what HTTP alone brings to the same server."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

from sync.central.database.engine import open_engine, reading
from tests.central.figures.tables import ROLLUPS
from tests.journeys.test_by_pull import listening
from tests.journeys.test_recovery import Province, province

__all__ = ["province"]

UNTIMED = {"received_ms", "last_heard_ms", "opened_ms"}
TABLES = ("lines", "ratings", "answers", "offers", "needs_attention", *ROLLUPS)


def held(database: str, ledger: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that the server holds of the ledger and derives, without when it came."""
    engine = open_engine(database)
    found = {}
    with reading(engine) as connection:
        for table in TABLES:
            columns = [one["name"] for one in inspect(connection).get_columns(table)]
            kept = [name for name in columns if name not in UNTIMED | {"ledger_no"}]
            mine = ""
            if "ledger_no" in columns:
                mine = f"WHERE ledger_no = (SELECT ledger_no FROM ledgers WHERE ledger = '{ledger}')"
            rows = connection.execute(text(f"SELECT {', '.join(kept)} FROM {table} {mine}"))
            found[table] = sorted((tuple(row) for row in rows), key=_place)
    engine.dispose()
    return found


def _place(row: tuple[Any, ...]) -> tuple[int, str]:
    return (row[0] if isinstance(row[0], int) else 0), repr(row)


def test_by_http_by_stick_and_by_pull_the_ledger_is_the_same(province: Province, tmp_path: Path) -> None:
    stick, late = tmp_path / "stick", tmp_path / "late"
    stick.mkdir()
    with province.serving():
        province.enrol()
    restore = province.backup()
    with province.serving():
        kiosk = province.kiosk("status", "--json").told["kiosk"]
        address = listening(province)
        province.central("kiosk", "pull-address", kiosk, "--at", address)
        province.visited(5)
        assert province.kiosk("export", str(stick)).code == 0
        shutil.copytree(stick, late)
        province.visited(4)
        assert province.kiosk("deliver").code == 0
        assert province.central("import", str(stick)).code == 0  # it was held already
        assert province.kiosk("settle", str(stick)).code == 0
        with province.citizen() as someone:
            someone.see("attract")
            assert province.central("pull", "--once").code == 0
            assert province.central("pull", "--once").code == 0
            assert someone.leave() == 0
        assert province.kiosk("export", str(stick)).code == 0
        assert province.central("import", str(late), str(stick)).code == 0
        assert province.kiosk("settle", str(late)).code == 0
        assert province.kiosk("settle", str(stick)).code == 0
        assert province.kiosk("deliver").code == 0
        last, settled = province.standing()
        assert last == settled
        assert province.counted() == (2, [])
    ledger = province.kiosk("status", "--json").told["ledger"]
    mixed = held(province.database, ledger)
    assert len(mixed["lines"]) == last
    restore()  # the server as it was before any of it: now HTTP alone brings everything again
    with province.serving():
        assert province.kiosk("deliver").code == 0
        now, settled = province.standing()
        assert now == settled
        assert province.counted() == (2, [])
    alone = held(province.database, ledger)
    assert alone["lines"][:last] == mixed["lines"]  # what follows is the anchor of that delivery
    assert alone | {"lines": mixed["lines"]} == mixed
