"""Files that somebody brings: each is opened, taken like any request, and answered beside it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from sync.central.api.intake import Intake
from sync.central.api.refusal import Refused
from sync.central.api.signatures import Sender, sender_named, sender_with
from sync.central.api.site import Addresses, site_of
from sync.central.carriers.answering import catch_up, write_beside
from sync.central.database.engine import reading, writing
from sync.central.fleet.enrolment import enrol
from sync.central.ingest.salvaging import keep_salvage
from sync.central.ingest.segments import keep_segment, put_aside, read_framed
from sync.contract.encoding import Malformed, decode
from sync.contract.enrolment import EnrolmentRequest
from sync.contract.problems import Code
from sync.contract.salvage import SalvageHeader
from sync.contract.sealed_file import MAX_FILE, open_file, read_header
from sync.contract.segment import SegmentHeader
from sync.contract.signed import Unsigned, open_document
from sync.wire.stick import NoFile, StickFailed, files_in, read_whole, size_of

LEDGER, ENROLMENT = ".hailong", ".enrolment"


class Verdict(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    SALVAGED = "salvaged"
    ENROLLED = "enrolled"
    GAP = "gap"
    FORKED = "forked"
    REFUSED = "refused"


@dataclass(frozen=True)
class Imported:
    """A file and its verdict; `unanswered` where its answer could not be written beside it."""

    file: Path
    verdict: Verdict
    detail: str
    unanswered: StickFailed | None = None

    @property
    def good(self) -> bool:
        """Whether nobody needs to look at it."""
        return self.verdict in _GOOD and self.unanswered is None


_GOOD: Final = {Verdict.TAKEN, Verdict.SALVAGED, Verdict.ENROLLED}


class _Answer(NamedTuple):
    verdict: Verdict
    detail: str
    kiosk: str
    receipt: bytes | None = None
    directory: bytes | None = None


class _Place(NamedTuple):
    """Enrolments first, then ledgers from their first lines on, then what was salvaged."""

    rank: int
    ledger: str
    first: int


def import_files(
    intake: Intake, settings: Addresses, paths: Sequence[Path]
) -> Iterator[Imported] | StickFailed:
    """Take every file among `paths` (files, or folders that hold them), in the order of ledgers and lines."""
    found: list[Path] = []
    for path in paths:
        inside = files_in(path, LEDGER, ENROLMENT) if path.is_dir() else [path]
        if isinstance(inside, StickFailed):
            return inside
        found += inside
    return _each(intake, settings, found)


def _each(intake: Intake, settings: Addresses, found: Iterable[Path]) -> Iterator[Imported]:
    placed: list[tuple[_Place, Path]] = []
    for file in dict.fromkeys(found):
        try:
            placed.append((_place(_content(intake, file)), file))
        except Refused as refused:
            yield Imported(file, Verdict.REFUSED, f"{refused.code}: {refused.title}")
    for _, file in sorted(placed):
        try:
            answer = _take(intake, settings, _content(intake, file))
        except Refused as refused:
            yield Imported(file, Verdict.REFUSED, f"{refused.code}: {refused.title}")
        else:
            yield Imported(
                file,
                answer.verdict,
                answer.detail,
                write_beside(intake, file, answer.kiosk, answer.receipt, answer.directory),
            )


def _content(intake: Intake, file: Path) -> bytes:
    """What a file holds: a segment, a hole, a salvage, or an enrolment's document.

    Raises:
        Refused: nothing of ours, or not for this server; what could be read of it is kept aside.
    """
    raw = read_whole(file, MAX_FILE)
    if isinstance(raw, NoFile):
        too_large = (size_of(file) or 0) > MAX_FILE
        raise Refused(Code.TOO_LARGE if too_large else Code.ABSENT, raw.detail)
    if raw.startswith(b"{"):
        return raw
    try:
        return open_file(raw, intake.identity.seal_private)
    except Malformed as error:
        raise _aside(intake, Refused(Code.FRAMING, error.detail), raw) from error


def _place(content: bytes) -> _Place:
    if content.startswith(b"{"):
        return _Place(0, "", 0)
    try:
        header = read_framed(read_header, content)
    except Refused:
        return _Place(3, "", 0)  # refused, and kept aside, when its turn comes
    if isinstance(header, SalvageHeader):
        return _Place(2, header.ledger, 0)
    return _Place(1, header.ledger, header.first)


def _take(intake: Intake, settings: Addresses, content: bytes) -> _Answer:
    if content.startswith(b"{"):
        return _enrol(intake, settings, content)
    try:
        header = read_framed(read_header, content)
        sender = _sender(intake, header)
    except Refused as refused:
        raise _aside(intake, refused, content) from refused
    if isinstance(header, SalvageHeader):
        kept = keep_salvage(intake, sender, header.ledger, content, _no_nonce)
        return _Answer(Verdict.SALVAGED, f"{header.count} lines of {header.ledger}", sender.kiosk, kept)
    words = f"lines {header.first} to {header.last.seq} of {header.ledger}"
    try:
        receipt = keep_segment(intake, sender, header.ledger, content, _no_nonce)
    except Refused as refused:
        if refused.receipt is None:
            raise
        return _Answer(Verdict(refused.code), f"{words}: {refused.title}", sender.kiosk, refused.receipt)
    with writing(intake.engine) as connection:
        catch_up(connection, intake, site_of(connection, settings), sender.kiosk)
    return _Answer(Verdict.TAKEN, words, sender.kiosk, receipt)


def _sender(intake: Intake, header: SegmentHeader | SalvageHeader) -> Sender:
    """The kiosk that a header names, and that signed it.

    Raises:
        Refused: not enrolled here, or it did not.
    """
    with reading(intake.engine) as connection:
        sender = sender_named(connection, header.kiosk)
    if not header.signed_by(sender.public):
        raise Refused(Code.FRAMING, "not signed by the kiosk that it names")
    return sender


def _enrol(intake: Intake, settings: Addresses, content: bytes) -> _Answer:
    try:
        request = decode(content.partition(b"\n")[0], EnrolmentRequest)
        open_document("enrolment", content, [bytes.fromhex(request.public_key)])
    except (Malformed, Unsigned) as error:
        raise _aside(intake, Refused(Code.SIGNATURE, f"enrolment: {error}"), content) from error
    with writing(intake.engine) as connection:
        site = site_of(connection, settings)
        directory = enrol(connection, intake.identity, intake.clock, site, request)
        kiosk = sender_with(connection, bytes.fromhex(request.public_key)).kiosk
    return _Answer(Verdict.ENROLLED, f"kiosk {kiosk}", kiosk, directory=directory)


def _aside(intake: Intake, refused: Refused, content: bytes) -> Refused:
    put_aside(intake, "", refused, content)
    return refused


def _no_nonce() -> None:
    """A file answers no request."""
