"""What commands say, and the codes in which they end."""

import sys

DONE, FOUND_FAULTS, USAGE, REFUSED, UNUSABLE, NOT_ENROLLED, RUNNING, NOT_DELIVERED, OWN_ERROR = range(9)


def say(text: str) -> None:
    """Print `text` at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def fail(code: int, message: str) -> int:
    """Say what is wrong; return `code`."""
    sys.stderr.write(f"hailong-kiosk: {message}\n")
    return code
