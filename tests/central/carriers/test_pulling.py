"""The server fetches a kiosk's ledger over loopback TLS; cut anywhere, the next visit goes on."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.central.carriers import kiosk_line
from sync.central.carriers.kiosk_line import KioskLine, Unreachable
from sync.central.carriers.pulling import Verdict, visit
from sync.central.database.engine import reading, writing
from sync.central.fleet.adding import KioskRefused
from sync.central.fleet.pull_addresses import pulled_kiosks, set_pull_address
from sync.contract.encoding import write_json
from sync.contract.keys import public_bytes
from sync.wire.answer import Answer
from tests.central.carriers.standing import CutLine, Standing
from tests.central.figures.tables import ROLLUPS
from tests.central.world import JPEG, World, small_province


@pytest.fixture
def standing(world: World, tmp_path: Path) -> Standing:
    made = Standing(world, tmp_path)
    made.rate(5)
    made.rate(3)
    return made


@pytest.fixture
def address(standing: Standing) -> Iterator[str]:
    with standing.listening() as opened:
        yield opened


def held(world: World) -> list[bytes]:
    return [raw for (raw,) in world.query("SELECT raw FROM lines WHERE ledger_no > 1 ORDER BY seq")]


def test_all_that_is_pending_comes_and_is_dated_and_settled(
    world: World, standing: Standing, address: str
) -> None:
    done = standing.pulled_from(address)
    assert (done.verdict, done.lines) == (Verdict.PULLED, 4)  # with the anchor that the visit brought
    assert held(world) == standing.outbox.lines
    assert standing.outbox.settled == 4
    assert world.query("SELECT day, n FROM unit_days WHERE n > 0") == [("2026-11-23", 1)] * 2
    assert standing.shelf.photos == dict.fromkeys(standing.shelf.photos, JPEG)
    assert len(standing.shelf.photos) == 1
    assert standing.pulled_from(address).lines == 0
    assert world.verify().differences == []


def test_a_visit_is_a_sign_of_life(world: World, standing: Standing, address: str) -> None:
    standing.pulled_from(address)
    row = world.query(
        f"SELECT last, room_bytes, directory_version FROM kiosks WHERE kiosk = '{standing.kiosk}'"
    )
    assert row == [(4, 1_000_000, 1)]


@pytest.mark.parametrize("heard", [False, True])
def test_cut_at_any_request_nothing_is_lost_or_counted_twice(
    world: World, standing: Standing, address: str, heard: bool
) -> None:
    whole = CutLine(standing, address, None, heard=False)
    visit(world.state, world.settings, whole, standing.sender)
    for cut in range(1, whole.asked + 3):
        standing.rate(4)
        done = standing.pulled_from(address, cut, heard=heard)
        assert done.verdict == (Verdict.UNREACHABLE if cut <= whole.asked else Verdict.PULLED) or done.lines
        assert standing.outbox.settled <= len(held(world))
    assert standing.pulled_from(address).verdict == Verdict.PULLED
    assert held(world) == standing.outbox.lines
    assert world.verify().differences == []


def test_a_restored_server_is_refilled(world: World, standing: Standing, address: str) -> None:
    standing.pulled_from(address)
    for table in ("receipts", "ratings", *ROLLUPS):
        world.execute(f"DELETE FROM {table}")
    world.execute("DELETE FROM lines WHERE ledger_no > 1")
    world.execute("DELETE FROM signed_heads")
    world.execute("DELETE FROM ledgers WHERE ledger_no > 1")
    done = standing.pulled_from(address)
    assert (done.verdict, done.lines) == (Verdict.PULLED, 4)
    assert held(world) == standing.outbox.lines
    assert world.verify().differences == []


def test_a_kiosk_whose_ledger_is_another_one_is_a_fork_and_nothing_is_overwritten(
    world: World, standing: Standing, address: str
) -> None:
    standing.pulled_from(address)
    before = held(world)
    standing.outbox.lines[3:], standing.outbox.hashes[4:] = [], []
    standing.outbox.settled = 3
    standing.rate(1)
    standing.rate(1)
    assert standing.pulled_from(address).verdict == Verdict.FORKED
    assert held(world) == before
    assert standing.outcomes[-1] == "forked"


def test_a_newer_directory_and_its_photo_are_brought(world: World, standing: Standing, address: str) -> None:
    standing.pulled_from(address)
    standing.shelf.photos.clear()
    province = small_province()
    province["policies"]["hotline"] = "1900"
    world.load(province)
    assert standing.pulled_from(address).verdict == Verdict.PULLED
    assert standing.directory.version == 2
    assert standing.directory.policies.hotline == "1900"
    assert list(standing.shelf.photos.values()) == [JPEG]


def test_whoever_answers_with_another_key_is_told_nothing(
    world: World, standing: Standing, address: str
) -> None:
    other = public_bytes(Ed25519PrivateKey.generate())
    line = KioskLine(world.state, standing.kiosk, other, address)
    done = visit(world.state, world.settings, line, standing.sender)
    assert done.verdict == Verdict.UNREACHABLE
    assert "does not hold the key" in done.detail
    assert standing.outbox.settled == 0


def test_nobody_there_is_a_value(world: World, standing: Standing) -> None:
    done = standing.pulled_from("https://127.0.0.1:9")
    assert done.verdict == Verdict.UNREACHABLE


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", write_json({"nonce": "x"}), b"\xff"])
def test_an_answer_that_is_none_ends_the_visit(
    world: World, standing: Standing, address: str, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.agent.pull_desk.PullDesk.answer", lambda *_: Answer(200, body, "text/html"))
    assert standing.pulled_from(address).verdict == Verdict.REFUSED
    monkeypatch.setattr("sync.agent.pull_desk.PullDesk.answer", lambda *_: Answer(500, body, "text/html"))
    assert standing.pulled_from(address).verdict == Verdict.REFUSED


def test_a_segment_that_is_none_is_kept_aside(
    world: World, standing: Standing, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.agent.pull_desk.segment_of", lambda *_: b"no segment")
    assert standing.pulled_from(address).verdict == Verdict.REFUSED
    assert world.query("SELECT sender, body FROM refused") == [(standing.kiosk, b"no segment")]


def test_a_kiosk_that_never_stops_giving_the_same_is_left(
    world: World, standing: Standing, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        standing.outbox, "settle", lambda *_args, **_options: type("S", (), {"name": "SETTLED"})
    )
    done = standing.pulled_from(address)
    assert (done.verdict, done.lines) == (Verdict.REFUSED, 4)
    assert "again and again" in done.detail


def test_an_endless_answer_is_cut_off_at_its_limit(
    world: World, standing: Standing, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.agent.pull_desk.PullDesk.answer", lambda *_: Answer(200, b" " * 100_000))
    line = KioskLine(world.state, standing.kiosk, standing.identity.public, address)
    assert isinstance(line.ask("GET", "/v1/nonce", limit=1_000), Unreachable)


def test_a_kiosk_that_hangs_is_left_after_a_while(
    world: World, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kiosk_line, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        done = standing.pulled_from(f"https://127.0.0.1:{silent.getsockname()[1]}")
    assert done.verdict == Verdict.UNREACHABLE
    assert "timed out" in done.detail


def test_only_enrolled_kiosks_with_an_address_are_asked(world: World, standing: Standing) -> None:
    with writing(world.engine) as connection:
        for bad in ("http://a:1", "https://a", "https://a:1/x", "https://a:99999", "a:1", "https://u@a:1"):
            with pytest.raises(KioskRefused):
                set_pull_address(connection, standing.kiosk, bad)
        with pytest.raises(KioskRefused):
            set_pull_address(connection, "nobody", "https://a:1")
        set_pull_address(connection, standing.kiosk, "https://[::1]:8402")
    with reading(world.engine) as connection:
        (found,) = pulled_kiosks(connection)
        assert (found.sender, found.address) == (standing.sender, "https://[::1]:8402")
        assert pulled_kiosks(connection, standing.kiosk) == [found]
        with pytest.raises(KioskRefused):
            pulled_kiosks(connection, "nobody")
    with writing(world.engine) as connection:
        set_pull_address(connection, standing.kiosk, None)
        assert pulled_kiosks(connection) == []
