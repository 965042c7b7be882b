"""A stick at the kiosk: which one is meant, and what is said of it."""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
import pytest

from build_spec.releases import write_release
from kiosk.app import carrying
from kiosk.app.carrying import Carrying
from kiosk.app.opening import Kiosk
from kiosk.app.release_judged import Place
from kiosk.app.staff_room import _released
from kiosk.app.succession import AtOnce
from kiosk.identity import Identity
from kiosk.releases.standing import folder_name, read_standing
from kiosk.store import open_store
from kiosk.ui.staff_scene import Said
from sync.agent.kiosk_time import KioskTime
from sync.agent.settling import LIMIT
from sync.contract.directory import Directory
from sync.contract.keys import public_bytes
from sync.contract.version import SOFTWARE
from sync.wire.stick import Fault, StickFailed
from tests.hand_clock import HandClock
from tests.kiosk.app.test_drafting import posting
from tests.kiosk.app.test_updating import PRIVATE, a_program, server_of
from tests.kiosk.store.conftest import KIOSK, LEDGER

KNOWN = posting().directory
RESERVE = 1024 * 1024


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def carried(tmp_path: Path, stick: Path) -> Iterator[Carrying]:
    """A kiosk with three lines, and one stick."""
    folder, clock = tmp_path / "data", HandClock()
    with open_store(folder, clock=clock) as store:
        store.found(KIOSK, LEDGER, "enrolled")
        for _ in range(2):
            store.append_now("fault.seen", {"what": "x"})
        kiosk = Kiosk(folder, store, Identity.make(folder), KNOWN, clock, KioskTime(clock))
        yield Carrying(kiosk, lambda: [stick], never, AtOnce(folder, store), RESERVE)


def never(_directory: Directory) -> None:
    raise AssertionError("no directory came")


def test_what_was_written_and_where_is_said(carried: Carrying, stick: Path) -> None:
    assert carried.export(KNOWN) == Said("exported", count=3, left=1, where=str(stick))
    assert [file.name for file in stick.iterdir()] == [f"{LEDGER}-1.hailong"]


@pytest.mark.parametrize(("plugged", "said"), [(0, "no_stick"), (2, "several_sticks")])
def test_where_no_stick_is_meant_nothing_is_written(
    carried: Carrying, stick: Path, plugged: int, said: str
) -> None:
    there = replace(carried, sticks=lambda: [stick] * plugged)
    assert (there.export(KNOWN), there.settle(KNOWN)) == (Said(said), Said(said))
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.FULL, "stick_full"),
        (Fault.READ_ONLY, "stick_read_only"),
        (Fault.NOT_ALLOWED, "stick_read_only"),
        (Fault.ABSENT, "no_stick"),
        (Fault.BROKEN, "stick_failed"),
    ],
)
def test_a_stick_that_cannot_be_used_is_said_so(
    carried: Carrying, stick: Path, fault: Fault, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("export", "settle"):
        monkeypatch.setattr(carrying, name, lambda *_, **__: StickFailed(fault, "as the system said"))
    expected = Said(said, where=str(stick), detail="as the system said")
    assert (carried.export(KNOWN), carried.settle(KNOWN)) == (expected, expected)


def test_a_stick_that_was_pulled_out_is_said_so(carried: Carrying, stick: Path) -> None:
    stick.rmdir()
    assert (carried.export(KNOWN).what, carried.settle(KNOWN).what) == ("no_stick", "no_stick")


def test_a_stick_without_a_receipt_is_said_so(carried: Carrying) -> None:
    carried.export(KNOWN)
    assert carried.settle(KNOWN) == Said("no_receipt")


def test_what_cannot_be_read_is_named(carried: Carrying, stick: Path) -> None:
    (stick / "others.receipt").write_bytes(b"{}")
    assert carried.settle(KNOWN) == Said("no_receipt")
    (stick / "huge.receipt").touch()
    os.truncate(stick / "huge.receipt", LIMIT + 1)
    assert carried.settle(KNOWN) == Said("receipt_refused", where="huge.receipt", detail="unreadable")


def test_a_release_on_the_stick_is_taken_only_if_the_directory_names_it(
    carried: Carrying, stick: Path, tmp_path: Path
) -> None:
    made = a_program(tmp_path / "made")
    server = server_of(made, 3)
    write_release(stick / "it.release", server.document, server.pieces)
    keys = tmp_path / "release.keys"
    keys.write_text(public_bytes(PRIVATE).hex())
    place = Place(tmp_path / "data", keys, 0)
    there = replace(carried, releases=partial(_released, place))
    assert there.settle(KNOWN) == Said("no_receipt")
    named = msgspec.structs.replace(KNOWN, releases=server.offers)
    assert there.settle(named) == Said("release_taken", where=SOFTWARE)
    assert read_standing(tmp_path / "data").trial == folder_name(3, server.name)
