"""What is pending goes onto a stick, sealed to the server: a lost stick shows nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from sync.agent.delivery import segment_of
from sync.agent.ports import Outbox, Position, Signer
from sync.contract.directory import Directory
from sync.contract.salvage import SalvageHeader
from sync.contract.sealed_file import close_file, read_header
from sync.contract.segment import SegmentHeader
from sync.wire.stick import StickFailed, write_whole

ENDING: Final = ".hailong"


@dataclass(frozen=True)
class Exported:
    """Everything up to line `last` is on the stick, in `files`; `pending` of its lines await a receipt."""

    files: tuple[Path, ...]
    last: int
    pending: int


def export(
    outbox: Outbox,
    signer: Signer,
    directory: Directory,
    folder: Path,
    *,
    further: Iterable[bytes] = (),
    told: Callable[[int], None] = lambda _last: None,
) -> Exported | StickFailed:
    """Write every pending line into files in `folder`, then the `further` segments, holes and salvages.

    Nothing is settled by it, and it may be repeated: where nothing is pending the last line goes again.
    `told` hears the last line written after each file. What failed leaves whole files or none.
    """
    position = outbox.position()
    files: list[Path] = []
    for body in chain(_segments(outbox, position, signer), further):
        header = read_header(body)
        file = folder / _label(header)
        failure = write_whole(file, close_file(body, bytes.fromhex(directory.seal_keys.server)))
        if failure is not None:
            return failure
        files.append(file)
        if not isinstance(header, SalvageHeader):
            told(header.last.seq)
    return Exported(tuple(files), position.last.seq, position.last.seq - position.settled.seq)


def _segments(outbox: Outbox, position: Position, signer: Signer) -> Iterator[bytes]:
    """Segments of the lines up to `position.last`; what is written meanwhile may go along or wait."""
    after = min(position.settled.seq, position.last.seq - 1)
    while after < position.last.seq and (pending := outbox.pending(after=after)) is not None:
        yield segment_of(position, pending, signer)
        after += len(pending.lines)


def _label(header: SegmentHeader | SalvageHeader) -> str:
    """A name for people and their folders; nobody reads it."""
    place = f"salvage-{header.digest[:8]}" if isinstance(header, SalvageHeader) else str(header.first)
    return f"{header.ledger}-{place}{ENDING}"
