"""A central server on either engine, and a kiosk with a ledger of ratings."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.central.database.engine import open_engine, writing
from sync.central.database.migration import migrate
from tests.benchmarks.places import work
from tests.central.desk import Desk
from tests.central.door import Door
from tests.central.postgres import running_postgres
from tests.central.world import World


@contextmanager
def a_world(kind: str) -> Iterator[World]:
    """A server whose database is `sqlite` or `postgresql`; what either has committed is on the disk."""
    with tempfile.TemporaryDirectory(dir=work()) as name:
        folder = Path(name)
        if kind == "postgresql":
            with (
                running_postgres(durable=True) as server,
                world_at(server.url(server.create()), folder) as world,
            ):
                yield world
        else:
            with world_at(f"sqlite:///{folder / 'central.sqlite'}", folder) as world:
                yield world


@contextmanager
def world_at(url: str, folder: Path) -> Iterator[World]:
    """A server whose database is empty."""
    engine = open_engine(url)
    with writing(engine) as connection:
        migrate(connection)
    with Door() as door:
        made = World(engine, folder / "province", door)
        yield made
        made.state.end()
    engine.dispose()


def a_desk(world: World) -> Desk:
    """A kiosk whose clock was set right once; its ratings spread over days."""
    made = Desk(world)
    made.open()
    made.anchor()
    return made


def rate_often(desk: Desk, number: int) -> None:
    """Ratings by all scores, one every ten minutes."""
    for place in range(number):
        desk.up += 600_000
        desk.rate(1 + place % 5)


def segments(desk: Desk, size: int, number: int) -> list[bytes]:
    """The first so many segments of a ledger that is made long enough."""
    rate_often(desk, size * number - len(desk.lines))
    return [desk.segment(first, first + size - 1) for first in range(1, size * number, size)]


def settle_statistics(world: World) -> None:
    """What PostgreSQL does by itself after a while: look what its tables hold."""
    if world.engine.dialect.name == "postgresql":
        world.execute("ANALYZE")
