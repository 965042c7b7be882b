import threading

import pytest

from sync.central.database.engine import writing
from sync.central.database.now import database_ms
from sync.central.jobs.lease import LEASE_MS, Lease, LeaseLost
from tests.central.world import World


def test_one_process_has_the_lease_until_it_gives_it_back(world: World) -> None:
    first, second = Lease(world.engine, "first"), Lease(world.engine, "second")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()
    assert not first.take()


def test_a_lease_that_is_over_is_taken_and_its_holder_writes_nothing_any_more(world: World) -> None:
    first, second = Lease(world.engine, "first"), Lease(world.engine, "second")
    assert first.take()
    world.execute("UPDATE job_lease SET until_ms = 1")
    with first.writing():
        pass
    assert not second.take(), "writing held it anew"
    world.execute("UPDATE job_lease SET until_ms = 1")
    assert second.take()
    with pytest.raises(LeaseLost), first.writing() as connection:
        connection.exec_driver_sql("DELETE FROM units")
    assert world.query("SELECT count(*) FROM units") == [(2,)]


def test_only_the_databases_clock_says_when_a_lease_is_over(world: World) -> None:
    first = Lease(world.engine, "first")
    assert first.take()
    with writing(world.engine) as connection:
        now_ms = database_ms(connection)
    ((until_ms,),) = world.query("SELECT until_ms FROM job_lease")
    assert 0 < until_ms - now_ms <= LEASE_MS
    world.clock.now_ms += 10 * LEASE_MS
    assert not Lease(world.engine, "second").take()


def test_a_lease_from_before_the_clock_was_put_back_holds_nobody_up(world: World) -> None:
    assert Lease(world.engine, "first").take()
    world.execute(f"UPDATE job_lease SET until_ms = until_ms + {3 * LEASE_MS}")
    assert Lease(world.engine, "second").take()


def test_of_many_that_ask_at_once_one_gets_it(world: World) -> None:
    got: list[str] = []
    together = threading.Barrier(6)

    def ask(name: str) -> None:
        together.wait(30)
        if Lease(world.engine, name).take():
            got.append(name)

    threads = [threading.Thread(target=ask, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(got) == 1
