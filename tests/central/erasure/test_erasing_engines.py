"""Erasing on SQLite and PostgreSQL, and by the command, which also repeats it after a restore."""

import json
from pathlib import Path

from sync.central.database.engine import open_engine, writing
from sync.central.database.tables import blobs, erased, ledgers
from sync.central.erasure.repeating import repeat_erasures
from sync.central.figures.publishing import OUTSIDE
from tests.central.commands import Run
from tests.central.desk import Desk
from tests.central.erasure.test_erasing import COMMENT, DIGEST, DOSSIER, KEPT, OTHER, erases
from tests.central.figures.test_publishing import Copy
from tests.central.world import World

MAI = ("--as", "Lê Thị Mai", "--why", "người dân yêu cầu")


def test_an_erasure_outlives_a_restore_on_each_engine(world: World, desk: Desk) -> None:
    desk.open()
    desk.rate(2, attached={"comment": DIGEST, "dossier": OTHER})
    desk.deliver(blobs=(COMMENT, DOSSIER))
    with_it = Copy(world)
    erases(world, DIGEST)
    with_it.restore(world)
    with writing(world.engine) as connection:
        repeat_erasures(connection, world.identity, world.clock, world.folder / OUTSIDE)
    desk.deliver(blobs=(COMMENT, DOSSIER))
    assert world.query(KEPT) == [(OTHER,)]
    assert world.verify().differences == []


def test_the_command_erases_and_every_later_command_keeps_it_erased(
    run: Run, url: str, tmp_path: Path
) -> None:
    run("migrate")
    engine = open_engine(url)
    row = {"ledger_no": 1, "digest": DIGEST, "sealed": COMMENT, "received_ms": 0}
    with writing(engine) as connection:
        connection.execute(blobs.insert().values(row))
    code, said = run("erase", DIGEST, *MAI, "--json")
    assert (code, json.loads(said)) == (0, {"erased": [DIGEST], "already": []})
    assert run("erase", DIGEST, *MAI) == (0, f"{DIGEST}: was erased before\n")
    assert run("erase", OTHER, *MAI)[0] == 3
    with writing(engine) as connection:  # a backup from before comes back
        connection.execute(erased.delete())
        connection.execute(blobs.insert().values(row))
    run("migrate")
    with writing(engine) as connection:
        assert connection.execute(blobs.select()).all() == []
        assert connection.execute(ledgers.select()).one().held == 3
    engine.dispose()
