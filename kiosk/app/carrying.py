"""A stick at the kiosk: which one is meant, and in what words what was done with it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.app.calling import keep_house, remember
from kiosk.app.opening import Kiosk
from kiosk.ui.staff_scene import Said
from sync.agent.bundle_carrier import Exported, export
from sync.agent.outcome import Delivered, Forked
from sync.agent.ports import Successor
from sync.agent.reconciling import part_at_settled
from sync.agent.salvaging import note_kept, waiting_salvage
from sync.agent.settling import HARMLESS, Settlement, Verdict, settle
from sync.contract.directory import Directory
from sync.wire.stick import Fault, StickFailed

FAULTS: Final = {
    Fault.ABSENT: "no_stick",
    Fault.FULL: "stick_full",
    Fault.READ_ONLY: "stick_read_only",
    Fault.NOT_ALLOWED: "stick_read_only",
}
FOREIGN: Final = {Verdict.NOT_OURS}
"""A stick goes from kiosk to kiosk: what it holds for others is passed over."""


def export_to(
    kiosk: Kiosk, directory: Directory, folder: Path, told: Callable[[int], None] = lambda _last: None
) -> Exported | StickFailed:
    """Write all that waits into `folder`: pending lines, and those that ledgers given up left over."""
    salvage = (framed.body for framed in waiting_salvage(kiosk.store, directory.kiosk, kiosk.identity))
    return export(kiosk.store, kiosk.identity, directory, folder, further=salvage, told=told)


def settle_from(
    kiosk: Kiosk, directory: Directory, paths: Sequence[Path], successor: Successor, reserve: int
) -> Settlement | StickFailed:
    """Take what came back; `successor` begins a new ledger where the server has something else.

    `reserve` as in `keep_house`.
    """
    done = settle(kiosk.store, kiosk.store, kiosk.identity, directory, paths)
    if isinstance(done, StickFailed):
        return done
    while any(note_kept(kiosk.store, kept.ledger, kept.digest) for kept in done.salvaged):
        continue  # each marks the oldest that waits; files come in any order
    if done.forked is not None:
        part_at_settled(kiosk.store, successor, done.forked)
        remember(kiosk, Forked(done.forked), None)
    elif done.heard is not None:
        remember(kiosk, Delivered(done.heard, 0, more=False), None)
    keep_house(kiosk, done.directory, reserve)
    return done


@dataclass(frozen=True)
class Carrying:
    """`sticks` finds the folders of those that are plugged in; `applied` hears of a directory that came.

    `successor` and `reserve` as in `settle_from`. `releases` lays out what a stick has for the kiosk with
    this directory, and tells which software that is.
    """

    kiosk: Kiosk
    sticks: Callable[[], Sequence[Path]]
    applied: Callable[[Directory], None]
    successor: Successor
    reserve: int
    releases: Callable[[Path, Directory], str | None] = lambda _stick, _directory: None

    def export(self, directory: Directory) -> Said:
        """Write all that waits onto the stick."""
        stick = self._stick()
        if isinstance(stick, Said):
            return stick
        done = export_to(self.kiosk, directory, stick)
        if isinstance(done, StickFailed):
            return _failed(done, stick)
        return Said("exported", count=done.pending, left=len(done.files), where=str(stick))

    def settle(self, directory: Directory) -> Said:
        """Take the receipts and the directory that the stick brought back."""
        stick = self._stick()
        if isinstance(stick, Said):
            return stick
        before = self.kiosk.store.position().settled.seq
        done = settle_from(self.kiosk, directory, [stick], self.successor, self.reserve)
        if isinstance(done, StickFailed):
            return _failed(done, stick)
        came = done.directory.version > directory.version
        if came or done.photos:
            self.applied(done.directory)
        brought = self.releases(stick, done.directory)
        if brought is not None:
            return Said("release_taken", where=brought)
        return self._told(done, before, came=came)

    def _told(self, done: Settlement, before: int, *, came: bool) -> Said:
        ours = [read for read in done.files if read.verdict not in FOREIGN]
        if not ours:
            return Said("no_receipt")
        bad = next((read for read in ours if read.verdict not in HARMLESS), None)
        if bad is not None:
            return Said("receipt_refused", where=bad.file.name, detail=bad.verdict.value)
        position = self.kiosk.store.position()
        return Said(
            "settled_with_directory" if came else "settled",
            count=max(0, position.settled.seq - before),
            left=position.last.seq - position.settled.seq,
            where=str(done.directory.version),
        )

    def _stick(self) -> Path | Said:
        found = self.sticks()
        if not found:
            return Said("no_stick")
        return found[0] if len(found) == 1 else Said("several_sticks")


def _failed(failure: StickFailed, stick: Path) -> Said:
    return Said(FAULTS.get(failure.fault, "stick_failed"), where=str(stick), detail=failure.detail)
