"""What commands say, and the codes in which they end."""

import sys
from typing import Final

DONE, FOUND_FAULTS, USAGE, REFUSED, UNUSABLE, NOT_ENROLLED, RUNNING, NOT_DELIVERED, OWN_ERROR = range(9)
WAY_OUT: Final = (
    "the way out: start `hailong-kiosk run` (stop it first if it runs); it sets the damaged file aside, "
    "keeps every line that can still be read, and goes on in a new ledger"
)


def say(text: str) -> None:
    """Print `text` at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fail(code: int, message: str) -> int:
    """Say what is wrong; return `code`."""
    sys.stderr.write(f"hailong-kiosk: {message}\n")
    return code
