import dataclasses
import json
import uuid

import pytest

from sync.central.database.engine import reading, writing
from sync.central.keys.clock import SystemClock
from sync.central.keys.own_ledger import AnotherServers, append, open_own_ledger, own_head
from sync.contract.encoding import is_id
from sync.contract.keys import verified
from sync.contract.ledger import Head, head_message, link, opening, read_line
from tests.central.world import World


def test_the_own_ledger_opens_with_line_1_and_grows_by_the_same_chain(world: World) -> None:
    with writing(world.engine) as connection:
        seq = append(connection, world.identity, world.clock, "report.frozen", {"n": 1})
    rows = world.query("SELECT seq, raw, hash FROM lines WHERE ledger_no = 1 ORDER BY seq")
    assert [row[0] for row in rows] == list(range(1, seq + 1))
    assert json.loads(bytes(rows[0][1]))["body"]["server"] == world.identity.server_id
    assert read_line(bytes(rows[0][1])).kind == "ledger.opened"
    with reading(world.engine) as connection:
        head = own_head(connection)
    reached = opening(head.ledger)
    for _, raw, kept in rows:
        reached = link(reached, bytes(raw))
        assert reached == bytes(kept)
    assert (head.seq, head.head) == (seq, reached.hex())


def test_the_head_is_signed_with_the_servers_id_in_the_kiosks_place(world: World) -> None:
    with reading(world.engine) as connection:
        head = own_head(connection)
    message = head_message(world.identity.server_id, head.ledger, Head(head.seq, bytes.fromhex(head.head)))
    assert verified(world.identity.public, head.signature, message)


def test_opening_again_changes_nothing(world: World) -> None:
    before = world.query("SELECT count(*) FROM lines")
    with writing(world.engine) as connection:
        open_own_ledger(connection, world.identity, world.clock)
    assert world.query("SELECT count(*) FROM lines") == before


def test_another_servers_database_is_refused(world: World) -> None:
    stranger = dataclasses.replace(world.identity, server_id=str(uuid.uuid4()))
    with writing(world.engine) as connection, pytest.raises(AnotherServers, match=world.identity.server_id):
        open_own_ledger(connection, stranger, world.clock)


def test_the_machines_clocks_tell_times_of_one_boot() -> None:
    clock = SystemClock()
    assert is_id(clock.boot)
    assert 0 <= clock.up_ms() <= clock.up_ms()
    assert clock.wall_ms() > 1_700_000_000_000
