"""Taking ratings in, beside others' ways to do it, on one PostgreSQL."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sync.central.database.engine import open_engine, writing
from sync.contract.encoding import decode
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.kinto_server import BATCH, batch_of, kinto, post_batch
from tests.benchmarks.measuring import once
from tests.benchmarks.places import work
from tests.benchmarks.turns import Turns
from tests.benchmarks.worlds import a_desk, rate_often, settle_statistics, world_at
from tests.central.desk import Desk
from tests.central.postgres import running_postgres

PROVED = (
    "100 × would be over half the pace of a bare COPY of the same rows; ours are read strictly, chained, "
    "judged, counted and marked, in one process with whoever sends them, and each line and receipt is "
    "checked by the database to be of a ledger"
)
TURNS, WARMING, SINGLE = {False: 2, True: 20}, 1, 20


@measures(
    Figure(
        "ratings a second over HTTP, 500 a segment, PostgreSQL",
        "Kinto's batch endpoint, 500 a batch, on the same PostgreSQL",
        Reach.AT_LEAST,
        100,
        missed=PROVED,
    ),
    Figure(
        "the same",
        "one POST of ours for each rating, signed, with a receipt",
        Reach.AT_LEAST,
        20,
    ),
)
def over_http(full: bool) -> Sequence[Sample]:
    """A segment, a batch and some single ratings in turn; seconds a rating."""
    segment, batch, single = [], [], []
    with tempfile.TemporaryDirectory(dir=work()) as name, running_postgres(durable=True) as postgres:
        folder = Path(name)
        ours, theirs = postgres.url(postgres.create()), postgres.url(postgres.create())
        with (
            world_at(ours, folder) as world,
            kinto(folder, theirs.replace("+psycopg", "+psycopg2")) as client,
        ):
            many, few = a_desk(world), a_desk(world)
            for turn in range(WARMING + TURNS[full]):
                if turn == WARMING:
                    settle_statistics(world)
                    analyze(theirs)
                body = next_segment(many, BATCH)
                records = [decode(line, dict)["body"] for line in many.lines[-BATCH:]]
                taken = once(partial(many.send, body)) / BATCH
                other = once(partial(post_batch, client, batch_of(records))) / BATCH
                ones = [next_segment(few, 1) for _ in range(SINGLE)]
                alone = once(partial(send_all, few, ones)) / SINGLE
                if turn >= WARMING:
                    segment.append(taken)
                    batch.append(other)
                    single.append(alone)
            assert many.held().held == len(many.lines)
            assert few.held().held == len(few.lines)
    beside_kinto, beside_single = Turns(segment, batch), Turns(segment, single)
    return [turns.share(turns.paces(1, "ratings")) for turns in (beside_kinto, beside_single)]


def next_segment(desk: Desk, number: int) -> bytes:
    """So many further ratings; with the first of them goes what was not sent yet."""
    first = len(desk.lines) + 1 if len(desk.lines) > 2 else 1
    rate_often(desk, number)
    return desk.segment(first)


def analyze(url: str) -> None:
    """What `settle_statistics` does, for another's database."""
    engine = open_engine(url)
    with writing(engine) as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def send_all(desk: Desk, bodies: list[bytes]) -> None:
    """One after the other."""
    for body in bodies:
        assert desk.send(body).status_code == 200
