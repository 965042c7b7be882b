"""What a stick brings back: twice, out of order, or somebody else's, it does no harm."""

from pathlib import Path
from typing import Any

import pytest

from sync.agent.heard import keep_heard, last_heard
from sync.agent.settling import Settlement, Verdict, settle
from sync.contract.encoding import convert, write_json
from sync.contract.receipt import Receipt
from sync.contract.sealed_file import close_file
from sync.contract.signed import sign_document
from sync.wire.stick import Fault, StickFailed
from tests.agent.central import PHOTO, PHOTO_NAME, Central
from tests.agent.memory import Keys, MemoryOutbox, MemoryShelf


class Stick:
    """A folder with answers of `central`'s in it."""

    def __init__(self, folder: Path, central: Central, outbox: MemoryOutbox, keys: Keys) -> None:
        self.folder, self.central, self.outbox, self.keys = folder, central, outbox, keys
        self.shelf = MemoryShelf()
        self.directory = central.directory()

    def receipt(self, held: int, later_ms: int = 0, **changes: Any) -> Path:
        """A receipt for the first `held` lines, `later_ms` after the server's now."""
        self.central.lines = self.outbox.lines[:held]
        told = self.central.receipt(self.outbox.ledger, "") | {"nonce": None}
        told["server_time"] += later_ms
        file = self.folder / f"{held}-{later_ms}-{len(changes)}.receipt"
        file.write_bytes(sign_document("receipt", told | changes, self.central.private))
        return file

    def bring_directory(self, version: int, **changes: Any) -> Path:
        self.central.version = version
        document = sign_document("directory", self.central.directory_object() | changes, self.central.private)
        file = self.folder / f"{version}-{len(changes)}.directory"
        file.write_bytes(close_file(document, self.keys.seal_public))
        return file

    def settle(self, *paths: Path) -> Settlement:
        done = settle(self.outbox, self.shelf, self.keys, self.directory, paths or [self.folder])
        assert isinstance(done, Settlement)
        self.directory = done.directory
        return done

    def verdicts(self, *paths: Path) -> list[Verdict]:
        return [read.verdict for read in self.settle(*paths).files]


@pytest.fixture
def stick(tmp_path: Path, central: Central, outbox: MemoryOutbox, keys: Keys) -> Stick:
    return Stick(tmp_path, central, outbox, keys)


def test_a_receipt_settles_lines_and_is_written_into_the_ledger(stick: Stick) -> None:
    raw = stick.receipt(2).read_bytes()
    done = stick.settle()
    assert [read.verdict for read in done.files] == [Verdict.SETTLED]
    assert done.heard is not None
    assert (done.heard.held, stick.outbox.settled) == (2, 2)
    assert stick.outbox.kinds()[-1] == "receipt.applied"
    assert raw.decode().replace("\n", "\\n").replace('"', '\\"') in stick.outbox.lines[-1].decode()


def test_the_same_stick_again_changes_nothing(stick: Stick) -> None:
    stick.receipt(2)
    stick.bring_directory(2)
    stick.settle()
    before = list(stick.outbox.lines)
    assert stick.verdicts() == [Verdict.KNOWN, Verdict.KNOWN]
    assert stick.outbox.lines == before


def test_receipts_in_any_order_leave_the_newest_word(stick: Stick) -> None:
    late, early = stick.receipt(3, 10), stick.receipt(1, 0)
    assert stick.verdicts(late) == [Verdict.SETTLED]
    assert stick.verdicts(early) == [Verdict.OLDER]
    assert stick.outbox.settled == 3


def test_of_receipts_that_come_together_the_newest_counts_and_makes_one_line(stick: Stick) -> None:
    late, early = stick.receipt(3, 10), stick.receipt(1, 0)
    assert stick.verdicts(early, late) == [Verdict.SETTLED, Verdict.OLDER]
    assert stick.outbox.settled == 3
    assert stick.outbox.kinds().count("receipt.applied") == 1


def test_where_the_newest_does_not_fit_an_older_one_still_settles_what_it_can(stick: Stick) -> None:
    late, early = stick.receipt(3, 10, head="0" * 64), stick.receipt(1, 0)
    assert stick.verdicts(early, late) == [Verdict.FORKED, Verdict.SETTLED]
    assert stick.outbox.settled == 1


def test_a_newer_receipt_for_less_means_that_the_server_lost_lines(stick: Stick) -> None:
    stick.settle(stick.receipt(3, 0))
    assert stick.verdicts(stick.receipt(1, 10)) == [Verdict.SETTLED]
    assert stick.outbox.settled == 1


