"""The store as the rest of the kiosk sees it: every method may be called from any thread."""

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlite_utils import Database

from kiosk.store import adopting, appending, chain, former, log_room, outbox, past, pruning, reserve, shelf
from kiosk.store.appending import Clock
from kiosk.store.drafts import Draft, Parent
from kiosk.store.errors import DiskFull
from kiosk.store.former import Former, Salvageable
from kiosk.store.outbox import Pending, Position, SettleResult
from kiosk.store.rescue import SetAside
from kiosk.store.thread import StoreThread
from sync.contract.ledger import Head, Line

T = TypeVar("T")


class Store:
    """An open store. Its methods raise StoreFailed, its futures carry it; get one from `open_store`.

    `set_aside` tells of a damaged ledger for as long as no new one is founded.
    """

    def __init__(
        self,
        thread: StoreThread,
        clock: Clock,
        home: Path,
        directory_copy: Path,
        set_aside: SetAside | None,
    ) -> None:
        self._thread = thread
        self._clock = clock
        self._home = home
        self._directory_copy = directory_copy
        self.set_aside = set_aside

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what was submitted and close the database."""
        self._thread.close()

    def submit(self, job: Callable[[Database], T]) -> Future[T]:
        """Run `job` on the store's thread."""
        return self._thread.submit(job)

    # The ledger

    def is_founded(self) -> bool:
        """Whether there is a ledger to append to."""
        return self._thread.run(lambda db: chain.read_meta(db, "ledger") is not None)

    def found(self, kiosk: str, ledger_id: str, reason: str, parent: Parent | None = None) -> None:
        """Open the ledger: `reason` is enrolled or corrupt; what was set aside waits as salvage from then on.

        Raises AlreadyFounded.
        """
        self._thread.run(lambda db: appending.found(db, self._clock, kiosk, ledger_id, reason, parent))
        self._thread.run(lambda db: adopting.adopt(db, self._home, self._clock.wall_ms()))
        self.set_aside = None

    def succeed(self, ledger: str, new: str, agreed: int) -> Future[bool]:
        """Give `ledger` up behind line `agreed` and go on in `new`; False where nothing was to be done."""
        return self._thread.submit(lambda db: former.succeed(db, self._clock, ledger, new, agreed))

    def append(self, drafts: Sequence[Draft]) -> Future[list[int]]:
        """The numbers of the new lines once all of them are on disk; or an error and none of them."""
        return self._thread.submit(lambda db: appending.append(db, self._clock, drafts))

    def append_now(self, kind: str, body: dict[str, Any]) -> int:
        """The number of the new line, once it is on disk."""
        return self.append([Draft(kind, body)]).result()[0]

    def head(self, seq: int) -> Head | None:
        """h(seq), or None where there is no such line."""
        return self._thread.run(lambda db: chain.head_at(db, seq))

    def lines_about(self, subject: str) -> tuple[Line, ...]:
        """The lines whose kind begins with `subject` and a dot, in order."""
        return self._thread.run(lambda db: past.lines_about(db, subject))

    def verify(self) -> Head | None:
        """The head once every line is proved; None without a ledger. Raises DamagedLedger."""
        return self._thread.run(chain.verify)

    # What leaves

    def position(self) -> Position:
        """Where the ledger stands now."""
        return self._thread.run(outbox.position)

    def pending(
        self, max_lines: int = 500, max_bytes: int = 900_000, *, after: int | None = None
    ) -> Pending | None:
        """The lines after the settled mark, or after line `after`; at least one if there is any."""
        return self._thread.run(lambda db: outbox.pending(db, max_lines, max_bytes, after))

    def settle(self, held: int, head: bytes, *, may_lower: bool) -> SettleResult:
        """Move the settled mark to `held` if `head` (32 bytes) is this ledger's h(held)."""
        return self._thread.run(lambda db: outbox.settle(db, held, head, may_lower=may_lower))

    def oldest_pending_up_ms(self) -> int | None:
        """`up` of the oldest line that is not settled, 0 for one of an earlier boot."""
        return self._thread.run(lambda db: outbox.oldest_pending_up_ms(db, self._clock.boot()))

    # Ledgers given up

    def formers(self) -> list[Former]:
        """The ledgers given up, oldest first."""
        return self._thread.run(former.every)

    def former_head(self, number: int, seq: int) -> Head | None:
        """h(seq) of a former ledger, or None where it is not known."""
        return self._thread.run(lambda db: former.former_head(db, number, seq))

    def agree(self, number: int, seq: int) -> None:
        """Note that the server holds a former ledger up to line `seq`."""
        self._thread.run(lambda db: former.agree(db, number, seq))

    def salvageable(
        self, max_lines: int = 500, max_bytes: int = 900_000, after: tuple[int, int] = (0, 0)
    ) -> Salvageable | None:
        """The oldest lines of former ledgers that wait; `after` (former, line) looks further."""
        return self._thread.run(lambda db: former.salvageable(db, max_lines, max_bytes, after))

    def salvaged(self, number: int, last: int, name: str) -> None:
        """Note that the server keeps the lines of a former ledger up to `last`, as the salvage `name`."""
        self._thread.run(lambda db: former.salvaged(db, number, last, name))

    def compare(self, others: Mapping[str, int], salvages: Collection[str]) -> None:
        """Doubt what the server has of ledgers given up, where a receipt tells otherwise."""
        self._thread.run(lambda db: former.compare(db, others, salvages))

    # Room

    def append_if_room(self, kind: str, body: dict[str, Any]) -> int | None:
        """As `append_now`; None where the disk is full."""
        try:
            return self.append_now(kind, body)
        except DiskFull:
            return None

    def prune(self, before_ms: int) -> int:
        """Let go of some settled lines that are proved to be older (ms UTC); how many went. Heads stay."""
        return self._thread.run(lambda db: pruning.prune(db, before_ms))

    def refill_reserve(self, size: int) -> None:
        """Bring the room that is kept for the ledger back to `size` bytes, once the disk has it."""
        self._thread.run(lambda _db: reserve.refill(self._directory_copy.parent, size))

    def lay_out_log(self) -> Future[None]:
        """Give the log its full length at once: from then on a commit waits for one sync of the disk."""
        return self._thread.submit(lambda db: log_room.lay_out(db, self._home))

    # What came down

    def save_directory(self, raw: bytes, version: int, digest: str) -> None:
        """Keep a verified directory as it came; one older than the kept one changes nothing."""
        self._thread.run(lambda db: shelf.save_directory(db, raw, version, digest, self._directory_copy))

    def directory(self) -> bytes | None:
        """The directory's two lines."""
        return self._thread.run(shelf.directory)

    def save_photo(self, digest: str, photo: bytes) -> None:
        """Keep a photo under its SHA-256 (hex)."""
        self._thread.run(lambda db: shelf.save_photo(db, digest, photo))

    def photo(self, digest: str) -> bytes | None:
        """The photo with this SHA-256 (hex), if kept."""
        return self._thread.run(lambda db: shelf.photo(db, digest))

    def forget_photos(self, version: int, named: Collection[str]) -> Future[int]:
        """Let go, without waiting, of photos that the kept directory, of this version, does not name."""
        return self._thread.submit(lambda db: shelf.forget_photos(db, version, named))

    def set_setting(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""
        self._thread.run(lambda db: shelf.set_setting(db, name, value))

    def keep_setting(self, name: str, value: str) -> Future[None]:
        """The same without waiting."""
        return self._thread.submit(lambda db: shelf.set_setting(db, name, value))

    def get_setting(self, name: str) -> str | None:
        """The value under `name`, if kept."""
        return self._thread.run(lambda db: shelf.get_setting(db, name))
