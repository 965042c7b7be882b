"""What a leader's death costs: time, and not one line for which a kiosk has a receipt.

The tests are one story, in this order; desks rate and deliver all the while.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.central.database.engine import reading
from sync.central.database.replication import doubts
from tests.ha.cluster import NAMES, Cluster
from tests.ha.province import Served

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root: `make test-ha` says how")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    folder = Path(tempfile.mkdtemp(prefix="hl-ha-"))
    cluster = Cluster(folder)
    try:
        cluster.start()
        province = Served(cluster)
        province.open()
        yield province
    finally:
        cluster.end()
        if not os.environ.get("HAILONG_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)


def tell(served: Served, what: str, since: float) -> None:
    """Print what it cost, as it was."""
    ttl = served.cluster.ttl
    writes, receipts = served.probe.longest_pause(since), served.longest_silence(since)
    told = f"writes paused {writes:.1f} s ({writes / ttl:.2f} of Patroni's ttl of {ttl} s)"
    print(f"\n{what}: {told}; no receipt at any desk for {receipts:.1f} s")


def nothing_lost(served: Served) -> None:
    """Every line that has a receipt is there, byte for byte, and no receipt ever took another back."""
    settled = served.settled()
    held = served.held()
    for desk, acknowledged in zip(served.desks, settled, strict=True):
        ours = held[desk.outbox.ledger]
        assert ours[:acknowledged] == desk.outbox.lines[:acknowledged]
        assert ours == desk.outbox.lines[: len(ours)]
        assert desk.outbox.lowered == []
        assert desk.outbox.given_up == []


def test_a_commit_is_on_two_disks_before_its_receipt(served: Served) -> None:
    engine = served.engine()
    with reading(engine) as connection:
        assert doubts(connection) == []
    engine.dispose()
    served.wait_for_more()
    nothing_lost(served)


def test_the_leader_is_killed_and_no_acknowledged_line_is_lost(served: Served) -> None:
    leader, since = served.cluster.leader(), time.monotonic()
    assert leader is not None
    served.cluster.kill_machine(leader)
    served.cluster.until(lambda: served.cluster.leader() not in (None, leader), "another leader")
    served.wait_for_more()
    tell(served, "kill -9 of the leader", since)
    nothing_lost(served)
    served.cluster.start_patroni(leader)
    served.cluster.wait_for_standby()


def test_a_switchover_costs_a_moment(served: Served) -> None:
    since = time.monotonic()
    served.cluster.switch_over()
    served.wait_for_more()
    tell(served, "switchover", since)
    nothing_lost(served)
    served.cluster.wait_for_standby()


def test_a_process_that_dies_is_not_missed(served: Served) -> None:
    since = time.monotonic()
    served.cluster.programs.kill("central1")
    served.wait_for_more()
    tell(served, "kill -9 of one of two processes", since)
    nothing_lost(served)
    served.start("central1")


def test_the_second_disk_fails_and_a_third_takes_its_place(served: Served) -> None:
    since, standby = time.monotonic(), served.cluster.standby()
    assert standby is not None
    served.cluster.kill_machine(standby)
    served.cluster.kill_etcd(standby)
    served.cluster.until(lambda: served.cluster.standby() not in (None, standby), "another standby")
    served.wait_for_more()
    tell(served, "kill -9 of the standby and of its etcd", since)
    nothing_lost(served)
    served.cluster.start_etcd(standby)
    served.cluster.start_patroni(standby)
    served.cluster.wait_for_standby()


def test_without_etcd_the_leader_goes_on(served: Served) -> None:
    since, leader = time.monotonic(), served.cluster.leader()
    for name in NAMES:
        served.cluster.kill_etcd(name)
    while time.monotonic() < since + served.cluster.ttl + 10:
        served.wait_for_more(1)
    tell(served, f"{served.cluster.ttl + 10} s without etcd", since)
    for name in NAMES:
        served.cluster.start_etcd(name)
    served.cluster.wait_for_standby()
    served.wait_for_more()
    assert served.cluster.leader() == leader
    nothing_lost(served)


def test_in_the_end_every_line_is_there_once(served: Served) -> None:
    served.probe.end()
    for desk in served.desks:
        desk.close()
    held = served.held()
    assert held == {desk.outbox.ledger: desk.outbox.lines for desk in served.desks}
    acknowledged = {number for _, number in served.probe.acknowledged}
    engine = served.engine()
    with reading(engine) as connection:
        there = set(connection.exec_driver_sql("SELECT n FROM probe").scalars())
        rated = connection.exec_driver_sql("SELECT count(*) FROM ratings").scalar_one()
    engine.dispose()
    assert acknowledged <= there
    given = sum(desk.outbox.kinds().count("rating.given") for desk in served.desks)
    assert rated == given
    served.command("verify")
    total = sum(map(len, held.values()))
    print(f"\n{total} of {total} lines held once, {given} ratings counted once, 0 differences;")
    print(f"{len(acknowledged & there)} of {len(acknowledged)} acknowledged rows of the probe there")
