"""Taking lines in, beside the driver alone that writes the same rows into the same tables and indexes."""

from collections.abc import Callable, Sequence
from functools import partial

from sync.central.api.signatures import Sender
from sync.central.database.engine import writing
from sync.central.ingest.accept import accept
from sync.contract.keys import public_bytes
from sync.contract.segment import read_segment
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.measuring import once
from tests.benchmarks.plainly import another_ledger, made_ready, rows_of, write_plainly
from tests.benchmarks.turns import Turns
from tests.benchmarks.worlds import a_desk, a_world, segments, settle_statistics
from tests.central.desk import Desk
from tests.central.world import UNIT, World

SEGMENT, WARMING = 500, 4
PLAIN = {
    "postgresql": "COPY of the same rows into the same tables",
    "sqlite": "executemany of the same rows into the same tables",
}
JUDGED = (
    "a third is reading every line strictly and judging it, in Python; the rest looks for what it repeats or "
    "changes, writes, counts and marks it, in 26 statements; what makes writing cheaper helps both sides"
)


def figures(kind: str, name: str, store: float) -> tuple[Figure, ...]:
    """From the store and over HTTP."""
    what = f"ingest, {SEGMENT} lines a segment, {name}"
    return (
        Figure(f"{what}, from the store", PLAIN[kind], Reach.AT_LEAST, store, missed=JUDGED),
        Figure(f"{what}, over HTTP", PLAIN[kind], Reach.AT_LEAST, 0.2, missed=JUDGED),
    )


@measures(*figures("postgresql", "PostgreSQL", 0.3))
def postgresql(full: bool) -> Sequence[Sample]:
    """Into one server, by two kiosks."""
    return both("postgresql", full)


@measures(*figures("sqlite", "SQLite", 0.4))
def sqlite(full: bool) -> Sequence[Sample]:
    """Into one server, by two kiosks."""
    return both("sqlite", full)


def both(kind: str, full: bool) -> Sequence[Sample]:
    """From the store, then over HTTP; each segment is followed by its rows written plainly."""
    with a_world(kind) as world:
        number = 60 if full else 14
        near, far = a_desk(world), a_desk(world)
        turns = (
            beside(world, segments(near, SEGMENT, number), partial(take, world, near)),
            beside(world, segments(far, SEGMENT, number), far.send),
        )
        assert far.held().held == SEGMENT * number
        return [some.share(some.paces(SEGMENT, "lines")) for some in turns]


def take(world: World, desk: Desk, body: bytes) -> None:
    """A segment, read and accepted as it is behind the door."""
    sender = Sender(desk.kiosk, UNIT, public_bytes(desk.private))
    with writing(world.engine) as connection:
        accept(connection, world.identity, world.clock, sender, read_segment(body))


def beside(world: World, bodies: list[bytes], take_one: Callable[[bytes], object]) -> Turns:
    """Segments taken, and the same rows written plainly."""
    turns, other = Turns([], []), another_ledger(world, read_segment(bodies[0]).header.kiosk)
    for place, body in enumerate(bodies):
        if place == WARMING:
            settle_statistics(world)
        ours = once(partial(take_one, body))
        plain = once(partial(write_plainly, world, made_ready(world, rows_of(world, body, other))))
        if place >= WARMING:
            turns.ours.append(ours)
            turns.plain.append(plain)
    return turns
