"""A kiosk that was cut off for long: from the ledger on its disk to results."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from kiosk.store import Draft, Store, open_store
from sync.agent.delivery import deliver_once
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Delivered
from sync.central.database.engine import reading
from sync.central.results.overview import read_overview
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.measuring import once
from tests.benchmarks.places import work
from tests.benchmarks.rows.committing import a_rating
from tests.benchmarks.turns import Turns
from tests.benchmarks.worlds import a_desk, a_world, segments, settle_statistics
from tests.central.carriers.standing import Standing
from tests.central.world import COUNTER, OFFICIAL, QUESTIONS, START_MS, UNIT, World

SEGMENT, WARMING = 500, 2
SCORES, WEIGHTS = (1, 2, 3, 4, 5), (3, 5, 12, 35, 45)
LINES = {False: 10_000, True: 50_000}


@measures(
    Figure(
        "a backlog from a kiosk's disk to results (50,000 lines in full, 10,000 quick)",
        "the same lines in segments that are ready, through the same door",
        Reach.AT_LEAST,
        0.8,
    )
)
def to_results(full: bool) -> Sequence[Sample]:
    """A segment from the disk, sealed and settled there, then one that was ready; the pace of each pair."""
    number = LINES[full] // SEGMENT
    turns = Turns([], [])
    with a_world("postgresql") as world, tempfile.TemporaryDirectory(dir=work()) as name:
        folder = Path(name)
        standing, desk = Standing(world, folder), a_desk(world)
        ready = segments(desk, SEGMENT, number)
        with open_store(folder / "kiosk", clock=Ticking()) as store:
            fill(store, standing.kiosk, LINES[full])
            carrier = HttpCarrier(standing.trust, standing.identity, standing.time.now_ms)
            deliver = partial(one_segment, store, carrier, standing)
            for place, body in enumerate(ready):
                if place == WARMING:
                    settle_statistics(world)
                ours, plain = once(deliver), once(partial(desk.send, body))
                if place >= WARMING:
                    turns.ours.append(ours)
                    turns.plain.append(plain)
            carrier.close()
            assert store.position().settled.seq == LINES[full]
        counted = ratings_shown(world)
    assert counted == 2 * LINES[full] - 3, counted  # two first lines, and an anchor
    return [turns.share(turns.paces(SEGMENT, "lines") + f"; {counted:,} ratings shown")]


@dataclass
class Ticking:
    """A machine's clocks, about ten minutes later each time that a line is written."""

    boot_id: str = "6f0c1c8e-0000-4000-8000-000000000002"
    up: int = 60_000
    chance: Random = field(default_factory=lambda: Random(1))

    def wall_ms(self) -> int:
        return START_MS + self.up

    def up_ms(self) -> int:
        self.up += self.chance.randrange(1_200_000)
        return self.up

    def boot(self) -> str:
        return self.boot_id


def fill(store: Store, kiosk: str, lines: int) -> None:
    """A founded ledger of so many lines, all but the first of them ratings."""
    store.found(kiosk, "6f0c1c8e-0000-4000-8000-000000000003", "enrolled")
    named: dict[str, object] = {"unit": UNIT, "official": OFFICIAL, "counter": COUNTER}
    named |= {"questionnaire": {"id": QUESTIONS, "version": 1}}
    chance = Random(2)
    for first in range(1, lines, SEGMENT):
        drafts = [
            Draft("rating.given", a_rating() | named | {"score": chance.choices(SCORES, WEIGHTS)[0]})
            for _ in range(min(SEGMENT, lines - first))
        ]
        store.append(drafts).result()


def one_segment(store: Store, carrier: HttpCarrier, standing: Standing) -> None:
    """One delivery, settled on the disk."""
    outcome = deliver_once(store, carrier, standing.time, standing.trust, standing.identity)
    assert isinstance(outcome, Delivered), outcome


def ratings_shown(world: World) -> int:
    """How many ratings the overview counts."""
    with reading(world.engine) as connection:
        return read_overview(connection, world.clock.wall_ms()).distribution.n
