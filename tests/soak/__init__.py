"""How long the searching tests search: a little in `make test`, always the same; for hours in `make soak`."""

import os
from pathlib import Path
from typing import Final

TIMES: Final = int(os.environ.get("HAILONG_SOAK", "1"))
"""How many times the examples of `make test` to try; beyond 1 they are drawn anew each time,
and what is found is made small, which takes minutes."""

QUICK: Final = next((str(folder) for folder in [Path("/dev/shm")] if folder.is_dir()), None)
"""Where files cost no disk; None: where all temporary files are. Nothing here cuts a machine's power."""


def examples(few: int) -> int:
    """How many examples to try where `make test` tries `few`."""
    return few * TIMES
