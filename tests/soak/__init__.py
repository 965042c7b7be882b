"""How long the searching tests search: a little in `make test`, always the same; for hours in `make soak`."""

import os
from typing import Final

TIMES: Final = int(os.environ.get("HAILONG_SOAK", "1"))
"""How many times the examples of `make test` to try; beyond 1 they are drawn anew each time."""


def examples(few: int) -> int:
    """How many examples to try where `make test` tries `few`."""
    return few * TIMES
