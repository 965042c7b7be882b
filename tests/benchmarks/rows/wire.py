"""What a backlog weighs on its way, beside what its ratings say that nobody could guess."""

import tempfile
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from kiosk.store import open_store
from sync.agent.carrier import new_nonce
from sync.agent.delivery import segment_of
from sync.contract.encoding import decode
from sync.contract.http_signature import headers_for
from tests.agent.memory import Keys
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.places import work
from tests.benchmarks.rows.backlog import Ticking, fill
from tests.central.world import ADDRESS, START_MS

SEGMENT, SEGMENTS = 500, 10


@measures(
    Figure(
        "bytes on the wire a rating: gzipped segments of 500 with their headers, no attachments",
        "the ratings' own id, time and score in binary, compressed",
        Reach.AT_MOST,
        60,
        "B",
    )
)
def a_rating(full: bool) -> Sequence[Sample]:
    """The same ledger of a kiosk, segment by segment."""
    keys, values, own = Keys(), [], []
    with (
        tempfile.TemporaryDirectory(dir=work()) as name,
        open_store(Path(name) / "kiosk", clock=Ticking()) as store,
    ):
        fill(store, "6f0c1c8e-0000-4000-8000-000000000004", 1 + SEGMENT * SEGMENTS)
        position = store.position()
        for place in range(SEGMENTS):
            pending = store.pending(SEGMENT, after=1 + place * SEGMENT)
            assert pending is not None
            body = segment_of(position, pending, keys)
            address = f"{ADDRESS}/api/v1/ledgers/{position.ledger}/segments?nonce={new_nonce()}"
            headers = headers_for(keys.private, "POST", address, body, START_MS // 1000)
            head = sum(len(name) + len(value) + 4 for name, value in headers.items()) + len(address)
            values.append((len(body) + head) / SEGMENT)
            own.append(len(said_by(pending.lines)) / SEGMENT)
    return [Sample(values, f"{values[0] / own[0]:.2f} × the {own[0]:.1f} B of its own")]


def said_by(lines: Sequence[bytes]) -> bytes:
    """What tells each rating from every other, by columns: 16 bytes of id, the times' steps, a score."""
    told = [decode(line, dict) for line in lines]
    ids = b"".join(bytes.fromhex(one["body"]["rating"].replace("-", "")) for one in told)
    ups = [one["up"] for one in told]
    steps = b"".join((later - one).to_bytes(4, "big") for one, later in pairwise(ups))
    return zlib.compress(ids + steps + bytes(one["body"]["score"] for one in told), 9)
