"""Where reading a ledger stands after a line: all that reading the next one needs, beside the tables."""

import msgspec

from sync.central.figures.dating import Dating
from sync.contract.ledger import Line
from sync.contract.plain_line import PlainLine

_LONGEST_PRACTICE_MS = 11 * 60_000  # it ends by itself after 10


class Practice(msgspec.Struct, frozen=True):
    """Practice began `up` ms after the boot."""

    boot: str
    up: int

    def holds(self, line: Line | PlainLine) -> bool:
        """Whether it may still have gone on when this later line was written."""
        return line.boot == self.boot and 0 <= line.up - self.up <= _LONGEST_PRACTICE_MS


class Stand(msgspec.Struct):
    """The dating's fold, and the practice under way."""

    dating: Dating = msgspec.field(default_factory=Dating)
    practice: Practice | None = None

    def practising(self, line: Line | PlainLine) -> bool:
        """Take the next line; whether it was written in practice."""
        if line.kind == "practice.began":
            self.practice = Practice(line.boot, line.up)
        elif line.kind in ("practice.ended", "kiosk.started"):
            self.practice = None
        return self.practice is not None and self.practice.holds(line)


def write_stand(stand: Stand) -> str:
    """The stand as text."""
    return msgspec.json.encode(stand).decode()


def read_stand(text: str) -> Stand:
    """The stand from `write_stand`."""
    return msgspec.json.decode(text, type=Stand)
