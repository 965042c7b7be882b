"""A database that PostgreSQL's own tools restored, as README says, and `check` judges."""

import subprocess
from pathlib import Path

import msgspec
import pytest

from sync.central.backup.fitting import Fit, judge_fit
from sync.central.database.engine import open_engine, reading
from sync.central.keys.identity import Identity
from tests.central.commands import Run
from tests.central.desk import Desk
from tests.central.postgres import PostgresServer, _find
from tests.central.world import World


def judged(world: World, identity: Identity) -> Fit:
    with reading(world.engine) as connection:
        return judge_fit(connection, identity)


def filled(world: World) -> Desk:
    desk = Desk(world)
    desk.open()
    desk.rate(4)
    desk.deliver()
    world.call("POST", f"/api/v1/ledgers/{desk.ledger}/segments", b"strange")
    return desk


def test_what_belongs_together_fits_and_other_keys_do_not(world: World) -> None:
    filled(world)
    fit = judged(world, world.identity)
    assert (fit.wrong, fit.proof.differences, fit.proof.ratings) == ([], [], 1)
    other = Identity(
        "11111111-0000-4000-8000-000000000000", world.identity.private, world.identity.seal_private
    )
    (said,) = judged(world, other).wrong
    mine, theirs = world.identity.server_id, other.server_id
    assert said == f"the database is of server {mine}, the keys are those of {theirs}"


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_dump_that_was_restored_fits_and_one_without_its_sequences_does_not(
    world: World, postgres: PostgresServer, tmp_path: Path
) -> None:
    filled(world)
    dump, name = str(tmp_path / "monday.dump"), postgres.create()
    source = world.engine.url
    there = ["-h", str(source.query["host"]), "-U", str(source.username)]
    steps = (
        ["pg_dump", *there, "--format=custom", f"--file={dump}", str(source.database)],
        ["pg_restore", *there, f"--dbname={name}", "--exit-on-error", dump],
    )
    for program, *arguments in steps:
        subprocess.run([_find(program), *arguments], check=True, capture_output=True, timeout=120)
    engine = open_engine(postgres.url(name))
    try:
        with reading(engine) as connection:
            fit = judge_fit(connection, world.identity)
        assert (fit.wrong, fit.proof.differences, fit.proof.lines) == ([], [], world.verify().lines)
        with engine.begin() as connection:
            connection.exec_driver_sql("SELECT setval(pg_get_serial_sequence('ledgers', 'ledger_no'), 1)")
        with reading(engine) as connection:
            assert judge_fit(connection, world.identity).wrong == ["ledgers: the next number, 2, is taken"]
    finally:
        engine.dispose()
        postgres.drop(name)


def test_the_command_tells_it(run: Run) -> None:
    assert run("check")[0] == 4
    assert run("migrate")[0] == 0
    code, said = run("check", "--json")
    told = msgspec.json.decode(said)
    assert (code, told["wrong"], told["proof"]["differences"]) == (0, [], [])
    assert run("check")[1].endswith(": 1 lines, 0 ratings: 0 differences\n")
