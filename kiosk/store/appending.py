"""Adding lines. Nothing else in this room ever writes a line, and nothing changes or removes one."""

from collections.abc import Sequence
from typing import Protocol

from sqlite_utils import Database

from kiosk.store.chain import last_head, read_meta, write_meta
from kiosk.store.database import writing
from kiosk.store.drafts import Draft, Parent
from kiosk.store.errors import AlreadyFounded
from sync.contract.crash import crash_point
from sync.contract.ledger import encode_line, link
from sync.contract.segment import digest
from sync.contract.version import SOFTWARE


class Clock(Protocol):
    """The machine's clocks; asked on the store's thread."""

    def wall_ms(self) -> int:
        """Wall time as the machine believes it, ms since 1970 UTC."""

    def up_ms(self) -> int:
        """Ms since the machine started, sleep included."""

    def boot(self) -> str:
        """A UUID per start of the machine."""


def append(db: Database, clock: Clock, drafts: Sequence[Draft]) -> list[int]:
    """The numbers of the new lines, all of them on disk, or an error and none of them.

    Raises:
        NotFounded: there is no ledger yet.
        sync.contract.encoding.Malformed: a draft that no line may hold.
    """
    with writing(db):
        seqs = _add(db, clock, drafts)
        crash_point("store.before_commit")
    crash_point("store.after_commit")
    return seqs


def found(db: Database, clock: Clock, kiosk: str, ledger: str, reason: str, parent: Parent | None) -> None:
    """Open the ledger with its line 1.

    Raises:
        AlreadyFounded: this database holds a ledger.
    """
    with writing(db):
        held = read_meta(db, "ledger")
        if held is not None:
            raise AlreadyFounded(held)
        begin_ledger(db, clock, kiosk, ledger, reason, parent)
        crash_point("store.before_founded")
    crash_point("store.after_founded")


def begin_ledger(
    db: Database, clock: Clock, kiosk: str, ledger: str, reason: str, parent: Parent | None
) -> None:
    """Line 1 of `ledger` in a table that holds no line, inside the caller's transaction."""
    body = {"kiosk": kiosk, "software": SOFTWARE, "reason": reason}
    for name, value in (("ledger", ledger), ("kiosk", kiosk), ("settled", "0")):
        write_meta(db, name, value)
    _add(db, clock, [Draft("ledger.opened", body | ({"parent": parent.as_body()} if parent else {}))])


def _add(db: Database, clock: Clock, drafts: Sequence[Draft]) -> list[int]:
    seq, previous = last_head(db)
    seqs = []
    for draft in drafts:
        seq += 1
        raw = encode_line(seq, draft.kind, clock.wall_ms(), clock.boot(), clock.up_ms(), draft.body)
        previous = link(previous, raw)
        db.execute("INSERT INTO lines (seq, raw, hash) VALUES (?, ?, ?)", [seq, raw, previous])
        for blob in draft.blobs:
            db.execute("INSERT OR IGNORE INTO blobs (digest, bytes) VALUES (?, ?)", [digest(blob), blob])
        seqs.append(seq)
    return seqs
