"""Another process: appends to the ledger in argv[1] and says every number once it is acknowledged."""

import sys
from pathlib import Path

from kiosk.desk import machine_clock
from kiosk.store import Draft, open_store

folder, name, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with open_store(folder, clock=machine_clock()) as store:
    for n in range(many):
        (seq,) = store.append([Draft("kiosk.paused", {"reason": name, "n": n})]).result()
        print(seq, flush=True)
