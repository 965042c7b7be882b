"""A touch is in the ledger before the screen says thank you: what that costs against one synced write."""

import os
import tempfile
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kiosk.desk import machine_clock
from kiosk.store.drafts import Draft
from kiosk.store.opening import open_store
from kiosk.store.store import Store
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.measuring import once
from tests.benchmarks.places import work
from tests.benchmarks.turns import Turns, percentile

PAGE = b"\x5a" * 4096
BLOCK = 100
AGAINST = "pwrite of 4 KiB and fsync, on the same disk"
NOT_THE_DISK = (
    "where a disk syncs this fast, half of the time is not the disk's: in memory alone (/dev/shm) the same "
    "touch took 0.17 ms of Python, SQLite and the hand-over to the ledger's thread, more than an fsync here"
)


@measures(
    Figure("a touch committed to the ledger, p50", AGAINST, Reach.AT_MOST, 2.0, missed=NOT_THE_DISK),
    Figure("a touch committed to the ledger, p99", AGAINST, Reach.AT_MOST, 4.0),
)
def a_touch(full: bool) -> Sequence[Sample]:
    """In blocks of a hundred, each touch followed by a plain write."""
    typical, worst = Turns([], []), Turns([], [])
    with tempfile.TemporaryDirectory(dir=work()) as folder:
        plain = os.open(Path(folder) / "plain", os.O_CREAT | os.O_RDWR)
        os.pwrite(plain, PAGE * BLOCK, 0)
        os.fsync(plain)

        def touch(store: Store, body: dict[str, object]) -> None:
            store.append([Draft("rating.given", body)]).result()

        def write(place: int) -> None:
            os.pwrite(plain, PAGE, place * len(PAGE))
            os.fsync(plain)

        with open_store(Path(folder) / "kiosk", clock=machine_clock()) as store:
            store.found(str(uuid.uuid4()), str(uuid.uuid4()), "enrolled")
            store.lay_out_log().result()
            for _ in range(30 if full else 10):
                ours, theirs = [], []
                for place in range(BLOCK):
                    ours.append(once(partial(touch, store, a_rating())))
                    theirs.append(once(partial(write, place)))
                for turns, part in ((typical, 0.5), (worst, 0.99)):
                    turns.ours.append(percentile(ours, part))
                    turns.plain.append(percentile(theirs, part))
        os.close(plain)
    return [turns.times(f"{turns.lengths()}, in blocks of {BLOCK}") for turns in (typical, worst)]


def a_rating() -> dict[str, object]:
    """As a kiosk writes it."""
    return {
        "rating": str(uuid.uuid4()),
        "unit": str(uuid.UUID(int=1)),
        "official": str(uuid.UUID(int=2)),
        "counter": str(uuid.UUID(int=3)),
        "score": 4,
        "questionnaire": {"id": str(uuid.UUID(int=4)), "version": 1},
        "via": "touch",
    }