def test_a_receipt_older_than_one_by_another_carrier_lowers_nothing(stick: Stick) -> None:
    file = stick.receipt(1)
    told = stick.central.receipt(stick.outbox.ledger, "0" * 32)
    keep_heard(stick.shelf, convert(told | {"server_time": stick.central.now_ms + 1}, Receipt))
    stick.outbox.settled = 3
    assert stick.verdicts(file) == [Verdict.OLDER]
    assert stick.outbox.settled == 3


def test_what_is_not_ours_settles_nothing(stick: Stick) -> None:
    other = "99999999-9999-4999-8999-999999999999"
    stick.receipt(2, server=other)
    stick.receipt(2, 1, ledger=other)
    forged = stick.receipt(2, 2)
    forged.write_bytes(forged.read_bytes().replace(b'"held":2', b'"held":3'))
    (stick.folder / "empty.receipt").write_bytes(b"")
    (stick.folder / "page.receipt").write_bytes(b"<html>")
    assert set(stick.verdicts()) == {Verdict.NOT_OURS}
    assert stick.outbox.settled == 0
    assert last_heard(stick.shelf) is None


def test_a_server_that_holds_something_else_is_told_as_a_fork(stick: Stick) -> None:
    stick.receipt(2, head="0" * 64)
    done = stick.settle()
    assert [read.verdict for read in done.files] == [Verdict.FORKED]
    assert done.forked is not None
    assert stick.outbox.settled == 0
    assert "receipt.applied" not in stick.outbox.kinds()


def test_a_salvage_that_is_kept_is_named(stick: Stick) -> None:
    told = {"server": stick.central.server, "ledger": stick.outbox.ledger, "digest": "a" * 64}
    document = told | {"server_time": 1, "nonce": None}
    (stick.folder / "x.receipt").write_bytes(sign_document("salvage", document, stick.central.private))
    done = stick.settle()
    assert [(kept.ledger, kept.digest) for kept in done.salvaged] == [(stick.outbox.ledger, "a" * 64)]
    assert [read.verdict for read in done.files] == [Verdict.SALVAGED]


def test_a_directory_is_applied_once_and_the_newest_only(stick: Stick) -> None:
    for version in (3, 2, 4):
        stick.bring_directory(version)
    done = stick.settle()
    assert sorted(read.verdict for read in done.files) == [Verdict.APPLIED, Verdict.OLDER, Verdict.OLDER]
    assert done.directory.version == 4
    assert [version for _, version, _ in stick.shelf.directories] == [4]
    assert stick.outbox.kinds().count("directory.applied") == 1


def test_a_directory_that_is_no_use_here_is_refused(stick: Stick, central: Central) -> None:
    other = "99999999-9999-4999-8999-999999999999"
    stick.bring_directory(2, kiosk=other)
    stick.bring_directory(3, units=[], server=other)
    document = sign_document("directory", central.directory_object(), central.private)
    (stick.folder / "a.directory").write_bytes(close_file(document, central.public))  # to another key
    (stick.folder / "b.directory").write_bytes(document)  # not sealed
    (stick.folder / "c.directory").write_bytes(close_file(write_json({}), stick.keys.seal_public))
    assert set(stick.verdicts()) == {Verdict.NOT_OURS}
    assert stick.shelf.directories == []


def test_photos_come_under_any_name(stick: Stick) -> None:
    stick.central.photo_names = [PHOTO_NAME]
    stick.bring_directory(2)
    (stick.folder / "IMG_0001.JPG").write_bytes(PHOTO)
    (stick.folder / "large").write_bytes(PHOTO + bytes(256 * 1024))
    (stick.folder / "link.jpg").symlink_to(stick.folder / "IMG_0001.JPG")
    assert stick.settle().photos == 1
    assert stick.shelf.photos == {PHOTO_NAME: PHOTO}
    assert stick.settle().photos == 0


def test_answers_are_found_beside_what_was_exported(stick: Stick) -> None:
    exported = stick.folder / "x.hailong"
    exported.write_bytes(b"")
    stick.receipt(2).rename(stick.folder / "x.hailong.receipt")
    assert stick.verdicts(exported) == [Verdict.SETTLED]


def test_no_stick_is_a_value(stick: Stick) -> None:
    done = settle(stick.outbox, stick.shelf, stick.keys, stick.directory, [stick.folder / "gone"])
    assert isinstance(done, StickFailed)
    assert done.fault == Fault.ABSENT
