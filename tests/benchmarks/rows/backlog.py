"""A kiosk that was cut off for long: from the ledger on its disk to results."""

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import NAMESPACE_OID, uuid4, uuid5

from kiosk.store import Draft, Store, open_store
from sync.agent.carrier import Ask, Reply, new_nonce
from sync.agent.delivery import deliver_once, segment_of
from sync.agent.http_carrier import HttpCarrier
from sync.agent.outcome import Delivered
from sync.central.database.engine import reading
from sync.central.results.overview import read_overview
from sync.contract.segment import MEDIA_TYPE
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.measuring import once
from tests.benchmarks.places import work
from tests.benchmarks.rows.committing import a_rating
from tests.benchmarks.turns import Turns
from tests.benchmarks.worlds import a_world, settle_statistics
from tests.central.carriers.standing import Standing
from tests.central.world import COUNTER, QUESTIONS, START_MS, UNIT, World, asked, named, small_province

SEGMENT, WARMING = 500, 2
SAYS_MORE, VERSION = 0.5, 2
OFFICIALS = tuple(str(uuid5(NAMESPACE_OID, f"official {place}")) for place in range(12))
COUNTERS = (COUNTER, *(str(uuid5(NAMESPACE_OID, f"counter {place}")) for place in range(3)))
QUESTIONED, REASONS = ("polite", "competent", "clear", "on_time"), ("waiting", "attitude")
SCORES, WEIGHTS = (1, 2, 3, 4, 5), (3, 5, 12, 35, 45)
LINES = {False: 10_000, True: 50_000}
ALONE = (
    "reading, packing and settling a segment takes a kiosk 6 ms of processor, half of it gzip, and an fsync; "
    "the server waits meanwhile"
)


@measures(
    Figure(
        "a backlog from a kiosk's disk to results (50,000 lines in full, 10,000 quick)",
        "the same lines in segments that are ready, through the same door",
        Reach.AT_LEAST,
        0.8,
        missed=ALONE,
    )
)
def to_results(full: bool) -> Sequence[Sample]:
    """A segment from the disk, sealed and settled there, then one that was ready; the pace of each pair."""
    turns = Turns([], [])
    with a_world("postgresql") as world, tempfile.TemporaryDirectory(dir=work()) as name:
        world.load(a_desk_of_twelve())
        one, other = (a_kiosk(world, Path(name) / kiosk) for kiosk in ("one", "other"))
        ready = sealed(other, Path(name) / "ready", LINES[full])
        with (
            open_store(Path(name) / "backlog", clock=Ticking()) as store,
            closing(carrier_of(one)) as carrier,
            closing(carrier_of(other)) as others,
        ):
            rated = fill(store, one.kiosk, LINES[full])
            deliver = partial(one_segment, store, carrier, one)
            for place, ask in enumerate(ready):
                if place == WARMING:
                    settle_statistics(world)
                ours, plain = once(deliver), once(partial(send, others, ask))
                if place >= WARMING:
                    turns.ours.append(ours)
                    turns.plain.append(plain)
            assert store.position().settled.seq == LINES[full]
        counted = ratings_shown(world)
    assert counted == 2 * rated, (counted, rated)
    return [turns.share(turns.paces(SEGMENT, "lines") + f"; {counted:,} ratings shown")]


def a_kiosk(world: World, folder: Path) -> Standing:
    """One whose keys lie in `folder`."""
    folder.mkdir()
    return Standing(world, folder)


def carrier_of(standing: Standing) -> HttpCarrier:
    """What carries a kiosk's requests to the server."""
    return HttpCarrier(standing.trust, standing.identity, standing.time.now_ms)


def sealed(standing: Standing, folder: Path, lines: int) -> list[Ask]:
    """The same lines as a kiosk's own ledger would bring them: every request, ready to be sent."""
    with open_store(folder, clock=Ticking()) as store:
        fill(store, standing.kiosk, lines)
        position = store.position()
        path = f"/api/v1/ledgers/{position.ledger}/segments"
        asks = []
        for after in range(0, lines, SEGMENT):
            pending = store.pending(SEGMENT, after=after)
            assert pending is not None
            body = segment_of(position, pending, standing.identity)
            asks.append(Ask("POST", path, f"nonce={new_nonce()}", body, media_type=MEDIA_TYPE))
        return asks


def send(carrier: HttpCarrier, ask: Ask) -> None:
    """A request that is taken."""
    reply = carrier.ask(ask)
    assert isinstance(reply, Reply), reply
    assert reply.status == 200, reply


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


def a_desk_of_twelve() -> dict[str, Any]:
    """A province whose unit has twelve officials at four counters, and four questions beside the score."""
    province = small_province()
    for number, counter in enumerate(COUNTERS, start=1):
        told = {"counter": counter, "unit": UNIT, "number": number, "name": named(f"Quầy {number}")}
        province["counters"] = [one for one in province["counters"] if one["counter"] != counter] + [told]
    province["officials"] = [
        {"official": official, "unit": UNIT, "name": f"Nguyễn Văn {place}", "title": named("Chuyên viên")}
        | {"counters": [COUNTERS[place % len(COUNTERS)]]}
        for place, official in enumerate(OFFICIALS)
    ]
    (questionnaire,) = province["questionnaires"]
    questionnaire["version"] = VERSION
    questionnaire["questions"][1:2] = [asked(question, "choice", "yes", "no") for question in QUESTIONED]
    return province


def fill(store: Store, kiosk: str, lines: int) -> int:
    """A founded ledger of so many lines; how many ratings these are. Half of them say more."""
    store.found(kiosk, str(uuid4()), "enrolled")
    chance, drafts, rated = Random(2), [Draft("", {})], 0
    while len(drafts) < lines:
        score, place = chance.choices(SCORES, WEIGHTS)[0], chance.randrange(len(OFFICIALS))
        who = {"official": OFFICIALS[place], "counter": COUNTERS[place % len(COUNTERS)], "unit": UNIT}
        about = {"questionnaire": {"id": QUESTIONS, "version": VERSION}, "score": score}
        drafts.append(Draft("rating.given", a_rating() | who | about))
        rated += 1
        if len(drafts) < lines and chance.random() < SAYS_MORE:
            drafts.append(Draft("rating.detailed", details(chance, len(drafts), score)))
    for first in range(1, lines, SEGMENT):
        store.append(drafts[first : first + SEGMENT]).result()
    return rated


def details(chance: Random, of: int, score: int) -> dict[str, object]:
    """Each question answered, mostly well; a reason where the score is low."""
    answers = {question: chance.choices(("yes", "no"), (9, 1))[0] for question in QUESTIONED}
    return {"of": of, "answers": answers, "reasons": [chance.choice(REASONS)] if score < 4 else []}


def one_segment(store: Store, carrier: HttpCarrier, standing: Standing) -> None:
    """One delivery, settled on the disk."""
    outcome = deliver_once(store, carrier, standing.time, standing.trust, standing.identity)
    assert isinstance(outcome, Delivered), outcome


def ratings_shown(world: World) -> int:
    """How many ratings the overview counts."""
    with reading(world.engine) as connection:
        return read_overview(connection, world.clock.wall_ms()).distribution.n
