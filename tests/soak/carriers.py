"""The other two carriers, in this process: sticks that are kept, lost and found, and a line to pull by."""

import itertools
from collections.abc import Sequence
from pathlib import Path

from kiosk.app.calling import let_go
from kiosk.app.carrying import export_to, settle_from
from kiosk.app.opening import Kiosk
from kiosk.app.pulling import desk_of
from kiosk.app.succession import AtOnce
from sync.agent.bundle_carrier import Exported
from sync.agent.kept_directory import stored_directory
from sync.agent.pull_desk import PullDesk
from sync.agent.settling import DIRECTORY, RECEIPT, Settlement
from sync.central.api.signatures import sender_named
from sync.central.carriers.importing import import_files
from sync.central.carriers.kiosk_line import KioskLine, Reply, Unreachable
from sync.central.carriers.pulling import Visit, visit
from sync.central.database.engine import reading
from sync.contract.directory import Directory
from sync.wire.stick import StickFailed
from tests.soak.device import Device
from tests.soak.killing import Killed
from tests.soak.served import Served

RECENT = 8
RESERVE = 64 * 1024


class Sticks:
    """Every file that was ever written: `up` to the server, `down` to a kiosk. Any of the recent may come."""

    def __init__(self, folder: Path) -> None:
        self.up: list[Path] = []
        self.down: list[Path] = []
        self._folders = (folder / str(number) for number in itertools.count())
        folder.mkdir()

    def export(self, device: Device) -> None:
        """All that waits at the device, written on a new stick; a kill leaves what was whole."""
        stick = self._new()
        try:
            done = export_to(kiosk_of(device), kept(device), stick)
            assert isinstance(done, Exported)
        except Killed:
            device.reopen()
        self.up += sorted(stick.glob("*.hailong"))

    def bring(self, served: Served, picks: Sequence[int]) -> None:
        """Some of what was exported is imported; a kill leaves the answers that were whole."""
        files = _picked(self.up, picks)
        try:
            found = import_files(served.world.state, served.world.settings, files)
            assert not isinstance(found, StickFailed)
            list(found)
        except Killed:
            served.restart()
        stick = self._new()
        for file in dict.fromkeys(files):
            for answer in (file.with_name(file.name + ending) for ending in (RECEIPT, DIRECTORY)):
                if answer.exists():
                    self.down.append(answer.rename(stick / answer.name))

    def settle(self, device: Device, picks: Sequence[int]) -> None:
        """Some of the answers come to the device, whoever they are for."""
        answers, successor = _picked(self.down, picks), AtOnce(device.folder, device.store)
        try:
            done = settle_from(kiosk_of(device), kept(device), answers, successor, RESERVE)
            assert isinstance(done, Settlement)
        except Killed:
            device.reopen()

    def _new(self) -> Path:
        folder = next(self._folders)
        folder.mkdir()
        return folder


def _picked(files: list[Path], picks: Sequence[int]) -> list[Path]:
    recent = files[-RECENT:]
    return [recent[pick % len(recent)] for pick in picks] if recent else []


class Line(KioskLine):
    """Leads to the device's desk, and breaks at request number `cut`, which the kiosk has `heard` or not."""

    def __init__(self, served: Served, device: Device, cut: int | None, *, heard: bool) -> None:
        super().__init__(served.world.state, device.kiosk, device.wire.public, "https://kiosk.example")
        self.asked = 0
        self.killed = False
        successor = AtOnce(device.folder, device.store)
        self._desk = PullDesk(desk_of(kiosk_of(device), lambda _directory: None, successor, RESERVE))
        self._cut, self._heard = cut, heard

    def ask(self, method: str, path: str, body: bytes = b"", *, limit: int = 65_536) -> Reply | Unreachable:
        self.asked += 1
        if self._cut is not None and self.asked >= self._cut and not self._heard:
            return Unreachable("cut")
        accepted = self._desk.limit_of(method, path)
        assert accepted is not None
        assert len(body) <= accepted
        try:
            answer = self._desk.answer(path, body)
        except Killed:
            self.killed, self._cut, self._heard = True, 0, False
            return Unreachable("the kiosk died")
        if self._cut is not None and self.asked >= self._cut:
            self._heard = False
            return Unreachable("cut")
        assert len(answer.body) <= limit
        return Reply(answer.status, answer.body)


def pull(served: Served, device: Device, cut: int | None, *, heard: bool) -> Visit | None:
    """A visit of the server's; None where the server died of it. Whoever died runs again."""
    world, line = served.world, Line(served, device, cut, heard=heard)
    with reading(world.engine) as connection:
        sender = sender_named(connection, device.kiosk)
    try:
        return visit(world.state, world.settings, line, sender)
    except Killed:
        served.restart()
        return None
    finally:
        if line.killed:
            device.reopen()


def prune(device: Device) -> None:
    """The device lets go of what its directory does not ask it to keep."""
    let_go(kiosk_of(device), kept(device).policies.keep_days)


def kiosk_of(device: Device) -> Kiosk:
    """The device, as the kiosk's rooms know it."""
    identity, time = device.wire.identity, device.wire.time
    return Kiosk(device.folder, device.store, identity, kept(device), device.clock, time)


def kept(device: Device) -> Directory:
    """The directory on its disk."""
    raw = device.store.directory()
    assert raw is not None
    return stored_directory(raw)
