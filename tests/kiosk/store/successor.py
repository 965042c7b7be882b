"""A kiosk gives its ledger up: `python -m tests.kiosk.store.successor FOLDER LEDGER AGREED`."""

import sys
from pathlib import Path

from kiosk.store import RunLock, open_store
from tests.hand_clock import HandClock

NEW = "e0000000-0000-4000-8000-00000000000e"


def main() -> None:
    """Open the store as a running kiosk does, found or succeed, and say that it was done."""
    folder, ledger, agreed = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    with RunLock(folder) as lock, open_store(folder, clock=HandClock(), lock=lock) as store:
        if not store.is_founded():
            aside = store.set_aside
            assert aside is not None
            store.found("a0000000-0000-4000-8000-00000000000a", NEW, "corrupt", aside.parent)
        else:
            store.succeed(ledger, NEW, agreed).result()
    print("done")


if __name__ == "__main__":
    main()
