"""`make soak`: search again and again, each time from another seed, until the minutes are over."""

import os
import random
import subprocess
import sys
import time

SEARCHES = (
    "tests/soak",
    "tests/fuzz",
    "tests/central/test_openapi.py",
    "tests/kiosk/app/test_any_touches.py",
)
TIMES_A_ROUND = 4


def main(minutes: float) -> int:
    """0 once the time is over; 1 as soon as something was found, with the seed that finds it again."""
    end, rounds = time.monotonic() + 60 * minutes, 0
    while time.monotonic() < end:
        seed, rounds = random.randrange(2**32), rounds + 1
        print(f"round {rounds}, seed {seed}", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-x", f"--hypothesis-seed={seed}", *SEARCHES]
        done = subprocess.run(command, env=os.environ | {"HAILONG_SOAK": str(TIMES_A_ROUND)}, check=False)
        if done.returncode:
            print(f"found something: HAILONG_SOAK={TIMES_A_ROUND} {' '.join(command)}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
