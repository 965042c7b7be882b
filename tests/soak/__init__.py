"""How long the searching tests search: moments in `make test`, as long as told in `make soak`.

`make soak` runs them again and again, each time from another seed, until `SOAK_MINUTES` have passed.
"""

import os


def examples(few: int) -> int:
    """How many examples to try: `few`, or so many times more as `HAILONG_SOAK` says."""
    return few * int(os.environ.get("HAILONG_SOAK", "1"))
