"""Signing keys change at either end while lines go on arriving."""

import json
from pathlib import Path

from sync.central.database.engine import writing
from sync.central.keys.identity import FILE_NAME, Identity
from sync.central.keys.rotation import announce_key, retire_key, switch_key
from sync.central.relay.answering import Outcome
from sync.central.relay.joining import join
from tests.central.desk import Desk
from tests.central.relay.two import Server, Two


def kept(server: Server, folder: Path) -> Path:
    folder.mkdir()
    told = {
        "server": server.identity.server_id,
        "signing_key": server.identity.private.private_bytes_raw().hex(),
        "seal_key": server.identity.seal_private.private_bytes_raw().hex(),
    }
    (folder / FILE_NAME).write_text(json.dumps(told), "ascii")
    return folder


def restarted(server: Server, identity: Identity) -> None:
    server.identity = identity
    server.restore(server.engine.url.render_as_string(hide_password=False))


def announced(server: Server, folder: Path) -> None:
    with writing(server.engine) as connection:
        announce_key(connection, server.identity, server.clock, folder, (), None)


def switched(server: Server, folder: Path) -> None:
    with writing(server.engine) as connection:
        identity = switch_key(connection, server.clock, folder, server.door.address)
    restarted(server, identity)


def retired(server: Server, folder: Path) -> None:
    with writing(server.engine) as connection:
        identity = retire_key(connection, server.clock, folder)
    restarted(server, identity)


def a_rating_arrives(two: Two) -> None:
    desk = Desk(two.province)
    desk.open()
    desk.rate(5)
    desk.deliver()
    passed = two.relay()
    assert (passed.outcome, passed.detail) == (Outcome.RELAYED, "")
    assert two.above(desk.ledger) == desk.lines
    assert two.nation.verify().differences == []


def test_the_province_changes_its_key_step_by_step(two: Two, tmp_path: Path) -> None:
    folder = kept(two.province, tmp_path / "keys")
    for step in (announced, switched, retired):
        step(two.province, folder)
        a_rating_arrives(two)
    trusted = two.nation.query("SELECT key FROM province_keys WHERE until_ms IS NULL")
    assert trusted == [(two.province.identity.public.hex(),)]


def test_the_server_above_changes_its_key_step_by_step(two: Two, tmp_path: Path) -> None:
    folder = kept(two.nation, tmp_path / "keys")
    for step in (announced, switched, retired):
        step(two.nation, folder)
        a_rating_arrives(two)


def test_a_province_that_changed_its_key_unheard_is_joined_again(two: Two, tmp_path: Path) -> None:
    folder = kept(two.province, tmp_path / "keys")
    for step in (announced, switched, retired):
        step(two.province, folder)
    assert two.relay().outcome is Outcome.REFUSED
    join(two.province.state, two.await_province("Tỉnh Lâm Đồng").link)
    a_rating_arrives(two)
