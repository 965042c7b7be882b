"""An outbox, a shelf, clocks and a newcomer's keys, held in memory."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.contract.keys import public_bytes, sign
from sync.contract.ledger import Head, encode_line, link, opening, read_line
from sync.contract.segment import named_blobs
from tests.hand_clock import HandClock


class SettleResult(Enum):
    SETTLED = auto()
    UNCHANGED = auto()
    NOT_OURS = auto()


class Position(NamedTuple):
    ledger: str
    kiosk: str
    last: Head
    settled: Head


class Pending(NamedTuple):
    first: int
    before: bytes
    lines: tuple[bytes, ...]
    blobs: tuple[bytes, ...]
    hole: Head | None = None


class Keys:
    """A kiosk's identity."""

    def __init__(self) -> None:
        self.private = Ed25519PrivateKey.generate()
        self.public = public_bytes(self.private)
        self.seal_private = X25519PrivateKey.generate()
        self.seal_public = self.seal_private.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> str:
        return sign(self.private, message)


@dataclass
class Former:
    former: int
    ledger: str
    reason: str
    all_lines: list[bytes]
    hashes: list[bytes]
    agreed: int | None
    delivered: int = 0
    names: set[str] = field(default_factory=set)

    @property
    def proved(self) -> int:
        return len(self.all_lines)

    @property
    def waiting(self) -> int:
        return len(self.all_lines) - max(self.agreed or 0, self.delivered)


class Salvageable(NamedTuple):
    former: int
    ledger: str
    reason: str
    lines: tuple[bytes, ...]
    blobs: tuple[bytes, ...]
    last: int


class MemoryOutbox:
    def __init__(self, clock: HandClock, kiosk: str | None = None) -> None:
        self.clock = clock
        self.kiosk = kiosk or str(uuid.uuid4())
        self.blobs: dict[str, bytes] = {}
        self.given_up: list[Former] = []
        self.begin(str(uuid.uuid4()))

    def begin(self, ledger: str) -> None:
        self.ledger = ledger
        self.lines: list[bytes] = []
        self.hashes = [opening(ledger)]
        self.settled = 0
        self.has_room = True

    def succeed(self, ledger: str, agreed: int) -> None:
        reason = "forked" if len(self.lines) > agreed else "restored"
        number = len(self.given_up) + 1
        self.given_up.append(Former(number, ledger, reason, self.lines, self.hashes, agreed))
        parent = {"ledger": ledger, "seq": agreed, "head": self.hashes[agreed].hex()}
        self.begin(str(uuid.uuid4()))
        self.append_now("ledger.opened", {"kiosk": self.kiosk, "reason": reason, "parent": parent})

    def formers(self) -> list[Former]:
        return self.given_up

    def former_head(self, number: int, seq: int) -> Head | None:
        hashes = self.given_up[number - 1].hashes
        return Head(seq, hashes[seq]) if seq < len(hashes) else None

    def agree(self, number: int, seq: int) -> None:
        self.given_up[number - 1].agreed = seq

    def salvageable(
        self, max_lines: int = 500, max_bytes: int = 900_000, after: tuple[int, int] = (0, 0)
    ) -> Salvageable | None:
        for former in self.given_up:
            start = max(former.agreed or 0, former.delivered)
            if former.former < after[0] or (former.former == after[0] and after[1] > start):
                start = after[1] if former.former == after[0] else former.proved
            lines = tuple(former.all_lines[start : start + max_lines])
            if lines:
                last = start + len(lines)
                return Salvageable(former.former, former.ledger, former.reason, lines, (), last)
        return None

    def salvaged(self, number: int, last: int, name: str) -> None:
        former = self.given_up[number - 1]
        former.delivered = max(former.delivered, last)
        former.names.add(name)

    def compare(self, others: Mapping[str, int], salvages: Collection[str]) -> None:
        if any(others.get(former.ledger, 0) < (former.agreed or 0) for former in self.given_up):
            for former in self.given_up:
                former.agreed, former.delivered, former.names = None, 0, set()
        for former in self.given_up:
            if not former.names <= set(salvages):
                former.delivered, former.names = 0, set()

    def append_now(self, kind: str, body: dict[str, Any]) -> int:
        seq = len(self.lines) + 1
        line = encode_line(seq, kind, self.clock.wall, self.clock.boot_id, self.clock.up, body)
        self.lines.append(line)
        self.hashes.append(link(self.hashes[-1], line))
        return seq

    def append_if_room(self, kind: str, body: dict[str, Any]) -> int | None:
        return self.append_now(kind, body) if self.has_room else None

    def position(self) -> Position:
        last = Head(len(self.lines), self.hashes[-1])
        return Position(self.ledger, self.kiosk, last, Head(self.settled, self.hashes[self.settled]))

    def head(self, seq: int) -> Head | None:
        return Head(seq, self.hashes[seq]) if 0 <= seq <= len(self.lines) else None

    def pending(
        self, max_lines: int = 500, max_bytes: int = 900_000, *, after: int | None = None
    ) -> Pending | None:
        taken: list[bytes] = []
        start = self.settled if after is None else after
        for line in self.lines[start : start + max_lines]:
            max_bytes -= len(line) + 1
            if taken and max_bytes < 0:
                break
            taken.append(line)
        if not taken:
            return None
        names = [name for line in taken for name in named_blobs(line)]
        blobs = tuple(self.blobs[name] for name in names if name in self.blobs)
        return Pending(start + 1, self.hashes[start], tuple(taken), blobs)

    def settle(self, held: int, head: bytes, *, may_lower: bool) -> SettleResult:
        if held > len(self.lines) or self.hashes[held] != head:
            return SettleResult.NOT_OURS
        if held == self.settled or (held < self.settled and not may_lower):
            return SettleResult.UNCHANGED
        if held < self.settled or not self.settled:
            for former in self.given_up[0 if self.settled else -1 :]:
                former.agreed, former.delivered, former.names = None, 0, set()
        self.settled = held
        return SettleResult.SETTLED

    def oldest_pending_up_ms(self) -> int | None:
        return read_line(self.lines[self.settled]).up if self.settled < len(self.lines) else None

    def kinds(self) -> list[str]:
        return [read_line(line).kind for line in self.lines]


class MemoryShelf:
    def __init__(self) -> None:
        self.directories: list[tuple[bytes, int, str]] = []
        self.photos: dict[str, bytes] = {}
        self.settings: dict[str, str] = {}

    def set_setting(self, name: str, value: str) -> None:
        self.settings[name] = value

    def get_setting(self, name: str) -> str | None:
        return self.settings.get(name)

    def save_directory(self, raw: bytes, version: int, digest: str) -> None:
        self.directories.append((raw, version, digest))

    def save_photo(self, digest: str, photo: bytes) -> None:
        self.photos[digest] = photo

    def photo(self, digest: str) -> bytes | None:
        return self.photos.get(digest)
