"""What a stick brings back: receipts settle lines, a directory and its photos come down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from sync.agent.bundle_carrier import ENDING
from sync.agent.directory_fetch import adopt
from sync.agent.heard import keep_heard, last_heard
from sync.agent.outcome import Untrusted
from sync.agent.ports import Opener, Outbox, Shelf
from sync.agent.receipts import compare_others
from sync.agent.stick_documents import open_answer, open_directory
from sync.agent.stick_photos import take_photos
from sync.agent.trust import Trust
from sync.contract.crash import crash_point
from sync.contract.directory import Directory
from sync.contract.receipt import Receipt, SalvageDocument
from sync.contract.sealed_file import MAGIC, MAX_DIRECTORY, OVERHEAD
from sync.wire.stick import Fault, NoFile, StickFailed, files_in, read_whole

RECEIPT, DIRECTORY = ".receipt", ".directory"
LIMIT: Final = MAX_DIRECTORY + OVERHEAD


class Verdict(StrEnum):
    """What became of a file."""

    SETTLED = "settled"
    APPLIED = "applied"
    SALVAGED = "salvaged"
    KNOWN = "known"
    OLDER = "older"
    NOT_OURS = "not_ours"
    FORKED = "forked"
    UNREADABLE = "unreadable"


HARMLESS: Final = {Verdict.SETTLED, Verdict.APPLIED, Verdict.SALVAGED, Verdict.KNOWN, Verdict.OLDER}


@dataclass(frozen=True)
class Read:
    """A file, its verdict, and why."""

    file: Path
    verdict: Verdict
    detail: str


@dataclass(frozen=True)
class Settlement:
    """What a stick brought: a verdict for each file, and `photos` that came.

    `directory` is the one to work with from now on; `heard` the newest receipt that counted; `forked` one
    for a ledger that is not ours any more; `salvaged` tells of salvages that the server keeps.
    """

    files: tuple[Read, ...]
    directory: Directory
    photos: int = 0
    heard: Receipt | None = None
    forked: Receipt | None = None
    salvaged: tuple[SalvageDocument, ...] = ()


def settle(
    outbox: Outbox, shelf: Shelf, opener: Opener, directory: Directory, paths: Sequence[Path]
) -> Settlement | StickFailed:
    """Take receipts and directories among `paths`: files, folders that hold them, or what was exported.

    Twice, out of order or somebody else's, a file does no harm. `directory` is the one kept now.
    """
    found = answers_among(paths)
    if isinstance(found, StickFailed):
        return found
    desk = _Desk(outbox, shelf, opener, directory)
    sealed: list[tuple[Path, bytes]] = []
    signed: list[tuple[Path, bytes]] = []
    for file in found:
        raw = read_whole(file, LIMIT)
        if isinstance(raw, NoFile):
            desk.say(file, Verdict.UNREADABLE, raw.detail)
        else:
            (sealed if raw.startswith(MAGIC) else signed).append((file, raw))
    desk.take_directories(sealed)
    desk.take_documents(signed)
    photos = take_photos(shelf, desk.directory, dict.fromkeys(file.parent for file in found))
    return Settlement(tuple(desk.read), desk.directory, photos, desk.heard, desk.forked, tuple(desk.salvaged))


def answers_among(paths: Iterable[Path]) -> list[Path] | StickFailed:
    """Every file that may be an answer: named itself, in a folder, or beside an exported file."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            return StickFailed(Fault.ABSENT, f"{path}: not there")
        if path.is_dir():
            inside = files_in(path, RECEIPT, DIRECTORY)
            if isinstance(inside, StickFailed):
                return inside
            found |= dict.fromkeys(inside)
        elif path.name.endswith(ENDING):
            beside = [path.with_name(path.name + ending) for ending in (RECEIPT, DIRECTORY)]
            found |= dict.fromkeys(file for file in beside if file.exists())
        else:
            found[path] = None
    return list(found)


@dataclass
class _Desk:
    outbox: Outbox
    shelf: Shelf
    opener: Opener
    directory: Directory
    read: list[Read] = field(default_factory=list)
    heard: Receipt | None = None
    forked: Receipt | None = None
    salvaged: list[SalvageDocument] = field(default_factory=list)

    def say(self, file: Path, verdict: Verdict, detail: str) -> None:
        self.read.append(Read(file, verdict, detail))

    @property
    def trust(self) -> Trust:
        return Trust.of(self.directory)

    def take_directories(self, sealed: Iterable[tuple[Path, bytes]]) -> None:
        """The newest first, so that none is applied in vain."""
        opened = []
        for file, raw in sealed:
            judged = open_directory(raw, self.opener, self.trust)
            if isinstance(judged, Untrusted):
                self.say(file, Verdict.NOT_OURS, judged.detail)
            else:
                opened.append((judged[1].version, file, *judged))
        for version, file, raw, directory in sorted(opened, key=lambda one: -one[0]):
            kept = self.directory.version
            if version > kept:
                adopt(self.outbox, self.shelf, raw, directory)
                self.directory = directory
                self.say(file, Verdict.APPLIED, f"directory {version}")
            else:
                verdict = Verdict.KNOWN if version == kept else Verdict.OLDER
                self.say(file, verdict, f"directory {version}; {kept} is kept")

    def take_documents(self, signed: Iterable[tuple[Path, bytes]]) -> None:
        """The newest receipt first, so that one counts however many lie on the stick."""
        receipts = []
        for file, raw in signed:
            document = open_answer(raw, self.trust)
            if isinstance(document, Receipt):
                receipts.append((document.server_time, document.held, file, document, raw))
            elif isinstance(document, SalvageDocument):
                self.salvaged.append(document)
                self.say(file, Verdict.SALVAGED, f"salvage {document.digest}")
            else:
                self.say(file, Verdict.NOT_OURS, document.detail)
        for _, _, file, receipt, raw in sorted(receipts, key=lambda one: one[:2], reverse=True):
            self._take_receipt(file, receipt, raw)

    def _take_receipt(self, file: Path, receipt: Receipt, raw: bytes) -> None:
        heard = last_heard(self.shelf)
        if receipt.ledger != self.outbox.position().ledger:
            self.say(file, Verdict.NOT_OURS, f"receipt for another ledger, {receipt.ledger}")
        elif heard is not None and receipt.server_time <= heard:
            verdict = Verdict.KNOWN if receipt.server_time == heard else Verdict.OLDER
            self.say(file, verdict, f"receipt of {receipt.server_time}; one of {heard} is known")
        elif self._moved(receipt):
            crash_point("settle.after_mark")
            self.outbox.append_now("receipt.applied", {"receipt": raw.decode()})
            crash_point("settle.after_line")
            keep_heard(self.shelf, receipt)
            self.heard = receipt
            self.say(file, Verdict.SETTLED, f"{receipt.held} lines are held")
        else:
            self.forked = receipt
            self.say(file, Verdict.FORKED, f"the server holds another line {receipt.held}")

    def _moved(self, receipt: Receipt) -> bool:
        """The mark may fall, too: this receipt is newer than all that was heard, so the server lost lines."""
        settled = self.outbox.settle(receipt.held, bytes.fromhex(receipt.head), may_lower=True)
        if settled.name == "NOT_OURS":
            return False
        compare_others(self.outbox, receipt)
        return True
