"""What is pending goes onto a stick, as often as somebody asks."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.agent.bundle_carrier import Exported, export
from sync.contract.directory import Directory
from sync.contract.salvage import build_salvage
from sync.contract.sealed_file import open_file, read_header
from sync.contract.segment import Segment, read_segment
from sync.wire.stick import Fault, StickFailed
from tests.agent.central import Central
from tests.agent.memory import Keys, MemoryOutbox

SERVER = X25519PrivateKey.generate()


@pytest.fixture
def directory(central: Central) -> Directory:
    public = SERVER.public_key().public_bytes_raw().hex()
    return central.directory(seal_keys={"server": public, "supervisors": None})


def exported(outbox: MemoryOutbox, keys: Keys, directory: Directory, folder: Path) -> Exported:
    done = export(outbox, keys, directory, folder)
    assert isinstance(done, Exported)
    return done


def segments(done: Exported) -> list[Segment]:
    return [read_segment(open_file(file.read_bytes(), SERVER)) for file in done.files]


def test_all_that_is_pending_goes_and_nothing_is_settled(
    outbox: MemoryOutbox, keys: Keys, directory: Directory, tmp_path: Path
) -> None:
    for page in range(1_200):
        outbox.append_now("visit.abandoned", {"page": str(page)})
    heard: list[int] = []
    done = export(outbox, keys, directory, tmp_path, told=heard.append)
    assert isinstance(done, Exported)
    assert [line for segment in segments(done) for line in segment.lines] == outbox.lines
    assert all(segment.chained and segment.header.signed_by(keys.public) for segment in segments(done))
    assert (done.last, done.pending, outbox.settled) == (1_203, 1_203, 0)
    assert heard == [500, 1_000, 1_203]
    assert b"abandoned" not in b"".join(file.read_bytes() for file in done.files)


def test_where_nothing_is_pending_the_last_line_goes_again(
    outbox: MemoryOutbox, keys: Keys, directory: Directory, tmp_path: Path
) -> None:
    outbox.settled = 3
    done = exported(outbox, keys, directory, tmp_path)
    (segment,) = segments(done)
    assert (segment.header.first, segment.lines) == (3, (outbox.lines[2],))
    assert (done.last, done.pending) == (3, 0)


def test_exported_again_it_takes_the_place_of_what_was_there(
    outbox: MemoryOutbox, keys: Keys, directory: Directory, tmp_path: Path
) -> None:
    first = exported(outbox, keys, directory, tmp_path)
    outbox.append_now("visit.abandoned", {"page": "later"})
    again = exported(outbox, keys, directory, tmp_path)
    assert again.files == first.files == tuple(tmp_path.iterdir())
    assert len(segments(again)[0].lines) == 4


def test_salvage_travels_along(
    outbox: MemoryOutbox, keys: Keys, directory: Directory, tmp_path: Path
) -> None:
    salvage = build_salvage(
        kiosk=outbox.kiosk, ledger=outbox.ledger, reason="forked", lines=[b"{}"], blobs=[], sign=keys.sign
    )
    done = export(outbox, keys, directory, tmp_path, further=[salvage])
    assert isinstance(done, Exported)
    contents = [open_file(file.read_bytes(), SERVER) for file in done.files]
    assert contents[-1] == salvage
    assert len({read_header(content) for content in contents}) == 2


def test_a_full_stick_is_said_so_and_the_whole_files_stay(
    outbox: MemoryOutbox, keys: Keys, directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in range(600):
        outbox.append_now("visit.abandoned", {"page": str(page)})
    fsync, calls = os.fsync, []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 2:  # the first file's, its folder's, then the second file's
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    done = export(outbox, keys, directory, tmp_path)
    assert isinstance(done, StickFailed)
    assert done.fault == Fault.FULL
    (whole,) = tmp_path.iterdir()
    assert len(read_segment(open_file(whole.read_bytes(), SERVER)).lines) == 500
    assert outbox.settled == 0
