"""Many kiosks in one process, each with a worker's thread of its own; they end once everything is settled.

Their pacing is the protocol's with its spread, its live wait and its longest wait after failures made short;
what the server asks for is respected to the second.
"""

import json
import sys
import threading
import time
import uuid
from collections import Counter
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.desk.clock import LinuxClock
from sync.agent.http_carrier import HttpCarrier
from sync.agent.kiosk_time import KioskTime
from sync.agent.outcome import Busy
from sync.agent.pacing import Pacing
from sync.agent.trust import Trust
from sync.agent.worker import Status, Worker
from sync.contract.directory import Directory
from sync.contract.encoding import decode
from sync.contract.rating import Score
from tests.agent.in_memory import contact_of
from tests.agent.memory import Keys, MemoryOutbox
from tests.central.world import OFFICIAL, QUESTIONS, UNIT
from tests.hand_clock import HandClock

PACING = Pacing(live_ms=(0, 500), first_spread_ms=4_000, failure_ms=(5_000, 30_000))
CLOCK = LinuxClock()


class Agent:
    """One kiosk: a ledger with so many ratings, and the worker that delivers it."""

    def __init__(self, told: dict[str, str], ratings: int, settled: threading.Semaphore) -> None:
        directory = decode(told["directory"].encode(), Directory)
        keys = Keys()
        keys.private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(told["private"]))
        clock = HandClock(CLOCK.wall_ms(), CLOCK.up_ms(), CLOCK.boot())
        self.outbox = MemoryOutbox(clock, directory.kiosk)
        self.outbox.append_now("ledger.opened", {"kiosk": directory.kiosk, "reason": "enrolled"})
        for place in range(ratings):
            self.outbox.append_now("rating.given", a_rating(place))
        self.seen: Counter[str] = Counter()
        self._settled, self._was_settled = settled, False
        trust, time_of = Trust.of(directory), KioskTime(CLOCK)
        self.carrier = HttpCarrier(trust, keys, time_of.now_ms)
        contact = contact_of(self.outbox, self.carrier, keys, time_of, directory)
        self.worker = Worker(contact, self.outbox, time_of, pacing=PACING, told=self._hear)

    def _hear(self, status: Status) -> None:
        self.seen[type(status.outcome).__name__] += 1
        self.seen["asked to wait"] += isinstance(status.outcome, Busy) and bool(status.outcome.retry_ms)
        if self.outbox.settled == len(self.outbox.lines) and not self._was_settled:
            self._was_settled = True
            self._settled.release()


def a_rating(place: int) -> dict[str, object]:
    """A rating with a member of no meaning that does not compress, so that few lines make a backlog."""
    return {
        "rating": str(uuid.uuid4()),
        "unit": UNIT,
        "official": OFFICIAL,
        "score": Score(1 + place % 5),
        "questionnaire": {"id": QUESTIONS, "version": 1},
        "via": "touch",
        "note": uuid.uuid4().hex + uuid.uuid4().hex + uuid.uuid4().hex,
    }


def main(file: str, seconds: str) -> None:
    """Deliver the ledgers that `file` tells of, within `seconds`; print what was settled of what."""
    told = json.loads(Path(file).read_text("utf-8"))
    settled = threading.Semaphore(0)
    agents = [Agent(kiosk, kiosk["ratings"], settled) for kiosk in told["kiosks"]]
    begun = time.monotonic()
    for agent in agents:
        agent.worker.start()
    for _ in agents:
        if not settled.acquire(timeout=max(0.0, float(seconds) - (time.monotonic() - begun))):
            break
    ended = time.monotonic()
    seen: Counter[str] = Counter()
    for agent in agents:
        agent.worker.stop()
        agent.carrier.close()
        seen += agent.seen
    ledgers = {
        agent.outbox.ledger: [agent.outbox.settled, [line.decode() for line in agent.outbox.lines]]
        for agent in agents
    }
    print(json.dumps({"seconds": ended - begun, "seen": seen, "ledgers": ledgers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
