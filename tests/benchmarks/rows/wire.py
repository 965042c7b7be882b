"""What a backlog weighs on its way, beside what its ratings say that nobody could guess."""

import tempfile
import zlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.store import open_store
from sync.agent.carrier import new_nonce
from sync.agent.delivery import segment_of
from sync.contract.encoding import decode
from sync.contract.http_signature import headers_for
from tests.agent.memory import Keys
from tests.benchmarks.figure import Figure, Reach, Sample, measures
from tests.benchmarks.places import work
from tests.benchmarks.rows.backlog import OFFICIALS, REASONS, Ticking, fill
from tests.central.world import ADDRESS, START_MS

SEGMENT, SEGMENTS = 500, 10


@measures(
    Figure(
        "bytes on the wire a rating, with what half of them say more: gzipped segments of 500 lines with "
        "their headers, no attachments",
        "what the ratings say that nobody could guess, in binary, compressed",
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
            told = [decode(line, dict) for line in pending.lines]
            rated = sum(one["kind"] == "rating.given" for one in told)
            values.append((len(body) + head) / rated)
            own.append(len(said_by(told)) / rated)
    return [Sample(values, f"{values[0] / own[0]:.2f} × the {own[0]:.1f} B of its own")]


def said_by(lines: Sequence[Mapping[str, Any]]) -> bytes:
    """By columns: 16 bytes of id, the lines' steps in time, who, a score; what was answered, a reason."""
    bodies = [one["body"] for one in lines]
    given, more = ([body for body in bodies if key in body] for key in ("rating", "of"))
    ids = b"".join(bytes.fromhex(body["rating"].replace("-", "")) for body in given)
    steps = b"".join((later["up"] - one["up"]).to_bytes(4, "big") for one, later in pairwise(lines))
    who = bytes(OFFICIALS.index(body["official"]) for body in given)
    scores = bytes(body["score"] for body in given)
    answered = bytes(answer == "yes" for body in more for answer in body["answers"].values())
    reasons = bytes(REASONS.index(reason) for body in more for reason in body["reasons"])
    return zlib.compress(ids + steps + who + scores + answered + reasons, 9)
