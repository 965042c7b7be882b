"""What a citizen asked to be erased is gone: from the database, from salvages, after a restore, for good."""

import hashlib
from pathlib import Path

import pytest

from sync.central.database.engine import reading, writing
from sync.central.database.tables import blobs
from sync.central.erasure.erasing import Erased, EraseRefused, erase
from sync.central.erasure.outside import kept_outside
from sync.central.erasure.repeating import repeat_erasures
from sync.central.erasure.retention import count_before, forget_before
from sync.central.figures.publishing import OUTSIDE
from sync.central.quarantine.releasing import release
from sync.central.quarantine.waiting import propose
from sync.contract.problems import Code
from sync.contract.salvage import build_salvage
from tests.central.desk import NONCE, Desk, refusal
from tests.central.figures.test_publishing import Copy
from tests.central.world import DAY_MS, World

COMMENT, DOSSIER = b"a sealed comment of a citizen", b"a sealed dossier code"
DIGEST, OTHER = (hashlib.sha256(sealed).hexdigest() for sealed in (COMMENT, DOSSIER))
KEPT = "SELECT digest FROM blobs ORDER BY digest DESC"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """SQLite; one story is told on each engine in test_erasing_engines.py."""
    return sqlite_url


@pytest.fixture
def commented(desk: Desk) -> Desk:
    desk.open()
    seq = desk.rate(2, attached={"dossier": OTHER})
    desk.append("rating.detailed", {"of": seq, "answers": {}, "reasons": [], "attached": {"comment": DIGEST}})
    return desk


def erases(world: World, name: str) -> Erased:
    return erase(
        world.engine, world.identity, world.clock, world.folder / OUTSIDE, name, "Lê Thị Mai", "dân yêu cầu"
    )


def told(world: World) -> int:
    """How many lines of the own ledger tell of an erasure."""
    return sum(b'"text.erased"' in bytes(raw) for (raw,) in world.query("SELECT raw FROM lines"))


def test_what_is_erased_is_gone_and_everything_else_stays(world: World, commented: Desk) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    lines = world.query("SELECT count(*) FROM lines")[0][0]
    assert erases(world, DIGEST) == Erased([DIGEST], [])
    assert world.query(KEPT) == [(OTHER,)]
    assert world.query("SELECT count(*) FROM lines") == [(lines + 1,)]
    assert world.query("SELECT score, n FROM unit_days") == [(2, 1)]
    assert world.query("SELECT * FROM needs_attention") == []
    assert world.verify().differences == []


def test_a_kiosk_that_brings_it_again_does_not_bring_it_back(world: World, commented: Desk) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    erases(world, DIGEST)
    commented.deliver(blobs=(COMMENT, DOSSIER))
    assert world.query(KEPT) == [(OTHER,)]
    assert world.verify().differences == []


def test_what_has_not_come_yet_never_comes_and_nobody_misses_it(world: World, commented: Desk) -> None:
    commented.deliver()
    erases(world, DIGEST)
    assert world.query("SELECT detail FROM needs_attention") == [(OTHER,)]
    commented.deliver(blobs=(COMMENT, DOSSIER))
    assert world.query(KEPT) == [(OTHER,)]
    assert world.verify().differences == []


def test_a_rating_names_all_that_is_attached_to_it_and_a_second_time_nothing_happens(
    world: World, commented: Desk
) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    ((rating,),) = world.query("SELECT rating FROM ratings")
    assert erases(world, rating.upper()) == Erased([OTHER, DIGEST], [])
    assert erases(world, rating) == Erased([], sorted([OTHER, DIGEST]))
    assert world.query(KEPT) == []
    assert told(world) == 2


def test_a_restored_backup_and_a_kiosk_that_fills_it_bring_no_word_back(
    world: World, commented: Desk
) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    with_it, before = Copy(world), told(world)
    erases(world, DIGEST)
    with_it.restore(world)
    assert (world.query(KEPT), told(world)) == ([(DIGEST,), (OTHER,)], before)
    for _ in range(2):
        with writing(world.engine) as connection:
            repeat_erasures(connection, world.identity, world.clock, world.folder / OUTSIDE)
    commented.deliver(blobs=(COMMENT, DOSSIER))
    assert (world.query(KEPT), told(world)) == ([(OTHER,)], before + 1)
    assert world.verify().differences == []


