"""Once is once: over several servers at work on one database at one moment, and again after a restart."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection

from sync.central.database.engine import open_engine, reading, writing
from sync.central.feed.batches import make_batch
from sync.central.keys.supervisors import keep_public_key
from sync.central.phone.asking import Given
from sync.central.phone.rating import Outcome, rate
from sync.central.phone.slip import slip_of
from sync.central.phone.token import Held
from sync.central.phone.writing import comment, withdraw
from sync.contract.rating import QuestionnaireVersion
from sync.contract.token import Purpose
from tests.central.desk import Desk
from tests.central.phone.phone import Phone
from tests.central.world import QUESTIONS, UNIT, World

SERVERS = 4


def at_once(url: str, act: Callable[[Connection, int], Outcome]) -> list[Outcome]:
    """What servers of their own answer that are asked at the same moment."""
    engines = [open_engine(url) for _ in range(SERVERS)]
    start = Barrier(SERVERS)

    def ask(place: int) -> Outcome:
        start.wait()
        with writing(engines[place]) as connection:
            return act(connection, place)

    with ThreadPoolExecutor(SERVERS) as several:
        answers = list(several.map(ask, range(SERVERS)))
    for engine in engines:
        engine.dispose()
    return sorted(answers)


def test_once_is_once_over_several_servers_and_after_a_restart(url: str, world: World, desk: Desk) -> None:
    with writing(world.engine) as connection:
        public = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
        keep_public_key(connection, public, 0)
    desk.open()
    phone = Phone(desk)
    phone.invite()
    desk.deliver()
    held = Held(Purpose.INVITATION, desk.kiosk, desk.ledger, phone.id, UNIT, {})
    once = [Outcome.ALREADY] * (SERVERS - 1) + [Outcome.TAKEN]

    def rating(connection: Connection, place: int) -> Outcome:
        given = Given(place + 1, QuestionnaireVersion(QUESTIONS, 1))
        return rate(connection, world.identity, world.clock, held, given)

    assert at_once(url, rating) == once
    with reading(world.engine) as connection:
        slip = slip_of(connection, held)
    assert slip is not None
    name = str(uuid.uuid4())

    def writing_down(connection: Connection, _place: int) -> Outcome:
        return comment(connection, world.identity, world.clock, held, slip, name, "Cảm ơn")

    def withdrawing(connection: Connection, _place: int) -> Outcome:
        return withdraw(connection, world.identity, world.clock, held, slip)

    assert at_once(url, writing_down) == once
    assert at_once(url, withdrawing) == once
    world.open()  # another process, which remembers nothing
    assert phone.rate(1).status_code == 303
    assert phone.withdraw().status_code == 303
    counts = "SELECT (SELECT count(*) FROM ratings), (SELECT count(*) FROM phone_ratings)"
    assert world.query(counts) == [(1, 1)]
    assert world.query("SELECT count(*) FROM phone_comments") == [(1,)]
    assert world.verify().differences == []
    batched(url, world)


def batched(url: str, world: World) -> None:
    """Batches of the feed, too, are made by one at a time: what was touched is told once."""

    def batch(connection: Connection, _place: int) -> Outcome:
        _, entries = make_batch(connection, world.identity, world.clock.wall_ms())
        return Outcome.TAKEN if entries else Outcome.ALREADY

    assert at_once(url, batch) == [Outcome.ALREADY] * (SERVERS - 1) + [Outcome.TAKEN]
    assert world.query("SELECT batch FROM feed_batches") == [(1,)]
