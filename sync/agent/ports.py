"""What this room needs of others, as small protocols; the kiosk's composition root hands the objects over."""

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from sync.contract.ledger import Head

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey


class Clock(Protocol):
    """The machine's clocks."""

    def wall_ms(self) -> int:
        """Wall time as the machine believes it, ms since 1970 UTC."""

    def up_ms(self) -> int:
        """Ms since the machine started, sleep included."""

    def boot(self) -> str:
        """A UUID per start of the machine."""


class Signer(Protocol):
    """The kiosk's key."""

    @property
    def public(self) -> bytes:
        """32 raw bytes."""

    @property
    def private(self) -> "Ed25519PrivateKey":
        """The key itself, for request signatures."""

    def sign(self, message: bytes) -> str:
        """The signature over `message`, base64."""


class Opener(Protocol):
    """The kiosk's other key."""

    @property
    def seal_private(self) -> "X25519PrivateKey":
        """Opens what is sealed to this kiosk."""


class Position(Protocol):
    """Where a ledger stands: its last line, and the last one known to be held."""

    @property
    def ledger(self) -> str: ...
    @property
    def kiosk(self) -> str: ...
    @property
    def last(self) -> Head: ...
    @property
    def settled(self) -> Head: ...


class Pending(Protocol):
    """Lines after the settled mark, numbered from `first`; `before` is h(first-1).

    Where lines were pruned that a restored server lost, `hole` is the last one's head, and none are here.
    """

    @property
    def first(self) -> int: ...
    @property
    def before(self) -> bytes: ...
    @property
    def lines(self) -> tuple[bytes, ...]: ...
    @property
    def blobs(self) -> tuple[bytes, ...]: ...
    @property
    def hole(self) -> Head | None: ...


class Settled(Protocol):
    """An enum member named SETTLED, UNCHANGED or NOT_OURS."""

    @property
    def name(self) -> str: ...


class Outbox(Protocol):
    """The kiosk's ledger. `tests/agent/outbox_contract.py` states what every one must do."""

    def position(self) -> Position:
        """Where the ledger stands now."""

    def head(self, seq: int) -> Head | None:
        """h(seq), or None beyond the last line."""

    def pending(
        self, max_lines: int = 500, max_bytes: int = 900_000, *, after: int | None = None
    ) -> Pending | None:
        """The oldest unsettled lines, or those after line `after`; always at least one if there is any."""

    def settle(self, held: int, head: bytes, *, may_lower: bool) -> Settled:
        """Move the settled mark to `held` if `head` equals h(held); NOT_OURS otherwise."""

    def compare(self, others: Mapping[str, int], salvages: Collection[str]) -> None:
        """Doubt what the server is believed to have of ledgers given up, where a receipt tells otherwise.

        `others` and `salvages` as in the receipt. Where it lost lines up to the agreed one, all of them are
        in doubt.
        """

    def append_now(self, kind: str, body: dict[str, Any]) -> int:
        """Append a line and return its seq once it is on disk."""

    def append_if_room(self, kind: str, body: dict[str, Any]) -> int | None:
        """As `append_now`; None where the disk is full."""

    def oldest_pending_up_ms(self) -> int | None:
        """`up` of the oldest unsettled line."""


class Former(Protocol):
    """A ledger given up; `agreed` is None while nobody asked the server how much of it is held there."""

    @property
    def former(self) -> int: ...
    @property
    def ledger(self) -> str: ...
    @property
    def proved(self) -> int: ...
    @property
    def agreed(self) -> int | None: ...


class Salvageable(Protocol):
    """Lines of a former ledger that go together, as stored, with their blobs; `last` is their last number."""

    @property
    def former(self) -> int: ...
    @property
    def ledger(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def lines(self) -> tuple[bytes, ...]: ...
    @property
    def blobs(self) -> tuple[bytes, ...]: ...
    @property
    def last(self) -> int: ...


class Formers(Protocol):
    """The ledgers that this kiosk gave up, and what the server has not of them."""

    def formers(self) -> Sequence[Former]:
        """All of them, oldest first."""

    def former_head(self, number: int, seq: int) -> Head | None:
        """h(seq) of a former ledger, or None where it is not known."""

    def agree(self, number: int, seq: int) -> None:
        """Note that the server holds a former ledger up to line `seq`."""

    def salvageable(
        self, max_lines: int = 500, max_bytes: int = 900_000, after: tuple[int, int] = (0, 0)
    ) -> Salvageable | None:
        """The oldest lines that wait, always at least one; `after` (former, line) looks further."""

    def salvaged(self, number: int, last: int, name: str) -> None:
        """Note that the server keeps the lines of a former ledger up to `last`, as the salvage `name`."""


class Successor(Protocol):
    """Who can let the kiosk go on in a new ledger."""

    def succeed(self, ledger: str, agreed: int) -> None:
        """Give `ledger` up behind line `agreed` as soon as no visit is under way; now, or a little later."""


class Settings(Protocol):
    """Where small words of this kiosk are kept; they outlive its restart."""

    def set_setting(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""

    def get_setting(self, name: str) -> str | None:
        """The value under `name`, if kept."""


class Shelf(Settings, Protocol):
    """Where the directory and its photos are kept."""

    def save_directory(self, raw: bytes, version: int, digest: str) -> None:
        """Keep a verified directory, its two lines as they came."""

    def save_photo(self, digest: str, photo: bytes) -> None:
        """Keep a photo under its SHA-256 (hex)."""

    def photo(self, digest: str) -> bytes | None:
        """The photo with this SHA-256, if kept."""