def test_no_byte_of_it_is_left_in_the_files_of_the_database(world: World, commented: Desk) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    files = [Path(str(world.engine.url.database) + ending) for ending in ("", "-wal")]
    assert any(COMMENT in file.read_bytes() for file in files if file.exists())
    erases(world, DIGEST)
    assert not any(COMMENT in file.read_bytes() for file in files if file.exists())


def test_a_salvage_loses_it_and_can_be_released_all_the_same(world: World, commented: Desk) -> None:
    commented.deliver(1, 1)
    body = build_salvage(
        kiosk=commented.kiosk,
        ledger=commented.ledger,
        reason="corrupt",
        lines=commented.lines[1:],
        blobs=[COMMENT, DOSSIER],
        sign=commented.sign,
    )
    path = f"/api/v1/ledgers/{commented.ledger}/salvage?nonce={NONCE}"
    assert commented.call("POST", path, body).status_code == 200
    assert erases(world, DIGEST).erased == [DIGEST]
    assert commented.call("POST", path, body).status_code == 200
    ((salvage, kept),) = world.query("SELECT digest, body FROM salvages")
    assert len(bytes(kept)) < len(body)
    with writing(world.engine) as connection:
        propose(connection, world.identity, world.clock, salvage, "Trần Văn Minh", "đĩa hỏng")
        release(connection, world.identity, world.clock, salvage, "Lê Thị Mai")
    assert world.query(KEPT) == [(OTHER,)]
    assert world.query("SELECT score, n FROM unit_days") == [(2, 1)]
    assert world.verify().differences == []


def test_a_body_that_was_refused_keeps_it_no_longer(world: World, commented: Desk) -> None:
    commented.deliver()
    intruder = Desk(world)
    intruder.lines, intruder.heads, intruder.ledger = commented.lines, commented.heads, commented.ledger
    body = intruder.segment(blobs=(COMMENT,))
    refusal(intruder.send(body), Code.NOT_YOURS)
    erases(world, DIGEST)
    assert world.query("SELECT body FROM refused") == []
    refusal(intruder.send(body), Code.NOT_YOURS)
    assert [bytes(kept) for (kept,) in world.query("SELECT body FROM refused")] == [b""]


def test_what_nobody_knows_is_refused(world: World, commented: Desk) -> None:
    commented.rate(5)
    commented.deliver()
    with pytest.raises(EraseRefused, match="no line is known"):
        erases(world, "0" * 64)
    with pytest.raises(EraseRefused, match="neither"):
        erases(world, "11111111-1111-4111-8111-111111111111")
    ((plain,),) = world.query("SELECT rating FROM ratings WHERE score = 5")
    with pytest.raises(EraseRefused, match="nothing is attached"):
        erases(world, plain)
    assert kept_outside(world.folder / OUTSIDE) == []


def test_a_half_written_end_of_the_list_hides_nothing_before_or_after(world: World, commented: Desk) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    erases(world, DIGEST)
    with (world.folder / OUTSIDE / "erased").open("ab") as file:
        file.write(b'{"digest":"ab')
    erases(world, OTHER)
    assert [one.digest for one in kept_outside(world.folder / OUTSIDE)] == [DIGEST, OTHER]


def test_verify_names_what_was_put_back_and_what_was_hidden(world: World, commented: Desk) -> None:
    commented.deliver(blobs=(COMMENT, DOSSIER))
    erases(world, DIGEST)
    with reading(world.engine) as connection:
        ledger_no = connection.exec_driver_sql("SELECT ledger_no FROM blobs").scalar_one()
    with writing(world.engine) as connection:
        row = {"ledger_no": ledger_no, "digest": DIGEST, "sealed": COMMENT, "received_ms": 0}
        connection.execute(blobs.insert().values(row))
    assert [found.what for found in world.verify().differences] == ["erased blob"]
    world.execute("DELETE FROM erased")
    assert [found.what for found in world.verify().differences] == ["erased"]


def test_what_is_older_than_its_policy_goes_and_stays_away(world: World, commented: Desk) -> None:
    commented.deliver(1, 2, blobs=(DOSSIER,))
    world.clock.now_ms += DAY_MS
    commented.deliver(blobs=(COMMENT,))
    before_ms = world.clock.now_ms
    with writing(world.engine) as connection:
        assert count_before(connection, before_ms) == 1
        assert forget_before(connection, world.identity, world.clock, before_ms) == 1
        assert forget_before(connection, world.identity, world.clock, before_ms) == 0
    commented.deliver(blobs=(COMMENT, DOSSIER))
    assert world.query(KEPT) == [(DIGEST,)]
    assert world.verify().differences == []
