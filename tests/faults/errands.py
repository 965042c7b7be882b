"""What a running kiosk does between touches, each as a process of its own: `main([errand, folder, …])`."""

import errno
import os
import signal
import sys
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kiosk.app.calling import DAY_MS, calling
from kiosk.app.drafting import InHand, draft
from kiosk.app.opening import Kiosk, open_kiosk
from kiosk.app.posting import Posting
from kiosk.app.pulling import pulled
from kiosk.app.reporting import MIB
from kiosk.app.succession import AtOnce
from kiosk.config import load_config
from kiosk.desk import machine_clock
from kiosk.store import Draft, RunLock, reserve_bytes
from kiosk.visit import RatingGiven
from sync.agent.outcome import Delivered


def given(kiosk: Kiosk, many: int) -> Iterator[int]:
    """Ratings as the screen's thread appends them; the number of each line as it is acknowledged."""
    posting = Posting(kiosk.directory)
    for score in range(1, many + 1):
        in_hand = InHand(kiosk.store.position().ledger, str(uuid.uuid4()))
        drafted = draft(RatingGiven(None, None, 1 + score % 5, dossier=DOSSIER), posting, in_hand)
        assert drafted is not None
        (seq,) = kiosk.store.append([Draft(drafted.kind, drafted.body, drafted.blobs)]).result()
        yield seq


def rate(kiosk: Kiosk) -> None:
    """Three ratings; says the number of each line."""
    for seq in given(kiosk, 3):
        print(seq, flush=True)


def resume(kiosk: Kiosk) -> None:
    """One more rating, and everything is delivered."""
    rate(kiosk)
    with calling(kiosk, lambda _directory: None) as contact:
        assert isinstance(contact.deliver_all(), Delivered)


def beat(kiosk: Kiosk) -> None:
    """A heartbeat."""
    with calling(kiosk, lambda _directory: None) as contact:
        print(contact.beat())


def steps(kiosk: Kiosk) -> None:
    """Ratings, while the wall clock steps ten years ahead, ten years back, and to the true time."""
    wall = Path(os.environ["FAKETIME_TIMESTAMP_FILE"])
    with calling(kiosk, lambda _directory: None) as contact:
        rate(kiosk)
        for step in ("+3650d", "-3650d", "+0"):
            wall.write_text(step, encoding="ascii")
            contact.look_at_clock()
            rate(kiosk)
        assert isinstance(contact.deliver_all(), Delivered)


def prune(kiosk: Kiosk) -> None:
    """What is settled goes, as if keep_days had passed; then one more rating is delivered."""
    kiosk.store.prune(kiosk.clock.wall_ms() + DAY_MS)
    kiosk.store.refill_reserve(2 * MIB)


def fill_up(kiosk: Kiosk) -> None:
    """The disk is full for an instant: a piece of the reserve goes."""
    kiosk.store.refill_reserve(2 * MIB)

    def full_at_first(_db: object) -> None:
        if reserve_bytes(kiosk.folder) == 2 * MIB:
            raise OSError(errno.ENOSPC, "no room")

    kiosk.store.submit(full_at_first).result()


def listen(kiosk: Kiosk) -> None:
    """Its door for a server that pulls is open until the process is told to end."""
    with pulled(
        load_config(None, os.environ), kiosk, lambda _directory: None, AtOnce(kiosk.folder, kiosk.store)
    ):
        print("listening", flush=True)
        signal.pause()


def open_only(kiosk: Kiosk) -> None:
    """As `run` begins: the ledger is opened, and set aside if it is damaged."""
    print(kiosk.store.position().last.seq)


ERRANDS: dict[str, Callable[[Kiosk], None]] = {
    "rate": rate,
    "resume": resume,
    "beat": beat,
    "steps": steps,
    "prune": prune,
    "fill up": fill_up,
    "listen": listen,
    "open": open_only,
}
DOSSIER = "H01.02-240101-0001"


def main(arguments: Sequence[str]) -> int:
    """Run the errand as the kiosk that holds its folder's lock."""
    name, folder = arguments
    with RunLock(Path(folder)) as lock, open_kiosk(Path(folder), machine_clock(), lock) as kiosk:
        ERRANDS[name](kiosk)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
